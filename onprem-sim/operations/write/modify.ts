/** Modify (MS-ADTS 3.1.1.5.3): all changes of the request on a draft, every check, and then one record. */
import { extendedRights, validatedWrites } from '#core/active-directory/control-access-rights.ts'
import type { AttributeSchema } from '#core/active-directory/schema/schema.ts'
import { rights, type SecurityDescriptor } from '#core/active-directory/security-descriptor.ts'
import { toFileTime } from '#core/active-directory/times.ts'
import { has, uac } from '#core/active-directory/user-account-control.ts'
import { changeObject, randomHash, setLink, setSecret } from '../../store/changes.ts'
import type { Directory } from '../../store/directory.ts'
import type { DirectoryObject, StoredValues } from '../../store/records.ts'
import { storedKey } from '../../store/value-syntax.ts'
import type { AttributeChange, ModifyRequest } from '../../wire/requests.ts'
import type { LdapResult } from '../../wire/responses.ts'
import { accessTo, hasRight, isSystem, mayWrite } from '../access.ts'
import { passwordPolicyOf } from '../account-policy.ts'
import { countBad } from '../bind/wrong-passwords.ts'
import { primaryGroup } from '../membership.ts'
import { isRefusal, type LdapRefusal, type OperationContext, refused, success } from '../operation.ts'
import { resolveTarget } from '../resolve.ts'
import { logAccountChange, logPasswordWrite } from './account-events.ts'
import { accountKind, applyAccountRules } from './account-rules.ts'
import { forwardLink, readValue, writeRefusal } from './attribute-input.ts'
import { contentRefusal, readClasses } from './class-rules.ts'
import { changedDescriptor, readDescriptor } from './descriptor-input.ts'
import { linkValue } from './link-input.ts'
import { memberRefusal } from './membership-rules.ts'
import { attributeChanges, draftObject, type ObjectDraft } from './object-draft.ts'
import { isPasswordAttribute, type PasswordWrite, readPasswordWrite } from './password-input.ts'
import { type PasswordRefusal, passwordRefusal } from './password-rules.ts'
import { isReanimation, reanimate } from './reanimate.ts'
import { modifyRootDse } from './root-dse-operations.ts'
import { special } from './special-attributes.ts'

/** Decides, and writes when nothing refuses; belongs into a transaction. */
export function modify(context: OperationContext, request: ModifyRequest): LdapResult | LdapRefusal {
  if (request.dn === '') return modifyRootDse(context, request)
  if (request.changes.length === 0) return refused('NotPermitted')
  const object = resolveTarget(context, request.dn)
  if (isRefusal(object)) return object
  if (request.changes.some(({ operation }) => operation < 0 || operation > 2))
    return refused('BadModifyOperation')
  if (isReanimation(context, request)) return reanimate(context, object, request)
  if (object.attributes.isDeleted !== undefined && !isSystem(context.identity)) return refused('NotPermitted')
  return modifyObject(context, object, request)
}

function modifyObject(
  context: OperationContext,
  object: DirectoryObject,
  request: ModifyRequest,
): LdapResult | LdapRefusal {
  const { directory } = context
  const objectClass = directory.schema.classOf(object.objectClass)
  if (objectClass === undefined) return refused('InternalFailure')
  const draft = draftObject(directory, object, objectClass, object.auxiliary ?? [])
  const password = readPasswordWrite(context, request.changes)
  if (isRefusal(password)) return withRight(context, object, password)
  for (const change of request.changes) {
    const refusal = isPasswordAttribute(context, change.attribute)
      ? undefined
      : applyChange(context, draft, object, change)
    if (refusal !== undefined) return refusal
  }
  const refusal = draftRefusal(context, draft, object, password)
  if (refusal !== undefined) return refusal
  const descriptor = descriptorOf(context, object, request)
  if (isRefusal(descriptor)) return descriptor
  return write(context, draft, object, password, descriptor)
}

