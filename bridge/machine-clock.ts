/**
 * This server's own clock: the lab's, as far off as somebody has set it. What it signs or dates for others it dates by this
 * clock (writeback.md §5.5: clock skew); its own schedule goes by the lab's, so that advancing the lab runs it.
 */
import type { Collection, Instant, Lab, StoredRecord } from '#core/ports.ts'

/** `connect.machine`, one row while the clock is off. */
interface MachineTime extends StoredRecord {
  readonly offsetMs: number
}

const onlyRow = 'this server'

export class MachineClock {
  private readonly lab: Lab
  private readonly stored: Collection<MachineTime>

  constructor(lab: Lab) {
    this.lab = lab
    this.stored = lab.store.collection('connect.machine')
  }

  get offsetMs(): number {
    return this.stored.get(onlyRow)?.offsetMs ?? 0
  }

  now(): Instant {
    return this.lab.clock.now() + this.offsetMs
  }

  async setOffset(offsetMs: number): Promise<void> {
    await this.lab.store.transaction(() => this.stored.put({ id: onlyRow, offsetMs }))
    this.lab.journal.record({
      place: 'connect',
      type: 'machine-clock.set',
      summary:
        offsetMs === 0
          ? 'The clock of the server is right'
          : `The clock of the server is ${offsetMs / 1000} s off`,
      data: { offsetMs },
    })
  }
}
