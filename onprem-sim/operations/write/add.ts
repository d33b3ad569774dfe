/** Add (MS-ADTS 3.1.1.5.2): parent, class, rights, values, what the domain fills in, and then one record. */

import { extendedRights } from '#core/active-directory/control-access-rights.ts'
import type { AttributeSchema } from '#core/active-directory/schema/schema.ts'
import type { SecurityDescriptor } from '#core/active-directory/security-descriptor.ts'
import { toFileTime } from '#core/active-directory/times.ts'
import { has, uac } from '#core/active-directory/user-account-control.ts'
import { createObject, nextRid, randomHash, setSecret } from '../../store/changes.ts'
import type { DirectoryObject } from '../../store/records.ts'
import { packValues } from '../../store/records.ts'
import { decodeText } from '../../store/value-syntax.ts'
import type { AddRequest } from '../../wire/requests.ts'
import type { LdapResult } from '../../wire/responses.ts'
import { hasRight, isSystem } from '../access.ts'
import { domainPasswordPolicy } from '../account-policy.ts'
import { isRefusal, type LdapRefusal, type OperationContext, refused, success } from '../operation.ts'
import { accountName, writeSecurityEvent } from '../security-log.ts'
import { accountKind, applyAccountRules } from './account-rules.ts'
import { forwardLink, readValue, writeRefusal } from './attribute-input.ts'
import { contentRefusal, readClasses } from './class-rules.ts'
import { newDescriptor, readDescriptor } from './descriptor-input.ts'
import { linkValue } from './link-input.ts'
import { memberRefusal } from './membership-rules.ts'
import { findPlace, nameMismatch, type Place, placeRefusal } from './new-object-place.ts'
import { draftObject, type ObjectDraft } from './object-draft.ts'
import { isPasswordAttribute, type PasswordWrite, readPasswordWrite } from './password-input.ts'
import { policyRefusal } from './password-rules.ts'
import { special } from './special-attributes.ts'

/** Decides, and writes when nothing refuses; belongs into a transaction. */
export function add(context: OperationContext, request: AddRequest): LdapResult | LdapRefusal {
  const empty = request.attributes.some((one) => one.values.length === 0)
  if (empty) return refused('ConstraintViolation')
  const place = findPlace(context, request.dn)
  if (isRefusal(place)) return place
  const classes = readClasses(context.directory, textsOf(request, 'objectClass'))
  if (isRefusal(classes)) return classes
  const draft = draftObject(context.directory, undefined, classes.structural, classes.auxiliary)
  const refusal =
    placeRefusal(context, place, classes.structural) ??
    nameMismatch(context, request, place) ??
    readAttributes(context, request, draft)
  if (refusal !== undefined) return refusal
  const password = readPasswordWrite(context, passwordChanges(context, request))
  if (isRefusal(password)) return password
  return complete(context, request, place, draft, password)
}

function textsOf(request: AddRequest, name: string): string[] {
  return request.attributes
    .filter((one) => one.name.toLowerCase() === name.toLowerCase())
    .flatMap((one) => one.values.map((value) => decodeText(value) ?? ''))
}

const passwordChanges = (context: OperationContext, request: AddRequest) =>
  request.attributes
    .filter((one) => isPasswordAttribute(context, one.name))
    .map((one) => ({ operation: 2, attribute: one.name, values: one.values }))

/** What an add may name without effect: the directory has its own value. */
const ignored = new Set([
  'whenCreated',
  'whenChanged',
  'uSNCreated',
  'uSNChanged',
  'name',
  'objectClass',
  'dSCorePropagationData',
  'badPwdCount',
  'badPasswordTime',
  'lastLogon',
  'logonCount',
])

