/** Which objects a filter can match at all, from the indexes: no search walks the directory unless it must. */
import { type Filter, matchingRules } from '#core/active-directory/filter.ts'
import type { AttributeSchema } from '#core/active-directory/schema/schema.ts'
import { assertionKey, decodeText, isLinkLike, storedKey } from '../../store/value-syntax.ts'
import type { OperationContext } from '../operation.ts'
import { expandAnr } from './ambiguous-names.ts'
import { chainMembers } from './chain.ts'
import { categoryId, idOfName } from './compile-filter.ts'

export interface Plan {
  /** How many ids it is about to give, as far as that is known cheaply. */
  readonly cost: number
  ids(): Iterable<string>
}

/** Prefix searches are not counted beforehand: worse than an equality, better than a walk. */
const prefixCost = 500

/** Undefined: the filter says nothing that an index knows. */
export function planFilter(context: OperationContext, filter: Filter): Plan | undefined {
  switch (filter.kind) {
    case 'and': {
      const plans = filter.parts.map((part) => planFilter(context, part)).filter((plan) => plan !== undefined)
      return plans.length === 0
        ? undefined
        : plans.reduce((best, plan) => (plan.cost < best.cost ? plan : best))
    }
    case 'or':
      return unite(filter.parts.map((part) => planFilter(context, part)))
    case 'equal':
    case 'approx':
      return planEquality(context, filter.attribute, filter.value)
    case 'substring':
      return filter.initial === undefined ? undefined : planPrefix(context, filter.attribute, filter.initial)
    case 'greater-or-equal':
      return planSince(context, filter.attribute, filter.value)
    case 'extensible':
      return planExtensible(context, filter)
    default:
      return undefined
  }
}

function unite(plans: readonly (Plan | undefined)[]): Plan | undefined {
  const known = plans.filter((plan) => plan !== undefined)
  if (known.length < plans.length) return undefined
  return {
    cost: known.reduce((sum, plan) => sum + plan.cost, 0),
    ids: function* () {
      const seen = new Set<string>()
      for (const plan of known) {
        for (const id of plan.ids()) {
          if (seen.has(id)) continue
          seen.add(id)
          yield id
        }
      }
    },
  }
}

const single = (id: string | undefined): Plan => ({
  cost: id === undefined ? 0 : 1,
  ids: () => (id === undefined ? [] : [id]),
})

function planEquality(context: OperationContext, name: string, value: Uint8Array): Plan | undefined {
  const { directory } = context
  if (name.toLowerCase() === 'anr') return planFilter(context, expandAnr(context, value))
  const attribute = directory.attribute(name)
  if (attribute === undefined) return undefined
  if (attribute.name === 'objectGUID') return single(assertionKey(attribute, value))
  if (attribute.name === 'distinguishedName') return single(idOfName(context, value))
  if (attribute.name === 'objectClass') return planClass(context, value)
  if (attribute.name === 'objectCategory') return planCategory(context, value)
  if (attribute.linkId !== undefined) return planLink(context, attribute, value)
  if (isLinkLike(attribute)) return undefined
  const key = assertionKey(attribute, value)
  if (key === undefined) return undefined
  const indexName = isNaming(attribute) ? 'name' : attribute.name
  const ids = directory.values.equal(indexName, key)
  return ids === undefined ? undefined : { cost: directory.values.count(indexName, key), ids: () => ids }
}

/** cn, ou and their like are the relative name of every object that has one of its own. */
const isNaming = ({ name }: AttributeSchema): boolean => name === 'cn' || name === 'ou' || name === 'name'

function planClass({ directory }: OperationContext, value: Uint8Array): Plan | undefined {
  const wanted = directory.schema.classOf(decodeText(value) ?? '')
  // An auxiliary class may be any object's own.
  if (wanted === undefined || wanted.name === 'top' || wanted.category === 'auxiliary') return undefined
  return classesPlan(directory, (rules) => rules.includes(wanted))
}

function planCategory(context: OperationContext, value: Uint8Array): Plan | undefined {
  const { directory } = context
  const id = categoryId(context, value)
  if (id === undefined) return single(undefined)
  return classesPlan(
    directory,
    (lineage) => directory.schemaObjects.categoryId(lineage.at(-1)?.defaultCategoryCn ?? '') === id,
  )
}

type Lineage = ReturnType<OperationContext['directory']['schema']['rules']>['lineage']

function classesPlan(directory: OperationContext['directory'], fits: (lineage: Lineage) => boolean): Plan {
  const fitting = directory.schema.classes.filter((one) => fits(directory.schema.rules(one).lineage))
  if (fitting.some(({ name }) => name === 'attributeSchema' || name === 'classSchema'))
    directory.schemaObjects.ensure()
  const sets = fitting.map((one) => directory.values.ofClass(one.name))
  return {
    cost: sets.reduce((sum, set) => sum + set.size, 0),
    ids: function* () {
      for (const set of sets) yield* set
    },
  }
}

function planLink(
  context: OperationContext,
  attribute: AttributeSchema,
  value: Uint8Array,
): Plan | undefined {
  const { directory } = context
  const forward = (attribute.linkId ?? 0) % 2 === 0
  const name = forward ? attribute.name : directory.schema.linkPartner(attribute)?.name
  const id = attribute.syntax === 'dn' ? idOfName(context, value) : undefined
  if (name === undefined || attribute.syntax !== 'dn') return undefined
  if (id === undefined) return single(undefined)
  return {
    cost: forward ? 50 : directory.linkIndex.count(id, name),
    ids: function* () {
      if (forward) for (const link of directory.linkIndex.sources(id, name)) yield link.source
      else for (const link of directory.linkIndex.targets(id, name)) yield link.target
    },
  }
}

function planPrefix({ directory }: OperationContext, name: string, initial: Uint8Array): Plan | undefined {
  const attribute = directory.attribute(name)
  const text = decodeText(initial)
  if (attribute === undefined || text === undefined || text === '') return undefined
  const ids = directory.values.startingWith(
    isNaming(attribute) ? 'name' : attribute.name,
    storedKey(attribute, text),
  )
  return ids === undefined ? undefined : { cost: prefixCost, ids: () => ids }
}

function planSince({ directory }: OperationContext, name: string, value: Uint8Array): Plan | undefined {
  const attribute = directory.attribute(name)
  if (attribute?.name !== 'uSNChanged') return undefined
  const key = assertionKey(attribute, value)
  if (key === undefined) return undefined
  const after = Number(key) - 1
  return {
    cost: Math.max(0, directory.highestUsn - after),
    ids: function* () {
      for (const { id } of directory.changeLog.since(after)) yield id
      if (after < 2) for (const object of directory.schemaObjects.all()) yield object.id
    },
  }
}

function planExtensible(
  context: OperationContext,
  filter: Extract<Filter, { kind: 'extensible' }>,
): Plan | undefined {
  const attribute = context.directory.attribute(filter.attribute ?? '')
  if (attribute === undefined) return undefined
  if (filter.rule === undefined) return planEquality(context, attribute.name, filter.value)
  if (filter.rule !== matchingRules.inChain || attribute.linkId === undefined) return undefined
  const start = idOfName(context, filter.value)
  if (start === undefined) return single(undefined)
  const reached = chainMembers(context.directory, attribute, start)
  return { cost: reached.size, ids: () => reached }
}
