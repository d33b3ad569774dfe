/** One change of a modify request on the draft of its object: values, links, classes. */
import type { AttributeSchema } from '#core/active-directory/schema/schema.ts'
import type { DirectoryObject } from '../../store/records.ts'
import { storedKey } from '../../store/value-syntax.ts'
import type { AttributeChange } from '../../wire/requests.ts'
import { isSystem } from '../access.ts'
import { isRefusal, type LdapRefusal, type OperationContext, refused } from '../operation.ts'
import { forwardLink, readValue, writeRefusal } from './attribute-input.ts'
import { readClasses } from './class-rules.ts'
import { linkValue } from './link-input.ts'
import type { ObjectDraft } from './object-draft.ts'
import { special } from './special-attributes.ts'

/** One change of the request on the draft. */
export function applyChange(
  context: OperationContext,
  draft: ObjectDraft,
  object: DirectoryObject,
  change: AttributeChange,
): LdapRefusal | undefined {
  const attribute = context.directory.attribute(change.attribute)
  if (attribute === undefined || attribute.defunct) return refused('UnknownAttribute')
  if (attribute.name === 'nTSecurityDescriptor') return undefined
  if (attribute.name === 'objectClass') return applyClasses(context, draft, change)
  if (attribute.name === 'name' || attribute.name.toUpperCase() === object.rdnType) return refused('RdnWrite')
  if (attribute.name === 'distinguishedName' && change.operation !== 2) return refused('NotPermitted')
  const handled = special[attribute.name]?.modify?.(context, attribute, change.values, change.operation)
  if (handled !== undefined) return handled === 'ignore' ? undefined : handled
  const refusal = writeRefusal(attribute)
  if (refusal !== undefined) return refusal
  if (attribute.systemOnly && !isSystem(context.identity))
    return refused('SystemOnlyAttribute', { attribute })
  if (change.operation === 0 && change.values.length === 0)
    return refused('ConstraintViolation', { attribute })
  const values: string[] = []
  for (const bytes of change.values) {
    const value = readValue(context, attribute, bytes)
    // Who does not exist is no member either.
    if (
      isRefusal(value) &&
      change.operation === 1 &&
      attribute.name === 'member' &&
      value.refused === 'MemberUnknown'
    )
      return refused('ValueAbsentInGroup')
    if (isRefusal(value)) return value
    values.push(value)
  }
  return forwardLink(attribute)
    ? applyToLinks(context, draft, attribute, change.operation, values)
    : applyToValues(context, draft, attribute, change.operation, values)
}

const keyed = (attribute: AttributeSchema, values: readonly string[]): string[] =>
  values.map((value) => storedKey(attribute, value))

function applyToValues(
  { controls }: OperationContext,
  draft: ObjectDraft,
  attribute: AttributeSchema,
  operation: number,
  values: readonly string[],
): LdapRefusal | undefined {
  const present = draft.values(attribute.name)
  const keys = keyed(attribute, values)
  if (new Set(keys).size < keys.length) return refused('ValueExists', { attribute })
  // SAM keeps one description for an account, and tolerates more only where they came with it.
  const single =
    attribute.singleValued ||
    (attribute.name === 'description' && draft.first('sAMAccountName') !== undefined)
  if (operation === 2) {
    if (single && values.length > 1) return refused('SingleValueExists', { attribute })
    draft.set(attribute.name, values)
    return undefined
  }
  const presentKeys = keyed(attribute, present)
  if (operation === 0) {
    const fresh = values.filter((_, at) => !presentKeys.includes(keys[at] ?? ''))
    if (fresh.length < values.length && !controls.permissiveModify)
      return refused('ValueExists', { attribute })
    if (single && present.length + fresh.length > 1) return refused('SingleValueExists', { attribute })
    draft.set(attribute.name, [...present, ...fresh])
    return undefined
  }
  if (present.length === 0 || keys.some((key) => !presentKeys.includes(key))) {
    if (!controls.permissiveModify) return refused('ValueAbsent', { attribute })
  }
  draft.set(
    attribute.name,
    values.length === 0 ? [] : present.filter((_, at) => !keys.includes(presentKeys[at] ?? '')),
  )
  return undefined
}

function applyToLinks(
  { directory, controls }: OperationContext,
  draft: ObjectDraft,
  attribute: AttributeSchema,
  operation: number,
  stored: readonly string[],
): LdapRefusal | undefined {
  const links = draft.links(attribute)
  // Naming a value twice in one change is naming it once.
  const values = [...new Set(stored)].map(linkValue)
  const membership = attribute.name === 'member'
  if (operation === 2) {
    if (attribute.singleValued && values.length > 1) return refused('ManyValues', { attribute })
    links.removeAll()
    for (const value of values) links.add(value)
    return undefined
  }
  if (operation === 1 && values.length === 0) {
    if (links.count() === 0 && !controls.permissiveModify) return refused('ValueAbsent', { attribute })
    links.removeAll()
    return undefined
  }
  for (const value of values) {
    if (links.has(value) === (operation === 0)) {
      if (controls.permissiveModify) continue
      if (operation === 0) return membership ? refused('MemberExists') : refused('ValueExists', { attribute })
      return membership ? refused('ValueAbsentInGroup') : refused('ValueAbsent', { attribute })
    }
    if (operation === 0) links.add(value)
    else links.remove(value)
  }
  if (attribute.singleValued && links.count() > 1) return refused('SingleValueExists', { attribute })
  void directory
  return undefined
}

/** Auxiliary classes come and go; the structural class stays what it is (MS-ADTS 3.1.1.5.3.5). */
function applyClasses(
  { directory }: OperationContext,
  draft: ObjectDraft,
  change: AttributeChange,
): LdapRefusal | undefined {
  const names = change.values.map((value) => value.toString('utf8'))
  const lineage = directory.schema.rules(draft.objectClass).lineage.map((one) => one.name)
  const unknown = names.some((name) => directory.schema.classOf(name) === undefined)
  if (unknown) return refused('UnknownAttribute')
  const spelled = names.map((name) => directory.schema.classOf(name)?.name ?? name)
  const present = [...lineage, ...draft.auxiliary]
  if (change.operation === 0 && spelled.some((name) => present.includes(name))) return refused('ValueExists')
  if (change.operation === 1 && spelled.some((name) => !present.includes(name))) return refused('ValueAbsent')
  if (change.operation === 1 && (names.length === 0 || spelled.some((name) => lineage.includes(name))))
    return refused('ClassChangeRefused')
  const wanted =
    change.operation === 0
      ? [...present, ...spelled]
      : change.operation === 1
        ? present.filter((name) => !spelled.includes(name))
        : spelled
  if (wanted.length === 0) return refused('ClassViolation')
  const classes = readClasses(directory, wanted)
  if (isRefusal(classes)) return classes
  if (classes.structural !== draft.objectClass) return refused('ClassChangeRefused')
  draft.auxiliary = classes.auxiliary
  draft.set('objectClass', [])
  return undefined
}
