/**
 * Synchronisation rules made ready once, to be evaluated for every object: by precedence, the lowest number first; the first
 * rule that contributes a value to an attribute wins. Source: writeback.md §8.1, §8.5.
 */
import type { SyncedValue } from '#core/contracts/provisioning.ts'
import type { AttributeFlow, ScopeClause, ScopeOperator, SourceAttributes, SyncRule } from './sync-rule.ts'

export type FlowedAttributes = Readonly<Record<string, SyncedValue | undefined>>

export interface CompiledRules<Context> {
  /** Every target without a value: one shape for all objects (perf.md §0.8). */
  readonly empty: FlowedAttributes
  /** What the rules in scope flow from one object. */
  flow(source: SourceAttributes, context: Context): FlowedAttributes
  /** What they flow from several objects: by precedence of the rules, then by order of the objects. */
  flowFrom(
    sources: readonly { readonly attributes: SourceAttributes; readonly context: Context }[],
  ): FlowedAttributes
  /** Is the object in the scope of a rule that makes its target? */
  provisions(source: SourceAttributes): boolean
}

type Holds = (actual: unknown) => boolean

const lower = (value: unknown): string =>
  value === undefined || value === null ? '' : String(value).toLowerCase()
const bits = (value: unknown): number => Number(value ?? 0) | 0
const isNull: Holds = (actual) => actual === undefined || actual === null || actual === ''

const operators: Record<ScopeOperator, (wanted: ScopeClause['value']) => Holds> = {
  EQUAL: (wanted) => equals(lower(wanted)),
  NOTEQUAL: (wanted) => not(equals(lower(wanted))),
  ISNULL: () => isNull,
  ISNOTNULL: () => not(isNull),
  STARTSWITH: (wanted) => startsWith(lower(wanted)),
  NOTSTARTSWITH: (wanted) => not(startsWith(lower(wanted))),
  ISBITSET: (wanted) => hasBit(bits(wanted)),
  ISBITNOTSET: (wanted) => not(hasBit(bits(wanted))),
}
const not =
  (holds: Holds): Holds =>
  (actual) =>
    !holds(actual)
const equals =
  (wanted: string): Holds =>
  (actual) =>
    lower(actual) === wanted
const startsWith =
  (wanted: string): Holds =>
  (actual) =>
    lower(actual).startsWith(wanted)
const hasBit =
  (mask: number): Holds =>
  (actual) =>
    (bits(actual) & mask) !== 0

type InScope = (source: SourceAttributes) => boolean

function compileGroup(clauses: readonly ScopeClause[]): InScope {
  const compiled = clauses.map(({ attribute, operator, value }) => ({
    attribute,
    holds: operators[operator](value),
  }))
  return (source) => {
    for (const { attribute, holds } of compiled) if (!holds(source[attribute])) return false
    return true
  }
}

/** No group: always in scope. */
function compileScope(groups: SyncRule<never>['scope']): InScope {
  const compiled = groups.map(compileGroup)
  const [only] = compiled
  if (only === undefined) return () => true
  return compiled.length === 1 ? only : (source) => compiled.some((holds) => holds(source))
}

const isValue = (value: unknown): value is SyncedValue =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)

/** Leaves alone what a rule of higher precedence has contributed. */
function flowInto<Context>(
  target: Record<string, SyncedValue | undefined>,
  flows: readonly AttributeFlow<Context>[],
  source: SourceAttributes,
  context: Context,
): void {
  for (const { target: name, from, compute } of flows) {
    const value = compute === undefined ? source[from] : compute(source, context)
    if (isValue(value) && target[name] === undefined) target[name] = value
  }
}

export function compileRules<Context>(rules: readonly SyncRule<Context>[]): CompiledRules<Context> {
  const empty: FlowedAttributes = Object.fromEntries(
    rules.flatMap(({ flows }) => flows.map(({ target }) => [target, undefined])),
  )
  const compiled = rules.map(({ scope, flows, linkType }) => ({
    holds: compileScope(scope),
    flows,
    makes: linkType === 'Provision',
  }))
  return {
    empty,
    flow: (source, context) => {
      const target = { ...empty }
      for (const { holds, flows } of compiled) if (holds(source)) flowInto(target, flows, source, context)
      return target
    },
    flowFrom: (sources) => {
      const target = { ...empty }
      for (const { holds, flows } of compiled)
        for (const { attributes, context } of sources)
          if (holds(attributes)) flowInto(target, flows, attributes, context)
      return target
    },
    provisions: (source) => compiled.some(({ makes, holds }) => makes && holds(source)),
  }
}
