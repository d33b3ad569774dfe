/**
 * Synchronisation rules as data: which objects a rule is for (scoping filter) and which attributes it flows. How they are
 * evaluated: compiled-rules.ts. Source: writeback.md §8.1, §8.5.
 */
import type { SyncedValue } from '#core/contracts/provisioning.ts'

export type SourceAttributes = Readonly<Record<string, SyncedValue | readonly string[] | undefined>>

export type ScopeOperator =
  | 'EQUAL'
  | 'NOTEQUAL'
  | 'ISNULL'
  | 'ISNOTNULL'
  | 'STARTSWITH'
  | 'NOTSTARTSWITH'
  | 'ISBITSET'
  | 'ISBITNOTSET'

export interface ScopeClause {
  readonly attribute: string
  readonly operator: ScopeOperator
  readonly value?: string | number | boolean
}

/** `from` is an attribute's name, or, with `compute`, the expression as the rules editor would show it. */
export interface AttributeFlow<Context> {
  readonly target: string
  readonly from: string
  readonly compute?: (source: SourceAttributes, context: Context) => SyncedValue | undefined
}

export interface SyncRule<Context> {
  readonly name: string
  readonly direction: 'Inbound' | 'Outbound'
  readonly precedence: number
  readonly sourceType: string
  readonly targetType: string
  /** `Provision` makes the target where there is none; `Join` only contributes. */
  readonly linkType: 'Provision' | 'Join'
  /** Groups of clauses: any group, all of its clauses. No group: always in scope. */
  readonly scope: readonly (readonly ScopeClause[])[]
  readonly flows: readonly AttributeFlow<Context>[]
}
