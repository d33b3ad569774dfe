/** Modify DN (MS-ADTS 3.1.1.5.4): rename and move. Names hang on parent pointers, so a whole subtree moves with one record. */
import { parseDn } from '#core/active-directory/dn.ts'
import { rights } from '#core/active-directory/security-descriptor.ts'
import { changeObject } from '../../store/changes.ts'
import { type DirectoryObject, firstValue } from '../../store/records.ts'
import type { ModifyDnRequest } from '../../wire/requests.ts'
import type { LdapResult } from '../../wire/responses.ts'
import { accessTo, isSystem, mayWrite } from '../access.ts'
import { isRefusal, type LdapRefusal, type OperationContext, refused, success } from '../operation.ts'
import { resolveTarget } from '../resolve.ts'
import { mayStandBelow } from './class-rules.ts'

const systemFlags = {
  disallowMove: 0x04000000,
  disallowRename: 0x08000000,
  configAllowRename: 0x40000000,
  configAllowMove: 0x20000000,
  configAllowLimitedMove: 0x10000000,
} as const
const maximumNameLength = 64

export function modifyDn(context: OperationContext, request: ModifyDnRequest): LdapResult | LdapRefusal {
  const { directory } = context
  if (request.dn === '') return refused('NotPermitted')
  const object = resolveTarget(context, request.dn)
  if (isRefusal(object)) return object
  const rdn = readRdn(context, object, request)
  if (typeof rdn !== 'string') return rdn
  const parent = newParent(context, object, request)
  if (isRefusal(parent)) return parent
  const refusal = moveRefusal(context, object, parent) ?? renameRefusal(context, object, parent, rdn)
  if (refusal !== undefined) return refusal
  const taken = directory.tree.child(parent.id, object.rdnType, rdn)
  if (taken !== undefined && taken !== object.id) return refused('NameExists')
  changeObject(directory, object, {
    rdn,
    ...(parent.id === object.parent ? {} : { parent: parent.id }),
    touched: ['name', object.rdnType.toLowerCase()],
  })
  return success
}

function readRdn(
  { directory, identity }: OperationContext,
  object: DirectoryObject,
  request: ModifyDnRequest,
): string | LdapRefusal {
  // A name without a value breaks naming; anything else that is no name is malformed.
  if (/^[\w.-]+=\s*$/.test(request.newRdn)) return refused('NamingViolation', { name: request.newRdn })
  const dn = parseDn(request.newRdn)
  const [rdn] = dn ?? []
  if (rdn === undefined || dn?.length !== 1) return refused('BadName', { name: request.newRdn, data: '8349' })
  if (!request.deleteOldRdn) return refused('OldRdnStays')
  if (directory.attribute(rdn.type)?.name.toUpperCase() !== object.rdnType)
    return refused('NamingViolation', { name: request.newRdn })
  if (rdn.value.length > maximumNameLength && !isSystem(identity)) return refused('ValueOutOfRange')
  return rdn.value
}

function newParent(
  context: OperationContext,
  object: DirectoryObject,
  { newSuperior }: ModifyDnRequest,
): DirectoryObject | LdapRefusal {
  const { directory } = context
  if (newSuperior === undefined) return directory.parentOf(object) ?? refused('SystemObject')
  const parent = resolveTarget(context, newSuperior)
  if (!isRefusal(parent)) return parent
  return parent.refused === 'BadName' ? parent : refused('ParentMissing')
}

function moveRefusal(
  context: OperationContext,
  object: DirectoryObject,
  parent: DirectoryObject,
): LdapRefusal | undefined {
  const { directory } = context
  if (object.ncDn !== undefined) return refused('SystemObject')
  if (object.attributes.isDeleted !== undefined || parent.attributes.isDeleted !== undefined)
    return refused('NotPermitted')
  if (parent.id === object.parent) return undefined
  if (directory.tree.headOf(parent).id !== directory.tree.headOf(object).id)
    return refused('OtherNamingContext')
  const objectClass = directory.schema.classOf(object.objectClass)
  if (objectClass === undefined || !mayStandBelow(directory, objectClass, parent.objectClass))
    return refused('NamingViolation', { name: directory.dnOf(object) })
  if (directory.tree.isBelow(parent, object.id)) return refused('MoveBelowItself')
  if (flagged(context, object, systemFlags.disallowMove)) return refused('SystemObject')
  const creates = accessTo(context, parent).allows(rights.createChild, [objectClass.guid])
  return creates && mayLeave(context, object, objectClass.guid) ? undefined : refused('AccessDenied')
}

function mayLeave(context: OperationContext, object: DirectoryObject, guid: string): boolean {
  const parent = context.directory.parentOf(object)
  return (
    accessTo(context, object).allows(rights.delete) ||
    (parent !== undefined && accessTo(context, parent).allows(rights.deleteChild, [guid]))
  )
}

function renameRefusal(
  context: OperationContext,
  object: DirectoryObject,
  parent: DirectoryObject,
  rdn: string,
): LdapRefusal | undefined {
  const { directory } = context
  if (object.rdn === rdn && parent.id === object.parent) return undefined
  if (object.rdn !== rdn && flagged(context, object, systemFlags.disallowRename))
    return refused('SystemObject')
  const view = accessTo(context, object)
  const naming = [directory.attribute('name'), directory.attribute(object.rdnType)]
  return naming.every((attribute) => attribute === undefined || mayWrite(view, attribute))
    ? undefined
    : refused('AccessDenied')
}

/** In the configuration everything stays unless a flag lets it move; elsewhere everything moves unless a flag holds it. */
function flagged({ directory, identity }: OperationContext, object: DirectoryObject, flag: number): boolean {
  if (isSystem(identity)) return false
  const flags = Number(firstValue(object.attributes.systemFlags) ?? '0')
  const head = directory.tree.headOf(object)
  if (head.id === directory.schemaHead.id) return true
  if (head.id !== directory.configuration.id) return (flags & flag) !== 0
  const allowing =
    flag === systemFlags.disallowRename
      ? systemFlags.configAllowRename
      : systemFlags.configAllowMove | systemFlags.configAllowLimitedMove
  return (flags & allowing) === 0 && (flags & flag) !== 0
}
