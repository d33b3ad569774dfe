/** What differs between two sets of attributes. Absent, undefined and null are one and the same. */
import type { SyncedValue } from '#core/contracts/provisioning.ts'
import type { SourceAttributes } from './sync-rule.ts'

type Attributes = Readonly<Record<string, SyncedValue | undefined>>

const sameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a === b || (a.length === b.length && a.every((value, index) => value === b[index]))

const same = (a: unknown, b: unknown): boolean =>
  a === b ||
  (Array.isArray(a) && Array.isArray(b) ? sameList(a, b) : (a ?? null) === null && (b ?? null) === null)

/** Equal attributes as imported. */
export function sameAttributes(a: SourceAttributes, b: SourceAttributes): boolean {
  for (const name in a) if (!same(a[name], b[name])) return false
  for (const name in b) if (b[name] !== undefined && a[name] === undefined) return false
  return true
}

/** What turns `before` into `after`; cleared attributes come as null. Undefined when nothing differs. */
export function attributeChanges(
  before: Attributes,
  after: Attributes,
): Record<string, SyncedValue> | undefined {
  let changes: Record<string, SyncedValue> | undefined
  for (const name in after) {
    if (same(before[name], after[name])) continue
    changes ??= {}
    changes[name] = after[name] ?? null
  }
  for (const name in before) {
    if (name in after || (before[name] ?? null) === null) continue
    changes ??= {}
    changes[name] = null
  }
  return changes
}
