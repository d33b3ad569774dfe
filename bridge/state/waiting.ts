/** The records of a collection that wait for something, in the order in which they began to. */
import type { Collection, StoredRecord } from '#core/ports.ts'

/** Below this many, those that wait no longer are not worth clearing out. */
const fewIds = 1_024

/**
 * Follows a collection's changes. Nearly every object of a directory comes in and leaves again, most of them without being
 * asked for by id: so it is a list and a count, and who waits no longer is told by the test and cleared out in passing.
 */
export class Waiting<Row extends StoredRecord> implements Iterable<Row> {
  private ids: string[] = []
  private count = 0
  private readonly rows: Collection<Row>
  private readonly test: (row: Row) => boolean

  constructor(rows: Collection<Row>, test: (row: Row) => boolean) {
    this.rows = rows
    this.test = test
    rows.watch((before, after) => {
      const was = before !== undefined && test(before)
      const is = after !== undefined && test(after)
      if (is && !was) this.add(after.id)
      else if (was && !is) this.remove()
    })
  }

  get size(): number {
    return this.count
  }

  /** Who leaves meanwhile is not met any more; who comes meanwhile is met at the end. */
  *[Symbol.iterator](): Iterator<Row> {
    this.clearOut()
    for (const id of this.ids) {
      const row = this.rows.get(id)
      if (row !== undefined && this.test(row)) yield row
    }
  }

  private add(id: string): void {
    this.ids.push(id)
    this.count += 1
    if (this.ids.length > fewIds && this.ids.length > 2 * this.count) this.clearOut()
  }

  private remove(): void {
    this.count -= 1
    if (this.count === 0) this.ids = []
  }

  /** Who left and came again stands twice in the list: the later place is the right one. */
  private clearOut(): void {
    if (this.ids.length === this.count) return
    const waiting = this.ids.filter((id) => {
      const row = this.rows.get(id)
      return row !== undefined && this.test(row)
    })
    this.ids = [...new Set(waiting.reverse())].reverse()
  }
}
