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

/** A rule made ready: where its scope stands among the set's, and its flows. */
interface CompiledRule<Context> {
  readonly scope: number
  readonly flows: readonly CompiledFlow<Context>[]
}

interface CompiledFlow<Context> {
  readonly target: string
  readonly from: string
  readonly compute: NonNullable<AttributeFlow<Context>['compute']> | null
  /** A rule of higher precedence may have contributed already. */
  readonly contested: boolean
}

/** Each flow with the knowledge whether one before it has the same target: most have not, and need not look. */
function compileFlows<Context>(
  rules: readonly SyncRule<Context>[],
  scopes: readonly SyncRule<never>['scope'][],
): CompiledRule<Context>[] {
  const taken = new Set<string>()
  return rules.map(({ scope, flows }) => ({
    scope: 1 << scopes.indexOf(scope),
    flows: flows.map(({ target, from, compute = null }) => {
      const contested = taken.has(target)
      taken.add(target)
      return { target, from, compute, contested }
    }),
  }))
}

/** Leaves alone what a rule of higher precedence has contributed. */
function flowInto<Context>(
  target: Record<string, SyncedValue | undefined>,
  flows: readonly CompiledFlow<Context>[],
  source: SourceAttributes,
  context: Context,
  again: boolean,
): void {
  for (const flow of flows) {
    if ((again || flow.contested) && target[flow.target] !== undefined) continue
    const value = flow.compute === null ? source[flow.from] : flow.compute(source, context)
    // Most attributes of most objects are empty.
    if (value !== undefined && isValue(value)) target[flow.target] = value
  }
}

const isValue = (value: unknown): value is SyncedValue =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)

export function compileRules<Context>(rules: readonly SyncRule<Context>[]): CompiledRules<Context> {
  const empty: FlowedAttributes = Object.fromEntries(
    rules.flatMap(({ flows }) => flows.map(({ target }) => [target, undefined])),
  )
  // Rules often share a scope: each is asked once for an object, and answers with its bit.
  const scopes = [...new Set(rules.map(({ scope }) => scope))]
  const holds = scopes.map(compileScope)
  const compiled = compileFlows(rules, scopes)
  const making = rules.reduce(
    (bits, { linkType, scope }) => (linkType === 'Provision' ? bits | (1 << scopes.indexOf(scope)) : bits),
    0,
  )
  const scopesOf = (source: SourceAttributes): number => {
    let bits = 0
    for (let at = 0; at < holds.length; at += 1) if (holds[at]?.(source) === true) bits |= 1 << at
    return bits
  }
  return {
    empty,
    flow: (source, context) => {
      const target = { ...empty }
      const inScope = scopesOf(source)
      for (const { scope, flows } of compiled)
        if ((inScope & scope) !== 0) flowInto(target, flows, source, context, false)
      return target
    },
    flowFrom: (sources) => {
      const target = { ...empty }
      const inScope = sources.map(({ attributes }) => scopesOf(attributes))
      for (const { scope, flows } of compiled)
        for (const [at, { attributes, context }] of sources.entries())
          if (((inScope[at] ?? 0) & scope) !== 0) flowInto(target, flows, attributes, context, true)
      return target
    },
    provisions: (source) => (scopesOf(source) & making) !== 0,
  }
}