function readAttributes(
  context: OperationContext,
  request: AddRequest,
  draft: ObjectDraft,
): LdapRefusal | undefined {
  const seen = new Set<string>()
  for (const { name, values } of request.attributes) {
    if (isPasswordAttribute(context, name)) continue
    const attribute = context.directory.attribute(name)
    if (attribute === undefined || attribute.defunct) return refused('UnknownAttribute')
    if (seen.has(attribute.name)) return refused('ValueExists', { attribute })
    seen.add(attribute.name)
    const refusal = readAttribute(context, draft, attribute, values)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

function readAttribute(
  context: OperationContext,
  draft: ObjectDraft,
  attribute: AttributeSchema,
  values: readonly Buffer[],
): LdapRefusal | undefined {
  if (values.length === 0) return refused('ConstraintViolation', { attribute })
  if (
    ignored.has(attribute.name) ||
    attribute.name.toUpperCase() === draft.objectClass.rdnAttribute.toUpperCase()
  )
    return undefined
  const rule = special[attribute.name]?.add
  const handled = rule?.(context, attribute, values, 0)
  if (handled !== undefined) return handled === 'ignore' ? undefined : handled
  const refusal = writeRefusal(attribute)
  if (refusal !== undefined) return refusal.refused === 'BackLinkWrite' ? refused('NotPermitted') : refusal
  if (attribute.systemOnly && !isSystem(context.identity) && attribute.name !== 'nTSecurityDescriptor')
    return refused('SystemOnlyAttribute', { attribute })
  if (attribute.singleValued && values.length > 1) return refused('ManyValues', { attribute })
  return takeValues(context, draft, attribute, values)
}

function takeValues(
  context: OperationContext,
  draft: ObjectDraft,
  attribute: AttributeSchema,
  values: readonly Buffer[],
): LdapRefusal | undefined {
  const stored: string[] = []
  for (const value of values) {
    const one = readValue(context, attribute, value)
    if (isRefusal(one)) return one
    if (stored.includes(one)) return refused('ValueExists', { attribute })
    stored.push(one)
  }
  if (!forwardLink(attribute)) {
    draft.set(attribute.name, stored)
    return undefined
  }
  const links = draft.links(attribute)
  for (const one of stored) links.add(linkValue(one))
  return undefined
}

function complete(
  context: OperationContext,
  request: AddRequest,
  place: Place,
  draft: ObjectDraft,
  password: PasswordWrite | undefined,
): LdapResult | LdapRefusal {
  const { directory } = context
  // The rules fill in what the class demands (groupType), so they come before the demand is checked.
  const rules =
    applyAccountRules(context, draft, { writesPassword: password !== undefined }) ??
    contentRefusal(directory, draft, place.rdnType) ??
    membersRefusal(context, draft)
  if (rules !== undefined) return rules
  const refusal = password === undefined ? undefined : newPasswordRefusal(context, draft, password)
  if (refusal !== undefined) return refusal
  const bytes = request.attributes.find((one) => one.name.toLowerCase() === 'ntsecuritydescriptor')?.values[0]
  const given = bytes === undefined ? undefined : readDescriptor(bytes)
  if (isRefusal(given)) return given
  // pwdLastSet = 0 beside the password: it must be changed at the first logon.
  const asksForChange = textsOf(request, 'pwdLastSet')[0] === '0'
  write(context, place, draft, password, given, asksForChange)
  return success
}

function newPasswordRefusal(
  context: OperationContext,
  draft: ObjectDraft,
  password: PasswordWrite,
): LdapRefusal | undefined {
  if (password.kind === 'change') return refused('PasswordDeleteRefused')
  if (accountKind(context.directory, draft) !== 'user') return refused('ClassViolation')
  const subject = {
    object: undefined,
    sAMAccountName: draft.first('sAMAccountName') ?? '',
    displayName: draft.first('displayName'),
    control: draft.number('userAccountControl'),
  }
  return policyRefusal(context, domainPasswordPolicy(context.directory), subject, password, false)
}

function membersRefusal({ directory }: OperationContext, draft: ObjectDraft): LdapRefusal | undefined {
  const attribute = directory.attribute('member')
  if (attribute === undefined || !draft.linkDrafts.has('member')) return undefined
  for (const { target } of draft.links(attribute).changes().added) {
    const member = directory.get(target)
    const refusal =
      member === undefined
        ? undefined
        : memberRefusal(directory, draft.number('groupType'), undefined, member)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

/** systemFlags that objects of the sites container get (MS-ADTS 3.1.1.5.2.4): tombstones stay in place, renames are allowed. */
const classFlags: Readonly<Record<string, number>> = {
  site: 0x42000000,
  serversContainer: 0x02000000,
  server: 0x52000000,
  nTDSDSA: 0x02000000,
  siteLink: 0x40000000,
  siteLinkBridge: 0x40000000,
  nTDSConnection: 0x40000000,
  subnet: 0x40000000,
}

const securityPrincipals = new Set(['user', 'group'])

function write(
  context: OperationContext,
  place: Place,
  draft: ObjectDraft,
  password: PasswordWrite | undefined,
  given: SecurityDescriptor | undefined,
  asksForChange: boolean,
): DirectoryObject {
  const { directory } = context
  const kind = accountKind(directory, draft)
  if (kind !== undefined && securityPrincipals.has(kind) && draft.first('objectSid') === undefined)
    draft.set('objectSid', [`${directory.domainSid}-${nextRid(directory)}`])
  if (password !== undefined && !asksForChange) draft.set('pwdLastSet', [passwordTime(context)])
  const flags = classFlags[draft.objectClass.name]
  if (flags !== undefined && !isSystem(context.identity))
    draft.set('systemFlags', [String(flags | draft.number('systemFlags'))])
  const values = [...draft.writes].filter(([, list]) => list.length > 0)
  const object = createObject(directory, {
    parent: place.parent.id,
    rdnType: place.rdnType,
    rdn: place.rdn,
    objectClass: draft.objectClass.name,
    ...(draft.auxiliary.length === 0 ? {} : { auxiliary: draft.auxiliary }),
    attributes: values.map(([name, list]) => [name, packValues(list)] as const),
    descriptor: directory.descriptors.keep(
      newDescriptor(context, draft.objectClass, given),
      draft.objectClass.name,
    ),
  })
  for (const links of draft.linkDrafts.values()) links.commit(object.id)
  if (password !== undefined) setSecret(directory, object.id, password.hash)
  else if (has(draft.number('userAccountControl'), uac.smartcardRequired))
    setSecret(directory, object.id, randomHash(directory))
  if (kind === 'user') logNewUser(context, object, password !== undefined)
  return object
}

/** A caller without Unexpire-Password leaves a password that must be changed (MS-SAMR 3.1.1.8.7). */
const passwordTime = (context: OperationContext): string =>
  hasRight(context, context.directory.domain, extendedRights.unexpirePassword)
    ? toFileTime(context.directory.now())
    : '0'

function logNewUser(
  { directory, identity, correlationId }: OperationContext,
  object: DirectoryObject,
  withPassword: boolean,
): void {
  if (isSystem(identity)) return
  const details = {
    subject: identity?.name ?? '',
    target: accountName(directory, object),
    dn: directory.dnOf(object),
    correlationId,
  }
  writeSecurityEvent(directory, 'UserCreated', details)
  if (withPassword) writeSecurityEvent(directory, 'PasswordReset', details)
  if ((Number(object.attributes.userAccountControl) & 2) === 0)
    writeSecurityEvent(directory, 'UserEnabled', details)
}
