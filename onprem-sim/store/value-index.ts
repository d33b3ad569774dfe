/** Objects by the values of the attributes that clients look up (MS-ADTS 2.2.10: searchFlags fATTINDEX, and what directories are asked by). */
import type { Schema } from '#core/active-directory/schema/schema.ts'
import { type Attributes, type DirectoryObject, valueList } from './records.ts'
import { createSortedKeys, type SortedKeys } from './sorted-keys.ts'
import { storedKey } from './value-syntax.ts'

export const indexedAttributes = [
  'sAMAccountName',
  'userPrincipalName',
  'mail',
  'displayName',
  'givenName',
  'sn',
  'servicePrincipalName',
  'proxyAddresses',
  'objectSid',
  'dNSHostName',
  'mS-DS-ConsistencyGuid',
  'employeeID',
  'uid',
  'uidNumber',
  'gidNumber',
  'sIDHistory',
  'adminCount',
  'lDAPDisplayName',
  'primaryGroupID',
  'groupType',
  'isDeleted',
  'legacyExchangeDN',
  'mailNickname',
  'msDS-PhoneticDisplayName',
  'physicalDeliveryOfficeName',
  'nETBIOSName',
  'nCName',
  'lockoutTime',
  'telephoneNumber',
  'homePhone',
  'mobile',
] as const

type Ids = string | Set<string>

export interface ValueIndex {
  change(before: DirectoryObject | undefined, after: DirectoryObject | undefined): void
  /** Undefined when the attribute has no index. */
  equal(attribute: string, key: string): Iterable<string> | undefined
  /** Ids whose key starts with `prefix`; undefined when the attribute has no index, or none in order yet. */
  startingWith(attribute: string, prefix: string): Iterable<string> | undefined
  count(attribute: string, key: string): number
  /** Objects of exactly this structural class. */
  ofClass(name: string): ReadonlySet<string>
}

const none: ReadonlySet<string> = new Set()

export function createValueIndex(schema: () => Schema): ValueIndex {
  const values = new Map<string, Map<string, Ids>>(
    ['name', ...indexedAttributes].map((name) => [name, new Map()]),
  )
  const classes = new Map<string, Set<string>>()
  /** Keys in order, made when a prefix is first asked for and kept up from then on. */
  const sorted = new Map<string, SortedKeys>()

  const add = (name: string, key: string, id: string) => {
    const keys = values.get(name)
    const ids = keys?.get(key)
    if (ids === undefined) {
      keys?.set(key, id)
      sorted.get(name)?.add(key)
    } else if (typeof ids === 'string') keys?.set(key, new Set([ids, id]))
    else ids.add(id)
  }
  const remove = (name: string, key: string, id: string) => {
    const keys = values.get(name)
    const ids = keys?.get(key)
    if (ids === undefined || (typeof ids === 'string' && ids !== id)) return
    if (typeof ids !== 'string') {
      ids.delete(id)
      if (ids.size > 0) return
    }
    keys?.delete(key)
    sorted.get(name)?.remove(key)
  }
  const keysOf = (name: string, attributes: Attributes | undefined): readonly string[] => {
    const stored = attributes?.[name]
    const attribute = stored === undefined ? undefined : schema().attribute(name)
    return attribute === undefined ? [] : valueList(stored).map((value) => storedKey(attribute, value))
  }
  const changeClass = (before: DirectoryObject | undefined, after: DirectoryObject | undefined) => {
    if (before?.objectClass === after?.objectClass) return
    if (before !== undefined) classes.get(before.objectClass)?.delete(before.id)
    if (after === undefined) return
    const members = classes.get(after.objectClass)
    if (members === undefined) classes.set(after.objectClass, new Set([after.id]))
    else members.add(after.id)
  }
  const changeName = (before: DirectoryObject | undefined, after: DirectoryObject | undefined) => {
    if (before?.rdn === after?.rdn) return
    const name = schema().attribute('name')
    if (name === undefined) return
    if (before !== undefined) remove('name', storedKey(name, before.rdn), before.id)
    if (after !== undefined) add('name', storedKey(name, after.rdn), after.id)
  }
  return {
    change: (before, after) => {
      changeClass(before, after)
      changeName(before, after)
      if (before?.attributes === after?.attributes) return
      for (const name of indexedAttributes) {
        if (before?.attributes[name] === after?.attributes[name]) continue
        if (before !== undefined)
          for (const key of keysOf(name, before.attributes)) remove(name, key, before.id)
        if (after !== undefined) for (const key of keysOf(name, after.attributes)) add(name, key, after.id)
      }
    },
    equal: (attribute, key) => {
      const keys = values.get(attribute)
      if (keys === undefined) return undefined
      const ids = keys.get(key)
      return ids === undefined ? none : typeof ids === 'string' ? [ids] : ids
    },
    count: (attribute, key) => {
      const ids = values.get(attribute)?.get(key)
      return ids === undefined ? 0 : typeof ids === 'string' ? 1 : ids.size
    },
    startingWith: (attribute, prefix) => {
      const keys = values.get(attribute)
      if (keys === undefined) return undefined
      const ordered = sorted.get(attribute) ?? createSortedKeys(keys)
      sorted.set(attribute, ordered)
      const fitting = ordered.startingWith(prefix)
      return fitting === undefined ? undefined : idsOf(fitting, keys)
    },
    ofClass: (name) => classes.get(name) ?? none,
  }
}

function* idsOf(fitting: Iterable<string>, keys: ReadonlyMap<string, Ids>): Iterable<string> {
  for (const key of fitting) {
    const ids = keys.get(key)
    if (typeof ids === 'string') yield ids
    else if (ids !== undefined) yield* ids
  }
}
