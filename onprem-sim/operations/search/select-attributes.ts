/** Which attributes a search gives of each object, and their values as they leave. */
import type { AttributeSchema } from '#core/active-directory/schema/schema.ts'
import {
  countValues,
  type DnForm,
  presentAttributes,
  refersElsewhere,
  someValues,
  storedValues,
  wireValues,
} from '../../store/attribute-reader.ts'
import type { RememberingView } from '../../store/descriptors.ts'
import type { Directory } from '../../store/directory.ts'
import type { DirectoryObject } from '../../store/records.ts'
import type { WireAttribute } from '../../wire/responses.ts'
import { isHeld, isSecret, mayRead } from '../access.ts'
import { isRefusal, type LdapRefusal, type OperationContext, refused } from '../operation.ts'
import { constructedAttributes } from './constructed-attributes.ts'
import { type EntryMemory, entryMemoryOf } from './entry-memory.ts'

/** As many values of one attribute as one answer holds (MaxValRange). */
export const maximumValues = 1500

interface Range {
  readonly from: number
  /** Undefined: to the end. */
  readonly to?: number
}
interface Selected {
  readonly attribute: AttributeSchema
  /** As it is answered: schema case, with the options that were asked for. */
  readonly name: string
  readonly range?: Range
  /** Nothing but reading what the record holds, as nearly always. */
  readonly plain: boolean
}
export interface Selection {
  /** All that an object has, besides what is named. */
  readonly all: boolean
  readonly named: readonly Selected[]
  /** Entries of this selection that were read before; absent where they may differ from one time to the next. */
  readonly memory?: EntryMemory
}

/** Clients ask for the same again and again, and a directory's schema stays as it is: what is worked out once is kept. */
const selections = new WeakMap<Directory, Map<string, Selection>>()
const mostKept = 500
const longestKept = 2_000

export function selectAttributes(
  context: OperationContext,
  names: readonly string[],
  scope: number,
): Selection | LdapRefusal {
  const kept = selections.get(context.directory) ?? new Map<string, Selection>()
  selections.set(context.directory, kept)
  const { extendedDn = '', sdFlags } = context.controls
  const about = `${context.globalCatalog} ${extendedDn} ${sdFlags !== undefined} ${scope === 0}`
  const key = `${about}\n${names.join('\n')}`
  const known = kept.get(key)
  if (known !== undefined) return known
  const selection = workOutSelection(context, names, scope)
  if (isRefusal(selection) || key.length > longestKept) return selection
  if (kept.size >= mostKept) kept.clear()
  kept.set(key, selection)
  return selection
}

function workOutSelection(
  context: OperationContext,
  names: readonly string[],
  scope: number,
): Selection | LdapRefusal {
  const named = new Map<string, Selected>()
  let all = names.length === 0
  for (const asked of names) {
    if (asked === '*') all = true
    const one = selectOne(context, asked)
    if (isRefusal(one)) return one
    if (one === undefined) continue
    if (one.attribute.name.startsWith('tokenGroups') && scope !== 0) return refused('TokenGroupsNeedBase')
    named.set(one.name, one)
  }
  // The flags control asks for the descriptor even when nobody names it (MS-ADTS 3.1.1.3.4.1.11).
  const descriptor = context.directory.attribute('nTSecurityDescriptor')
  if (context.controls.sdFlags !== undefined && all && descriptor !== undefined)
    named.set(descriptor.name, select(descriptor))
  return withMemory(context, { all, named: [...named.values()] })
}

/** What is worked out when asked (constructed attributes, ranges, descriptors) is not remembered. */
function withMemory(context: OperationContext, selection: Selection): Selection {
  const { directory, globalCatalog } = context
  const { all, named } = selection
  if (named.some((one) => !one.plain && (one.range !== undefined || one.attribute.linkId === undefined)))
    return selection
  const key = [globalCatalog, dnForm(context), all, ...named.map(({ name }) => name)].join()
  const refers = all || named.some(({ attribute }) => refersElsewhere(attribute))
  return { ...selection, memory: entryMemoryOf(directory, key, refers) }
}

function selectOne(context: OperationContext, asked: string): Selected | LdapRefusal | undefined {
  const semicolon = asked.indexOf(';')
  const attribute = context.directory.attribute(semicolon < 0 ? asked : asked.slice(0, semicolon))
  if (attribute === undefined || !isHeld(context, attribute)) return undefined
  if (semicolon < 0) return select(attribute)
  const option = asked.slice(semicolon + 1)
  if (option.toLowerCase() === 'binary') return select(attribute, `${attribute.name};binary`)
  if (!/^range=/i.test(option)) return undefined
  const found = /^range=(\d{1,9})-(\d{1,9}|\*)$/i.exec(option)
  if (found === null) return refused('RangeMalformed')
  const range = { from: Number(found[1]), ...(found[2] === '*' ? {} : { to: Number(found[2]) }) }
  if (range.to !== undefined && range.to < range.from) return refused('RangeMalformed')
  return { attribute, name: attribute.name, range, plain: false }
}

const select = (attribute: AttributeSchema, name = attribute.name): Selected => ({
  attribute,
  name,
  plain:
    attribute.linkId === undefined &&
    attribute.name !== 'nTSecurityDescriptor' &&
    constructedAttributes[attribute.name] === undefined,
})