function draftRefusal(
  context: OperationContext,
  draft: ObjectDraft,
  object: DirectoryObject,
  password: PasswordWrite | undefined,
): LdapRefusal | undefined {
  return (
    accessRefusal(context, draft, object) ??
    contentRefusal(context.directory, draft, object.rdnType) ??
    applyAccountRules(context, draft, { writesPassword: password !== undefined }) ??
    memberRefusals(context, draft, object) ??
    (password === undefined ? undefined : writesPassword(context, draft, object, password))
  )
}

/** Half a change is refused for what it lacks: the right to reset first. */
function withRight(context: OperationContext, object: DirectoryObject, refusal: LdapRefusal): LdapRefusal {
  const mayReset = hasRight(context, object, extendedRights.resetPassword)
  return refusal.refused === 'PasswordAddAlone'
    ? refused(mayReset ? 'PasswordDeleteRefused' : 'AccessDenied')
    : refusal
}

/** One change of the request on the draft. */
function applyChange(
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

/** Each attribute that is written needs its right; some have a validated write instead. */
function accessRefusal(
  context: OperationContext,
  draft: ObjectDraft,
  object: DirectoryObject,
): LdapRefusal | undefined {
  const { directory, identity } = context
  if (isSystem(identity)) return undefined
  const view = accessTo(context, object)
  for (const name of [...draft.writes.keys(), ...draft.linkDrafts.keys()]) {
    const attribute = directory.attribute(name)
    if (attribute === undefined || mayWrite(view, attribute)) continue
    if (name === 'member' && selfMembership(context, draft, object)) continue
    if (name === 'servicePrincipalName' && view.allows(rights.self, [validatedWrites.servicePrincipalName]))
      continue
    if (name === 'dNSHostName' && view.allows(rights.self, [validatedWrites.dnsHostName])) continue
    return { ...refused('RightsMissing'), because: `no right to write ${name}` }
  }
  return undefined
}

/** Self-Membership: somebody may add and remove themselves alone. */
function selfMembership(context: OperationContext, draft: ObjectDraft, group: DirectoryObject): boolean {
  const attribute = context.directory.attribute('member')
  if (
    attribute === undefined ||
    !accessTo(context, group).allows(rights.self, [validatedWrites.selfMembership])
  )
    return false
  const { added, removed } = draft.links(attribute).changes()
  return [...added, ...removed].every(({ target }) => target === context.identity?.accountId)
}

function memberRefusals(
  { directory }: OperationContext,
  draft: ObjectDraft,
  object: DirectoryObject,
): LdapRefusal | undefined {
  const attribute = directory.attribute('member')
  if (attribute === undefined || !draft.linkDrafts.has('member') || object.objectClass !== 'group')
    return undefined
  for (const { target } of draft.links(attribute).changes().added) {
    const member = directory.get(target)
    const refusal =
      member === undefined ? undefined : memberRefusal(directory, draft.number('groupType'), object, member)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

function writesPassword(
  context: OperationContext,
  draft: ObjectDraft,
  object: DirectoryObject,
  password: PasswordWrite,
): LdapRefusal | undefined {
  const { directory } = context
  if (accountKind(directory, draft) !== 'user') return refused('AccessDenied')
  const subject = {
    object,
    sAMAccountName: draft.first('sAMAccountName') ?? '',
    displayName: draft.first('displayName'),
    control: draft.number('userAccountControl'),
  }
  const refusal: PasswordRefusal | undefined = passwordRefusal(context, password, subject)
  if (refusal === undefined) return undefined
  if (refusal.counts === true)
    countBad(directory, object, passwordPolicyOf(directory, object), context.source, context.correlationId)
  logPasswordWrite(context, object, password.kind, refusal)
  return refusal
}

function descriptorOf(
  context: OperationContext,
  object: DirectoryObject,
  request: ModifyRequest,
): SecurityDescriptor | LdapRefusal | undefined {
  const change = request.changes.find(
    (one) => context.directory.attribute(one.attribute)?.name === 'nTSecurityDescriptor',
  )
  if (change === undefined) return undefined
  if (change.operation === 0 && change.values.length === 0) return refused('ConstraintViolation')
  if (change.values.length !== 1 || change.operation === 1) return refused('NotPermitted')
  const written = readDescriptor(change.values[0])
  return isRefusal(written) ? written : changedDescriptor(context, object, written)
}

function write(
  context: OperationContext,
  draft: ObjectDraft,
  object: DirectoryObject,
  password: PasswordWrite | undefined,
  descriptor: SecurityDescriptor | undefined,
): LdapResult {
  const { directory } = context
  if (password !== undefined) writePassword(context, draft, object, password)
  else if (turnsToSmartcard(draft, object)) setSecret(directory, object.id, randomHash(directory))
  const touched: string[] = []
  for (const links of draft.linkDrafts.values()) {
    const { added, removed } = links.changes()
    if (added.length + removed.length > 0) touched.push(links.attribute.name)
    links.commit(object.id)
  }
  const attributes = attributeChanges(draft)
  attributes.delete('objectClass')
  swapPrimaryGroup(directory, draft, object)
  const auxiliary = draft.changed('objectClass') ? { auxiliary: draft.auxiliary } : {}
  const kept =
    descriptor === undefined ? {} : { descriptor: directory.descriptors.keep(descriptor, object.objectClass) }
  if (descriptor !== undefined) touched.push('nTSecurityDescriptor')
  // A request that changes nothing leaves the object as it is, its USN included.
  for (const [name, values] of attributes)
    if (sameValues(object.attributes[name], values)) attributes.delete(name)
  if (attributes.size + touched.length === 0 && !draft.changed('objectClass')) return success
  const after = changeObject(directory, object, { attributes, touched, ...auxiliary, ...kept })
  if (accountKind(directory, draft) === 'user') logAccountChange(context, object, after, password)
  return success
}

/** The former primary group gets its member as a value, and the new one loses it (MS-SAMR 3.1.1.8.3). */
function swapPrimaryGroup(directory: Directory, draft: ObjectDraft, object: DirectoryObject): void {
  const rid = draft.first('primaryGroupID')
  const former = primaryGroup(directory, object)
  // A change of the account's type moves it without leaving anything behind.
  if (draft.changed('userAccountControl')) return
  if (!draft.changed('primaryGroupID') || rid === undefined || rid === object.attributes.primaryGroupID)
    return
  const next = directory.byKey('objectSid', `${directory.domainSid}-${rid}`)
  for (const [group, present] of [
    [former, true],
    [next, false],
  ] as const) {
    if (
      group === undefined ||
      (directory.linkIndex.has(group.id, 'member', object.id) !== undefined) === present
    )
      continue
    setLink(directory, { source: group.id, attribute: 'member', target: object.id }, present)
    changeObject(directory, directory.get(group.id) ?? group, { touched: ['member'] })
  }
}

/** Whoever needs a smart card gets a password that nobody knows (MS-SAMR 3.1.1.8.10). */
const turnsToSmartcard = (draft: ObjectDraft, object: DirectoryObject): boolean =>
  has(draft.number('userAccountControl'), uac.smartcardRequired) &&
  !has(Number(object.attributes.userAccountControl ?? '0'), uac.smartcardRequired)

const sameValues = (before: StoredValues | undefined, after: StoredValues | undefined): boolean =>
  before === after ||
  (typeof before === 'object' && typeof after === 'object' && before.join('\n') === after.join('\n'))

function writePassword(
  context: OperationContext,
  draft: ObjectDraft,
  object: DirectoryObject,
  password: PasswordWrite,
): void {
  const { directory } = context
  setSecret(directory, object.id, password.hash)
  if (!draft.changed('pwdLastSet')) draft.set('pwdLastSet', [passwordTime(context, password)])
  logPasswordWrite(context, object, password.kind, undefined)
}

/** A reset by somebody without Unexpire-Password must be changed at the next logon (MS-SAMR 3.1.1.8.7). */
const passwordTime = (context: OperationContext, password: PasswordWrite): string =>
  password.kind === 'change' || hasRight(context, context.directory.domain, extendedRights.unexpirePassword)
    ? toFileTime(context.directory.now())
    : '0'
