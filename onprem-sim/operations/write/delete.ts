/** Delete (MS-ADTS 3.1.1.5.5): the object becomes a tombstone below Deleted Objects. */
import { rights } from '#core/active-directory/security-descriptor.ts'
import { relativeId } from '#core/active-directory/sid.ts'
import { changeObject, setLink } from '../../store/changes.ts'
import type { Directory } from '../../store/directory.ts'
import { type DirectoryObject, firstValue, type StoredValues } from '../../store/records.ts'
import type { DeleteRequest } from '../../wire/requests.ts'
import type { LdapResult } from '../../wire/responses.ts'
import { accessTo, isSystem } from '../access.ts'
import { isRefusal, type LdapRefusal, type OperationContext, refused, success } from '../operation.ts'
import { resolveTarget } from '../resolve.ts'
import { accountName, writeSecurityEvent } from '../security-log.ts'

const systemFlags = { disallowDelete: 0x80000000, tombstoneStays: 0x02000000 } as const

export function deleteObject(context: OperationContext, request: DeleteRequest): LdapResult | LdapRefusal {
  if (request.dn === '') return refused('NotPermitted')
  const object = resolveTarget(context, request.dn)
  if (isRefusal(object)) return object
  const isParent = hasLiveChildren(context, object)
  const refusal =
    (isOfOwnDomain(context, object) ? refused('NonLeaf') : undefined) ??
    (isFixed(object) ? refused('SystemObject') : undefined) ??
    (isPrimaryGroup(context, object) ? refused('MemberExists') : undefined) ??
    (isParent && !context.controls.treeDelete ? refused('NonLeaf') : undefined) ??
    protectionRefusal(object) ??
    accessRefusal(context, object)
  if (refusal !== undefined) return refusal
  if (isParent) return deleteTree(context, object)
  entomb(context, object)
  return success
}

/** Tombstones that stay in place are nobody's children. */
function hasLiveChildren({ directory }: OperationContext, object: DirectoryObject): boolean {
  for (const id of directory.tree.children(object.id).values())
    if (directory.get(id)?.attributes.isDeleted === undefined) return true
  return false
}

/** A group that is somebody's primary group stays. */
function isPrimaryGroup({ directory }: OperationContext, object: DirectoryObject): boolean {
  const sid = firstValue(object.attributes.objectSid)
  if (object.objectClass !== 'group' || sid === undefined || !sid.startsWith(`${directory.domainSid}-`))
    return false
  return directory.values.count('primaryGroupID', String(relativeId(sid))) > 0 && !isWellKnown(object)
}

/** Without these there is no domain controller and no schema. */
const undeletable = new Set(['attributeSchema', 'classSchema', 'nTDSDSA', 'rIDSet', 'rIDManager'])
/** crossRefs of naming contexts that live here. */
const isOwnReference = (object: DirectoryObject, flags: number): boolean =>
  object.objectClass === 'crossRef' && (flags & 0x1) !== 0

/** The crossRefs of the configuration and of the domain count as having something below them. */
function isOfOwnDomain({ directory }: OperationContext, object: DirectoryObject): boolean {
  const context = object.objectClass === 'crossRef' ? firstValue(object.attributes.nCName) : undefined
  return context !== undefined && (context === directory.configuration.id || context === directory.domain.id)
}

/** Heads of naming contexts, the schema, what systemFlags hold, and what is deleted already. */
function isFixed(object: DirectoryObject): boolean {
  const flags = Number(firstValue(object.attributes.systemFlags) ?? '0')
  const gone = object.attributes.isDeleted !== undefined
  return (
    object.ncDn !== undefined ||
    (flags & systemFlags.disallowDelete) !== 0 ||
    gone ||
    undeletable.has(object.objectClass) ||
    isOwnReference(object, flags)
  )
}

/** Accounts with a relative id below 1000 came with the domain (MS-SAMR 3.1.5.7). */
function isWellKnown({ attributes }: DirectoryObject): boolean {
  const sid = firstValue(attributes.objectSid)
  return sid !== undefined && attributes.isCriticalSystemObject === 'TRUE' && relativeId(sid) < 1000
}

function protectionRefusal(object: DirectoryObject): LdapRefusal | undefined {
  if (isFixed(object)) return refused('SystemObject')
  return isWellKnown(object) ? refused('WellKnownAccount') : undefined
}

/** DELETE on the object, or DELETE_CHILD on its parent: either is enough (MS-ADTS 3.1.1.5.5.3). */
function accessRefusal(context: OperationContext, object: DirectoryObject): LdapRefusal | undefined {
  const { directory } = context
  if (context.controls.treeDelete && accessTo(context, object).allows(rights.deleteTree)) return undefined
  const parent = directory.parentOf(object)
  const guid = directory.schema.classOf(object.objectClass)?.guid ?? ''
  const granted =
    accessTo(context, object).allows(rights.delete) ||
    (parent !== undefined && accessTo(context, parent).allows(rights.deleteChild, [guid]))
  return granted ? undefined : refused('AccessDenied')
}