/** The attributes of one object that the caller may read. Undefined values are left out. */
export function readSelected(
  context: OperationContext,
  selection: Selection,
  object: DirectoryObject,
  view: RememberingView,
  typesOnly: boolean,
): WireAttribute[] | LdapRefusal {
  const result: WireAttribute[] = []
  if (selection.all) addAll(context, selection, object, view, result)
  for (const selected of selection.named) {
    const plain = selected.plain ? readPlain(context, selected, object, view) : undefined
    if (plain === 'none') continue
    if (plain !== undefined) {
      result.push(plain)
      continue
    }
    const found = readOne(context, selected, object, view)
    if (isRefusal(found)) return found
    if (found !== undefined) result.push(...found)
  }
  return typesOnly ? result.map(({ name }) => ({ name, values: [] })) : result
}

function addAll(
  context: OperationContext,
  selection: Selection,
  object: DirectoryObject,
  view: RememberingView,
  result: WireAttribute[],
): void {
  for (const attribute of presentAttributes(context.directory, object)) {
    if (attribute.name === 'nTSecurityDescriptor' || isSecret(attribute) || !mayRead(view, attribute))
      continue
    if (!isHeld(context, attribute)) continue
    if (selection.named.some((one) => one.attribute === attribute)) continue
    const selected = { attribute, name: attribute.name, plain: attribute.linkId === undefined }
    const plain = selected.plain ? readPlain(context, selected, object, view) : undefined
    if (plain === 'none') continue
    const found = plain === undefined ? readStored(context, selected, object) : [plain]
    if (found !== undefined && !isRefusal(found)) result.push(...found)
  }
}

function readOne(
  context: OperationContext,
  selected: Selected,
  object: DirectoryObject,
  view: RememberingView,
): readonly WireAttribute[] | LdapRefusal | undefined {
  const { attribute } = selected
  if (attribute.name === 'nTSecurityDescriptor') return readDescriptor(context, selected, object, view)
  const constructed = constructedAttributes[attribute.name]
  if (constructed !== undefined) {
    const values = constructed(context, object, view)
    return values === undefined || values.length === 0 ? undefined : [{ name: selected.name, values }]
  }
  return mayRead(view, attribute) ? readStored(context, selected, object) : undefined
}

/** Undefined when there are so many values that ranges are needed. */
function readPlain(
  context: OperationContext,
  { attribute, name }: Selected,
  object: DirectoryObject,
  view: RememberingView,
): WireAttribute | 'none' | undefined {
  const stored = mayRead(view, attribute) ? storedValues(context.directory, object, attribute) : undefined
  if (stored === undefined) return 'none'
  if (typeof stored !== 'string' && stored.length > maximumValues) return undefined
  return { name, values: wireValues(context.directory, attribute, stored, dnForm(context)) }
}

const dnForm = ({ controls }: OperationContext): DnForm =>
  controls.extendedDn === undefined ? 'plain' : controls.extendedDn === 1 ? 'extended-text' : 'extended-hex'

function readStored(
  context: OperationContext,
  selected: Selected,
  object: DirectoryObject,
): readonly WireAttribute[] | LdapRefusal | undefined {
  const { directory } = context
  const { attribute, name, range } = selected
  const count = countValues(directory, object, attribute)
  if (count === 0) return undefined
  if (range !== undefined || count > maximumValues) return readRange(context, selected, object, count)
  const stored = storedValues(directory, object, attribute)
  return stored === undefined
    ? undefined
    : [{ name, values: wireValues(directory, attribute, stored, dnForm(context)) }]
}

/** Range retrieval (MS-ADTS 3.1.1.3.1.3.3): `member;range=0-1499`, and an empty `member` beside it when no range was asked for. */
function readRange(
  context: OperationContext,
  { attribute, name, range }: Selected,
  object: DirectoryObject,
  count: number,
): readonly WireAttribute[] | LdapRefusal {
  const from = range?.from ?? 0
  if (from > count) return refused('RangePastEnd')
  if (from === count) return [{ name: `${name};range=${from}-*`, values: [] }]
  const last = Math.min(range?.to ?? Number.POSITIVE_INFINITY, from + maximumValues - 1, count - 1)
  const end = last === count - 1 ? '*' : String(last)
  const stored = someValues(context.directory, object, attribute, from, last + 1)
  const values = wireValues(context.directory, attribute, stored, dnForm(context))
  const ranged: WireAttribute = { name: `${name};range=${from}-${end}`, values }
  return range === undefined ? [{ name, values: [] }, ranged] : [ranged]
}

/** Owner 1, group 2, DACL 4, SACL 8; none or no control means all. */
const allParts = 0xf
const sacl = 8

function readDescriptor(
  context: OperationContext,
  { name }: Selected,
  object: DirectoryObject,
  view: RememberingView,
): readonly WireAttribute[] | undefined {
  const { directory, controls } = context
  const parts = (controls.sdFlags ?? 0) & allParts || allParts
  // The SACL is for holders of the security privilege, that is administrators (MS-ADTS 3.1.1.3.4.1.11).
  if ((parts & sacl) !== 0 && !holdsSecurityPrivilege(context)) return undefined
  const attribute = directory.attribute('nTSecurityDescriptor')
  if (attribute === undefined || !mayRead(view, attribute)) return undefined
  return [{ name, values: [directory.descriptors.of(object).bytesOf(parts)] }]
}

export const holdsSecurityPrivilege = ({ identity }: OperationContext): boolean =>
  identity !== undefined && (identity.token.sids.has('S-1-5-32-544') || identity.token.sids.has('S-1-5-18'))
