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

const scopes = {
  alone: 'this object',
  all: 'this object and all objects below',
  onlyAll: 'all objects below',
  kind: 'this object and {kind} objects below',
  onlyKind: '{kind} objects below',
} as const

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

/** Says one of `aceTexts` in the reader's language. */
type Say = (text: string) => string

/** `read, write: lockoutTime`; `extended right: Reset Password`; `full control`. */
export function accessOf({ mask, objectType }: Ace, say: Say): string {
  const isAll = (mask & rights.fullControl) >>> 0 === rights.fullControl
  const verbs = isAll
    ? say('full control')
    : words
        .filter(([bit]) => (mask & bit) !== 0)
        .map(([, word]) => say(word))
        .join(', ')
  return objectType === undefined ? verbs : `${verbs}: ${nameOfGuid(objectType)}`
}

/** `this object`, `this object and all below`, `user objects below`. */
export function scopeOf({ flags, inheritedObjectType }: Ace, say: Say): string {
  const { alone, all, onlyAll, kind, onlyKind } = scopes
  if ((flags & aceFlags.containerInherit) === 0) return say(alone)
  const isOnly = (flags & aceFlags.inheritOnly) !== 0
  if (inheritedObjectType === undefined) return say(isOnly ? onlyAll : all)
  return say(isOnly ? onlyKind : kind).replace('{kind}', nameOfGuid(inheritedObjectType))
}

/** Every text that `say` may be asked for. */
export const aceTexts: readonly string[] = [...words.map(([, word]) => word), ...Object.values(scopes)]
