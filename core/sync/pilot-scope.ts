/**
 * “Filter users and devices”: only the direct members of one group are synchronised; groups within it do not count.
 * Source: writeback.md §7.1.
 */
import type { DirectoryObject } from './connector-space.ts'

/** The name of the filter that holds an object back, or undefined. */
export type PilotScope = (object: Pick<DirectoryObject, 'id'>) => string | undefined

export const everybody: PilotScope = () => undefined

/** `group`: as imported; nobody is in a group that was not imported. */
export function membersOnly(group: DirectoryObject | undefined): PilotScope {
  const { member } = group?.attributes ?? {}
  const members = new Set(typeof member === 'string' ? [member] : (member ?? []))
  return ({ id }) => (members.has(id) ? undefined : 'not in the pilot group')
}
