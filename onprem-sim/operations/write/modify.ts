/** Modify (MS-ADTS 3.1.1.5.3): all changes of the request on a draft, every check, and then one record. */
import { extendedRights } from '#core/active-directory/control-access-rights.ts'
import type { SecurityDescriptor } from '#core/active-directory/security-descriptor.ts'
import { toFileTime } from '#core/active-directory/times.ts'
import { has, uac } from '#core/active-directory/user-account-control.ts'
import { changeLogons, changeObject, randomHash, setLink, setSecret } from '../../store/changes.ts'
import type { Directory } from '../../store/directory.ts'
import type { DirectoryObject, StoredValues } from '../../store/records.ts'
import type { ModifyRequest } from '../../wire/requests.ts'
import type { LdapResult } from '../../wire/responses.ts'
import { hasRight, isSystem } from '../access.ts'
import { passwordPolicyOf } from '../account-policy.ts'
import { countBad } from '../bind/wrong-passwords.ts'
import { primaryGroup } from '../membership.ts'
import { isRefusal, type LdapRefusal, type OperationContext, refused, success } from '../operation.ts'
import { resolveTarget } from '../resolve.ts'
import { logAccountChange, logPasswordWrite } from './account-events.ts'
import { accountKind, applyAccountRules } from './account-rules.ts'
import { applyChange } from './apply-change.ts'
import { contentRefusal } from './class-rules.ts'
import { changedDescriptor, readDescriptor } from './descriptor-input.ts'
import { memberRefusal } from './membership-rules.ts'
import { attributeChanges, draftObject, type ObjectDraft } from './object-draft.ts'
import { isPasswordAttribute, type PasswordWrite, readPasswordWrite } from './password-input.ts'
import { type PasswordRefusal, passwordRefusal } from './password-rules.ts'
import { isReanimation, reanimate } from './reanimate.ts'
import { modifyRootDse } from './root-dse-operations.ts'
import { writeRightsRefusal } from './write-rights.ts'

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
    writeRightsRefusal(context, draft, object) ??
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
  // Unlocked, an account starts to count wrong passwords anew (ldap.md §B: lockoutTime = 0 resets badPwdCount as well).
  if (draft.changed('lockoutTime')) changeLogons(directory, object.id, { badCount: 0 })
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
