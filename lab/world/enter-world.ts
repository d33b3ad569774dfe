/**
 * The worlds that one lab can be: the one it is built from, and those that extend it. Each is built once through the front
 * doors and remembered as a snapshot, so that entering it again takes milliseconds.
 */
import type { LabWorld } from '../lab.ts'
import { LabRefusal } from '../refusal.ts'
import type { Doors } from '../scenarios/doors.ts'
import { perform } from '../scenarios/verbs/all.ts'
import type { LoadedWorld } from './load-world.ts'

/** How the lab was when it opened; what a reset goes back to. */
export const seedSnapshot = 'seed'

/** Where a world's beginning is remembered in a lab that opened with `opened`. */
export const snapshotOfWorld = (name: string, opened: LoadedWorld): string =>
  name === opened.world ? seedSnapshot : `world ${name}`

export const isWorldSnapshot = (name: string): boolean => name === seedSnapshot || name.startsWith('world ')

export interface WorldDoors {
  readonly lab: LabWorld
  readonly opened: LoadedWorld
  readonly doors: Doors
  load(world: string): Promise<LoadedWorld>
  /** Back to a remembered moment. */
  restore(snapshot: string): Promise<unknown>
}

export async function enterWorld(
  { lab, opened, doors, load, restore }: WorldDoors,
  name: string,
): Promise<void> {
  const snapshot = snapshotOfWorld(name, opened)
  if (lab.snapshots.has(snapshot)) return void (await restore(snapshot))
  const wanted = await load(name)
  if (wanted.base !== opened.base)
    throw new LabRefusal('LabWorldOther', { world: name, base: wanted.base, lab: lab.id })
  await restore(snapshotOfWorld(opened.base, opened))
  for (const action of wanted.given) await perform(doors, action, doors.who('Global Administrator'))
  await lab.snapshots.save(snapshot)
}
