/** Access control entries in the words of the permissions page. */
import { validatedWrites } from './control-access-rights.ts'
import { baseSchema } from './schema/base-schema.ts'
import { rightsTable } from './schema/rights-table.ts'
import { type Ace, aceFlags, rights } from './security-descriptor.ts'

const names = new Map<string, string>()
/** Rights and property sets by GUID, then classes and attributes. */
function nameOfGuid(guid: string): string {
  if (names.size === 0) {
    for (const { guid: id, name } of [...baseSchema().attributes, ...baseSchema().classes])
      names.set(id, name)
    for (const line of rightsTable.trim().split('\n')) {
      const [, title = '', id = ''] = line.split('|')
      if (id !== validatedWrites.selfMembership) names.set(id, title)
    }
  }
  return names.get(guid) ?? guid
}

const words: readonly (readonly [number, string])[] = [
  [rights.createChild, 'create children'],
  [rights.deleteChild, 'delete children'],
  [rights.listChildren, 'list'],
  [rights.self, 'validated write'],
  [rights.readProperty, 'read'],
  [rights.writeProperty, 'write'],
  [rights.deleteTree, 'delete subtree'],
  [rights.listObject, 'list object'],
  [rights.controlAccess, 'extended right'],
  [rights.delete, 'delete'],
  [rights.readControl, 'read permissions'],
  [rights.writeDacl, 'modify permissions'],
  [rights.writeOwner, 'modify owner'],
  [rights.genericAll, 'full control'],
  [rights.genericRead, 'generic read'],
  [rights.genericWrite, 'generic write'],
]

/** `read, write: lockoutTime`; `extended right: Reset Password`; `full control`. */
export function accessOf({ mask, objectType }: Ace): string {
  const isAll = (mask & rights.fullControl) >>> 0 === rights.fullControl
  const verbs = isAll
    ? 'full control'
    : words
        .filter(([bit]) => (mask & bit) !== 0)
        .map(([, word]) => word)
        .join(', ')
  return objectType === undefined ? verbs : `${verbs}: ${nameOfGuid(objectType)}`
}

/** `this object`, `this object and all below`, `user objects below`. */
export function scopeOf({ flags, inheritedObjectType }: Ace): string {
  const whom =
    inheritedObjectType === undefined ? 'all objects' : `${nameOfGuid(inheritedObjectType)} objects`
  if ((flags & aceFlags.containerInherit) === 0) return 'this object'
  return (flags & aceFlags.inheritOnly) === 0 ? `this object and ${whom} below` : `${whom} below`
}
