/** What differs between two moments of a store. */
import type { StoredRecord } from '#core/ports.ts'
import type { Records } from './store.ts'

export interface RecordDifference {
  readonly collection: string
  readonly id: string
  readonly change: 'added' | 'removed' | 'changed'
  /** Top-level properties that differ. Values are left out: they may be secrets. */
  readonly properties: readonly string[]
}

function changedProperties(before: object, after: object): string[] {
  const [left, right] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  return [...new Set([...left.keys(), ...right.keys()])].filter(
    (key) =>
      left.get(key) !== right.get(key) && JSON.stringify(left.get(key)) !== JSON.stringify(right.get(key)),
  )
}

function differenceOf(
  collection: string,
  before: StoredRecord | undefined,
  after: StoredRecord | undefined,
): RecordDifference | undefined {
  if (before === after) return undefined
  const id = after?.id ?? before?.id ?? ''
  if (before === undefined) return { collection, id, change: 'added', properties: [] }
  if (after === undefined) return { collection, id, change: 'removed', properties: [] }
  const properties = changedProperties(before, after)
  return properties.length === 0 ? undefined : { collection, id, change: 'changed', properties }
}

export function compareRecords(before: Records, after: Records): RecordDifference[] {
  const none: ReadonlyMap<string, StoredRecord> = new Map()
  const names = [...new Set([...before.keys(), ...after.keys()])].sort()
  return names.flatMap((name) => {
    const [old, current] = [before.get(name) ?? none, after.get(name) ?? none]
    const ids = [...new Set([...old.keys(), ...current.keys()])]
    return ids.flatMap((id) => differenceOf(name, old.get(id), current.get(id)) ?? [])
  })
}
