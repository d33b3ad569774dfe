/** Where a new object comes to stand: its parent, its name, and whether it may be there. */
import { type Dn, formatDn } from '#core/active-directory/dn.ts'
import { parseObjectName } from '#core/active-directory/object-name.ts'
import type { ClassSchema } from '#core/active-directory/schema/schema.ts'
import { rights } from '#core/active-directory/security-descriptor.ts'
import type { DirectoryObject } from '../../store/records.ts'
import { decodeText } from '../../store/value-syntax.ts'
import type { AddRequest } from '../../wire/requests.ts'
import { accessTo, isSystem } from '../access.ts'
import { isRefusal, type LdapRefusal, type OperationContext, refused } from '../operation.ts'
import { noObject, resolveTarget } from '../resolve.ts'
import { mayStandBelow } from './class-rules.ts'

export interface Place {
  readonly parent: DirectoryObject
  readonly rdnType: string
  readonly rdn: string
}

export function findPlace(context: OperationContext, text: string): Place | LdapRefusal {
  const { directory } = context
  const name = parseObjectName(text)
  if (name?.kind !== 'dn') return refused('BadName', { name: text, data: '8349' })
  const [leaf, ...rest] = name.dn
  if (leaf === undefined) return refused('NamingViolation', { name: text })
  const parent = resolveTarget(context, formatDn(rest))
  if (isRefusal(parent)) return rest.length === 0 ? noObject(context, '') : parent
  const rdnType = directory.attribute(leaf.type)?.name.toUpperCase()
  if (rdnType === undefined) return refused('NamingViolation', { name: text })
  if (exists(context, name.dn)) return refused('NameExists')
  return { parent, rdnType, rdn: leaf.value }
}

function exists({ directory }: OperationContext, dn: Dn): boolean {
  return directory.tree.locate(dn)?.missing === 0
}

const maximumNameLength = 64

export function placeRefusal(
  context: OperationContext,
  { parent, rdnType, rdn }: Place,
  objectClass: ClassSchema,
): LdapRefusal | undefined {
  const { directory, identity } = context
  const name = `${rdnType}=${rdn}`
  if (objectClass.rdnAttribute.toUpperCase() !== rdnType) return refused('NamingViolation', { name })
  if (parent.attributes.isDeleted !== undefined && !isSystem(identity)) return refused('NotPermitted')
  if (!isSystem(identity)) {
    if (!mayStandBelow(directory, objectClass, parent.objectClass))
      return refused('NamingViolation', { name })
    if (objectClass.systemOnly) return refused('NotPermitted')
    if (rdn.length > maximumNameLength) return refused('ValueOutOfRange')
  }
  return accessTo(context, parent).allows(rights.createChild, [objectClass.guid])
    ? undefined
    : refused('AccessDenied')
}

/** A naming attribute among the values must say what the DN says. */
export function nameMismatch(
  { directory }: OperationContext,
  request: AddRequest,
  { rdnType, rdn }: Place,
): LdapRefusal | undefined {
  for (const { name, values } of request.attributes) {
    const attribute = directory.attribute(name)
    if (attribute?.name.toUpperCase() !== rdnType || values.length === 0) continue
    if (!values.some((value) => decodeText(value)?.toLowerCase() === rdn.toLowerCase()))
      return refused('RdnMismatch', { name: `${rdnType}=${rdn}`, data: '8349' })
  }
  return undefined
}
