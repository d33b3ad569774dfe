/**
 * The source anchor: the value that ties an on-premises object to its cloud twin for life (onPremisesImmutableId).
 * Users: the attribute that the server is configured for; let it be managed, and that is ms-DS-ConsistencyGuid where it is
 * filled, else objectGUID. Groups and contacts: objectGUID. GUIDs are base64 of the 16 bytes as Active Directory keeps them,
 * other attributes their text. Source: writeback.md §8.3.
 */
import { writeGuid } from '#core/active-directory/guid.ts'
import type { DirectoryObject } from './connector-space.ts'

export const managedAnchor = 'mS-DS-ConsistencyGuid'
export const objectGuidAnchor = 'objectGUID'

/** “A specific attribute” of *Uniquely identifying your users*: those that the connector reads, without signs like @ in them. */
export const anchorAttributes: readonly string[] = [
  managedAnchor,
  objectGuidAnchor,
  'employeeID',
  'sAMAccountName',
  ...Array.from({ length: 15 }, (_, index) => `extensionAttribute${index + 1}`),
]

const guidBytes = Buffer.alloc(16)

/** What a source anchor looks like for a GUID. */
export function anchorOfGuid(guid: string): string {
  writeGuid(guid, guidBytes)
  return guidBytes.toString('base64')
}

const textOf = ({ attributes }: DirectoryObject, name: string): string | undefined => {
  const value = attributes[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A filled ms-DS-ConsistencyGuid; it is imported as base64. */
export const consistencyGuid = (object: DirectoryObject): string | undefined => textOf(object, managedAnchor)

export const isUser = (object: DirectoryObject): boolean =>
  object.type === 'user' || object.type === 'inetOrgPerson'

/** The anchor that an object of Active Directory has; undefined: the attribute is empty. */
export function sourceAnchorOf(object: DirectoryObject, attribute = managedAnchor): string | undefined {
  if (!isUser(object) || attribute === objectGuidAnchor) return anchorOfGuid(object.id)
  const own = textOf(object, attribute)
  return attribute === managedAnchor ? (own ?? anchorOfGuid(object.id)) : own
}

/** The flow of the anchor as the rules editor shows it. */
export function anchorExpression(attribute: string): string {
  if (attribute === objectGuidAnchor) return 'ConvertToBase64([objectGUID])'
  return attribute === managedAnchor
    ? `IIF(IsPresent([${managedAnchor}]), ConvertToBase64([${managedAnchor}]), ConvertToBase64([objectGUID]))`
    : `[${attribute}]`
}
