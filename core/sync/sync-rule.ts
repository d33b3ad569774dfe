/**
 * Synchronisation rules as data: which objects a rule is for (scoping filter) and which attributes it flows. Rules are
 * evaluated by precedence, the lowest number first; the first rule that contributes a value to an attribute wins.
 * Source: writeback.md §8.1, §8.5.
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

const lower = (value: unknown): string => String(value ?? '').toLowerCase()
const bits = (value: unknown): number => Number(value ?? 0) | 0

const operators: Record<ScopeOperator, (actual: unknown, wanted: unknown) => boolean> = {
  EQUAL: (actual, wanted) => lower(actual) === lower(wanted),
  NOTEQUAL: (actual, wanted) => lower(actual) !== lower(wanted),
  ISNULL: (actual) => actual === undefined || actual === null || actual === '',
  ISNOTNULL: (actual) => actual !== undefined && actual !== null && actual !== '',
  STARTSWITH: (actual, wanted) => lower(actual).startsWith(lower(wanted)),
  NOTSTARTSWITH: (actual, wanted) => !lower(actual).startsWith(lower(wanted)),
  ISBITSET: (actual, wanted) => (bits(actual) & bits(wanted)) !== 0,
  ISBITNOTSET: (actual, wanted) => (bits(actual) & bits(wanted)) === 0,
}

const clauseHolds = ({ attribute, operator, value }: ScopeClause, source: SourceAttributes): boolean =>
  operators[operator](source[attribute], value)

/** Is an object in the scope of a rule? */
export const inScope = <Context>(rule: SyncRule<Context>, source: SourceAttributes): boolean =>
  rule.scope.length === 0 || rule.scope.some((group) => group.every((clause) => clauseHolds(clause, source)))

const isValue = (value: unknown): value is SyncedValue =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)

/** Flows one rule into `target`, leaving alone what a rule of higher precedence has contributed. */
export function flowRule<Context>(
  rule: SyncRule<Context>,
  source: SourceAttributes,
  target: Record<string, SyncedValue | undefined>,
  context: Context,
): void {
  for (const flow of rule.flows) {
    if (target[flow.target] !== undefined) continue
    const value = flow.compute === undefined ? source[flow.from] : flow.compute(source, context)
    if (isValue(value)) target[flow.target] = value
  }
}

/** Flows all rules in scope, by precedence, over a copy of the template (one shape for all objects: perf.md §0.8). */
export function flowRules<Context>(
  rules: readonly SyncRule<Context>[],
  source: SourceAttributes,
  template: Readonly<Record<string, undefined>>,
  context: Context,
): Record<string, SyncedValue | undefined> {
  const target: Record<string, SyncedValue | undefined> = { ...template }
  for (const rule of rules) if (inScope(rule, source)) flowRule(rule, source, target, context)
  return target
}

/** Every target of these rules as an empty record. */
export function templateOf<Context>(
  rules: readonly SyncRule<Context>[],
): Readonly<Record<string, undefined>> {
  return Object.fromEntries(rules.flatMap(({ flows }) => flows.map(({ target }) => [target, undefined])))
}

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index])

/** Equal values, where absent and null are the same. */
export function sameValue(a: SyncedValue | undefined, b: SyncedValue | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a === b || sameList(a, b)
  return a === b || ((a ?? null) === null && (b ?? null) === null)
}

const sameText = (a: unknown, b: unknown): boolean =>
  a === b ||
  (Array.isArray(a) &&
    Array.isArray(b) &&
    a.length === b.length &&
    a.every((value, index) => value === b[index]))

/** Equal attributes as imported; an absent one equals an undefined one. */
export function sameAttributes(a: SourceAttributes, b: SourceAttributes): boolean {
  for (const name in a) if (!sameText(a[name], b[name])) return false
  for (const name in b) if (b[name] !== undefined && !(name in a)) return false
  return true
}

/** What turns `before` into `after`; cleared attributes come as null. Undefined when nothing differs. */
export function attributeChanges(
  before: Readonly<Record<string, SyncedValue | undefined>>,
  after: Readonly<Record<string, SyncedValue | undefined>>,
): Record<string, SyncedValue> | undefined {
  const changes: Record<string, SyncedValue> = {}
  for (const name in after) if (!sameValue(before[name], after[name])) changes[name] = after[name] ?? null
  for (const name in before) if (!(name in after) && (before[name] ?? null) !== null) changes[name] = null
  for (const _ in changes) return changes
  return undefined
}
