/**
 * The source anchor: the value that ties an on-premises object to its cloud twin for life (onPremisesImmutableId).
 * Users: ms-DS-ConsistencyGuid where it is filled, else objectGUID; groups and contacts: objectGUID. Base64 of the
 * 16 bytes as Active Directory keeps them. Source: writeback.md §8.3.
 */
import { guidToBytes } from '#core/active-directory/guid.ts'
import type { DirectoryObject } from './connector-space.ts'

/** What a source anchor looks like for a GUID. */
export const anchorOfGuid = (guid: string): string => Buffer.from(guidToBytes(guid)).toString('base64')

/** A filled ms-DS-ConsistencyGuid; it is imported as base64. */
export function consistencyGuid(object: DirectoryObject): string | undefined {
  const value = object.attributes['mS-DS-ConsistencyGuid']
  return typeof value === 'string' && value !== '' ? value : undefined
}

export const isUser = (object: DirectoryObject): boolean =>
  object.type === 'user' || object.type === 'inetOrgPerson'

/** The anchor that an object of Active Directory has. */
export const sourceAnchorOf = (object: DirectoryObject): string =>
  (isUser(object) ? consistencyGuid(object) : undefined) ?? anchorOfGuid(object.id)