/** All or nothing: an object that may not go keeps the whole tree. */
function deleteTree(context: OperationContext, root: DirectoryObject): LdapResult | LdapRefusal {
  const { directory } = context
  const order: DirectoryObject[] = []
  const waiting = [root]
  for (let object = waiting.pop(); object !== undefined; object = waiting.pop()) {
    const refusal = protectionRefusal(object) ?? (object === root ? undefined : deniedInTree(context, object))
    if (refusal !== undefined) return refusal
    order.push(object)
    for (const id of directory.tree.children(object.id).values()) {
      const child = directory.get(id)
      if (child !== undefined && child.attributes.isDeleted === undefined) waiting.push(child)
    }
  }
  for (const object of order.reverse()) entomb(context, directory.get(object.id) ?? object)
  return success
}

/** DELETE_TREE on the root covers what lies below, except where DELETE itself is denied ("protect from accidental deletion"). */
function deniedInTree(context: OperationContext, object: DirectoryObject): LdapRefusal | undefined {
  return isSystem(context.identity)
    ? undefined
    : accessRefusal({ ...context, controls: { ...context.controls, treeDelete: false } }, object)
}

/** What a tombstone keeps besides fPRESERVEONDELETE attributes (MS-ADTS 3.1.1.5.5.1.1). */
const kept = new Set([
  'attributeID',
  'attributeSyntax',
  'dNReferenceUpdate',
  'dNSHostName',
  'flatName',
  'governsID',
  'groupType',
  'instanceType',
  'lDAPDisplayName',
  'legacyExchangeDN',
  'mS-DS-CreatorSID',
  'mSMQOwnerID',
  'nCName',
  'objectSid',
  'oMSyntax',
  'proxiedObjectName',
  'sAMAccountName',
  'securityIdentifier',
  'sIDHistory',
  'subClassOf',
  'systemFlags',
  'trustPartner',
  'trustDirection',
  'trustType',
  'trustAttributes',
  'userAccountControl',
])
const dropped = new Set(['objectCategory', 'sAMAccountType'])
const preserveOnDelete = 0x8

function entomb(context: OperationContext, object: DirectoryObject): void {
  const { directory } = context
  logDeletion(context, object)
  removeLinks(directory, object)
  directory.secrets.delete(object.id)
  directory.logons.delete(object.id)
  const attributes = new Map<string, StoredValues | undefined>()
  for (const name of Object.keys(object.attributes))
    if (!stays(directory, name)) attributes.set(name, undefined)
  attributes.set('isDeleted', 'TRUE')
  attributes.set('isRecycled', 'TRUE')
  attributes.set('lastKnownParent', object.parent)
  const flags = Number(firstValue(object.attributes.systemFlags) ?? '0')
  const stayPut = (flags & systemFlags.tombstoneStays) !== 0
  changeObject(directory, object, {
    attributes,
    rdn: `${object.rdn.slice(0, 75)}\nDEL:${object.id}`,
    ...(stayPut ? {} : { parent: deletedObjects(directory, object)?.id ?? object.parent }),
    touched: ['name'],
  })
}

function stays(directory: Directory, name: string): boolean {
  if (dropped.has(name)) return false
  return kept.has(name) || ((directory.attribute(name)?.searchFlags ?? 0) & preserveOnDelete) !== 0
}

/** Links from and to a deleted object go: no recycle bin keeps them. */
function removeLinks(directory: Directory, object: DirectoryObject): void {
  for (const link of [...directory.linkIndex.allOf(object.id)])
    if (link.present) setLink(directory, link, false)
  for (const link of [...directory.linkIndex.allTo(object.id)]) {
    setLink(directory, link, false)
    const source = directory.objects.get(link.source)
    if (source !== undefined) changeObject(directory, source, { touched: [link.attribute] })
  }
}

export function deletedObjects(directory: Directory, object: DirectoryObject): DirectoryObject | undefined {
  const head = directory.tree.headOf(object)
  const id = directory.tree.child(head.id, 'CN', 'Deleted Objects')
  return id === undefined ? undefined : directory.get(id)
}

function logDeletion(
  { directory, identity, correlationId }: OperationContext,
  object: DirectoryObject,
): void {
  if (object.attributes.userAccountControl === undefined || isSystem(identity)) return
  writeSecurityEvent(directory, 'UserDeleted', {
    subject: identity?.name ?? '',
    target: accountName(directory, object),
    dn: directory.dnOf(object),
    correlationId,
  })
}
