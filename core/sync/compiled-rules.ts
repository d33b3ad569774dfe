/**
 * Synchronisation rules made ready once, to be evaluated for every object: by precedence, the lowest number first; the first
 * rule that contributes a value to an attribute wins. Source: writeback.md §8.1, §8.5.
 */
import type { SyncedValue } from '#core/contracts/provisioning.ts'
import { AttributeShape, type Place } from './attribute-shape.ts'
import type { AttributeFlow, ScopeClause, ScopeOperator, SourceAttributes, SyncRule } from './sync-rule.ts'

export type FlowedAttributes = Readonly<Record<string, SyncedValue | undefined>>

export interface CompiledRules<Context> {
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

type Target = Record<string, SyncedValue | undefined>
type Expression<Context> = NonNullable<AttributeFlow<Context>['compute']>

/** A value that is taken as it is, to a target that no other flow has. */
interface PlainFlow extends Place {
  readonly scope: number
}

/** An expression, or a flow to a target that several have: these are asked by precedence. */
interface OrderedFlow<Context> extends PlainFlow {
  readonly from: string
  readonly compute: Expression<Context> | null
  /** A rule of higher precedence may have contributed already. */
  readonly contested: boolean
}

interface CompiledFlows<Context> {
  /** By the attribute that they read: most attributes of most objects are empty, and their flows are never looked at. */
  readonly plain: ReadonlyMap<string, readonly PlainFlow[]>
  readonly ordered: readonly OrderedFlow<Context>[]
}

const isValue = (value: unknown): value is SyncedValue =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)

function compileFlows<Context>(
  rules: readonly SyncRule<Context>[],
  bitOf: (rule: SyncRule<Context>) => number,
): CompiledFlows<Context> {
  const flows = rules.flatMap((rule) =>
    rule.flows.map((flow) => ({ ...flow, scope: bitOf(rule), isUsed: false })),
  )
  const plain = new Map<string, PlainFlow[]>()
  const ordered: OrderedFlow<Context>[] = []
  for (const [at, { target, from, compute = null, scope }] of flows.entries()) {
    const first = flows.findIndex((one) => one.target === target)
    const isOnly = !flows.some((one, index) => index !== at && one.target === target)
    if (compute !== null || !isOnly)
      ordered.push({ target, from, compute, scope, contested: first < at, isUsed: false })
    else plain.set(from, [...(plain.get(from) ?? []), { target, scope, isUsed: false }])
  }
  return { plain, ordered }
}

/** `again`: another object has contributed before, and what it has given stays. */
function takeAttributes(
  shape: AttributeShape<SyncedValue>,
  target: Target,
  plain: CompiledFlows<never>['plain'],
  source: SourceAttributes,
  inScope: number,
  again: boolean,
): void {
  for (const name in source) {
    const value = source[name]
    if (value === undefined || !isValue(value)) continue
    for (const flow of plain.get(name) ?? none)
      if ((flow.scope & inScope) !== 0 && !(again && target[flow.target] !== undefined))
        shape.set(target, flow, value)
  }
}

const none: readonly PlainFlow[] = []

function askInOrder<Context>(
  shape: AttributeShape<SyncedValue>,
  target: Target,
  ordered: readonly OrderedFlow<Context>[],
  source: SourceAttributes,
  context: Context,
  inScope: number,
): void {
  for (const flow of ordered) {
    if ((flow.scope & inScope) === 0 || (flow.contested && target[flow.target] !== undefined)) continue
    const value = flow.compute === null ? source[flow.from] : flow.compute(source, context)
    if (isValue(value)) shape.set(target, flow, value)
  }
}

export function compileRules<Context>(rules: readonly SyncRule<Context>[]): CompiledRules<Context> {
  const shape = new AttributeShape<SyncedValue>(
    rules.flatMap(({ flows }) => flows.map(({ target }) => target)),
  )
  // Rules often share a scope: each is asked once for an object, and answers with its bit.
  const scopes = [...new Set(rules.map(({ scope }) => scope))]
  const bitOf = ({ scope }: SyncRule<Context>): number => 1 << scopes.indexOf(scope)
  const holds = scopes.map(compileScope)
  const { plain, ordered } = compileFlows(rules, bitOf)
  /** Of several objects, each flow is asked by itself: an object before this one may have contributed. */
  const asked = ordered.map((flow) => ({ ...flow, contested: true }))
  const making = rules
    .filter(({ linkType }) => linkType === 'Provision')
    .reduce((bits, rule) => bits | bitOf(rule), 0)
  const scopesOf = (source: SourceAttributes): number => {
    let bits = 0
    for (let at = 0; at < holds.length; at += 1) if (holds[at]?.(source) === true) bits |= 1 << at
    return bits
  }
  return {
    flow: (source, context) => {
      const target = shape.make()
      const inScope = scopesOf(source)
      takeAttributes(shape, target, plain, source, inScope, false)
      askInOrder(shape, target, ordered, source, context, inScope)
      return target
    },
    flowFrom: (sources) => {
      const target = shape.make()
      const inScope = sources.map(({ attributes }) => scopesOf(attributes))
      for (const [at, { attributes }] of sources.entries())
        takeAttributes(shape, target, plain, attributes, inScope[at] ?? 0, true)
      for (const flow of asked)
        for (const [at, { attributes, context }] of sources.entries())
          askInOrder(shape, target, [flow], attributes, context, inScope[at] ?? 0)
      return target
    },
    provisions: (source) => (scopesOf(source) & making) !== 0,
  }
}
