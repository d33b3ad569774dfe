/** The shape of the attributes that rules fill: one for all objects, with room for what is in use. */
import type { SyncedValue } from '#core/contracts/provisioning.ts'

export type Target = Record<string, SyncedValue | undefined>

/** Where a flow puts its values. */
export interface Place {
  readonly target: string
  /** Has it been given a value before? Then the shape has room for it. */
  isUsed: boolean
}

/**
 * Records of one shape are small and quick (perf.md §0.8). It has room for each attribute that has had a value so far: most
 * of a directory's attributes are used by nobody, and room for all of them would be half of what an object weighs.
 */
export class TargetShape {
  private template: Target = {}
  private readonly order: readonly string[]

  /** `names`: every attribute that may come, in the rules' order. */
  constructor(names: readonly string[]) {
    this.order = [...new Set(names)]
  }

  make(): Target {
    return { ...this.template }
  }

  set(target: Target, place: Place, value: SyncedValue): void {
    target[place.target] = value
    if (!place.isUsed) this.makeRoom(place)
  }

  private makeRoom(place: Place): void {
    place.isUsed = true
    const names = this.order.filter((name) => name === place.target || name in this.template)
    this.template = Object.fromEntries(names.map((name) => [name, undefined]))
  }
}
