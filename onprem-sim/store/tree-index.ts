/** The tree of names: children by parent, naming contexts, and names worked out from parent pointers. */
import { fold } from '#core/active-directory/case-folding.ts'
import { type Dn, escapeRdnValue, parseDn, rdnKey } from '#core/active-directory/dn.ts'
import type { DirectoryObject } from './records.ts'

const noChildren: ReadonlyMap<string, string> = new Map()
const rememberedNames = 20_000

export interface Located {
  readonly object: DirectoryObject
  /** RDNs of the asked name that lie below `object`; 0 when it is the object itself. */
  readonly missing: number
}

export interface TreeIndex {
  change(before: DirectoryObject | undefined, after: DirectoryObject | undefined): void
  children(id: string): ReadonlyMap<string, string>
  child(parent: string, rdnType: string, rdn: string): string | undefined
  /** The deepest object on the way to the name; undefined when no naming context holds it. */
  locate(dn: Dn): Located | undefined
  /** The object of exactly this name, by its text. */
  find(text: string): DirectoryObject | undefined
  dnOf(object: DirectoryObject): string
  /** Counts every object that lost its name: renamed, moved or removed. */
  readonly renames: number
  /** Counts these, and every object that came to a place. */
  readonly places: number
  /** Heads of naming contexts. */
  readonly heads: ReadonlyMap<string, DirectoryObject>
  isBelow(object: DirectoryObject, ancestor: string): boolean
  headOf(object: DirectoryObject): DirectoryObject
}

interface Head {
  readonly id: string
  /** Keys leaf first. */
  readonly keys: readonly string[]
}

export function createTreeIndex(
  get: (id: string) => DirectoryObject | undefined,
  nameOfType: (type: string) => string,
): TreeIndex {
  const children = new Map<string, Map<string, string>>()
  const heads = new Map<string, DirectoryObject>()
  let headKeys: Head[] = []
  let renames = 0
  let places = 0
  const names = new Map<string, string>()
  const found = new Map<string, string>()

  const keysOf = (dn: Dn): string[] => dn.map(({ type, value }) => rdnKey(nameOfType(type), value))
  const remove = (object: DirectoryObject) => {
    if (object.ncDn !== undefined) heads.delete(object.id)
    else {
      const siblings = children.get(object.parent)
      const key = rdnKey(object.rdnType, object.rdn)
      if (siblings?.get(key) === object.id) siblings.delete(key)
    }
    found.clear()
    names.clear()
    renames += 1
  }
  const insert = (object: DirectoryObject) => {
    if (object.ncDn !== undefined) {
      heads.set(object.id, object)
      return
    }
    const key = rdnKey(object.rdnType, object.rdn)
    const siblings = children.get(object.parent)
    if (siblings === undefined) children.set(object.parent, new Map([[key, object.id]]))
    else siblings.set(key, object.id)
  }
  const change: TreeIndex['change'] = (before, after) => {
    if (
      before !== undefined &&
      after !== undefined &&
      before.parent === after.parent &&
      before.rdn === after.rdn &&
      before.rdnType === after.rdnType
    ) {
      if (after.ncDn !== undefined) heads.set(after.id, after)
      return
    }
    places += 1
    if (before !== undefined) remove(before)
    if (after !== undefined) insert(after)
    if (before?.ncDn !== undefined || after?.ncDn !== undefined) {
      headKeys = [...heads.values()]
        .map(({ id, ncDn = '' }) => ({ id, keys: keysOf(parseDn(ncDn) ?? []) }))
        .sort((a, b) => b.keys.length - a.keys.length)
    }
  }
  const walk = (keys: readonly string[], head: Head): Located | undefined => {
    let at = keys.length - head.keys.length
    let id = head.id
    while (at > 0) {
      const next = children.get(id)?.get(keys[at - 1] ?? '')
      if (next === undefined) break
      id = next
      at -= 1
    }
    const object = get(id)
    return object === undefined ? undefined : { object, missing: at }
  }
  const endsWith = (keys: readonly string[], end: readonly string[]): boolean =>
    keys.length >= end.length && end.every((key, index) => keys[keys.length - end.length + index] === key)
  const locate: TreeIndex['locate'] = (dn) => {
    const keys = keysOf(dn)
    const head = headKeys.find((one) => endsWith(keys, one.keys))
    return head === undefined ? undefined : walk(keys, head)
  }
  const dnOf = (object: DirectoryObject): string => {
    if (object.ncDn !== undefined) return object.ncDn
    const known = names.get(object.id)
    if (known !== undefined) return known
    const parent = get(object.parent)
    const name = `${object.rdnType}=${escapeRdnValue(object.rdn)},${parent === undefined ? '' : dnOf(parent)}`
    if (children.has(object.id)) names.set(object.id, name)
    return name
  }
  return {
    change,
    get renames() {
      return renames
    },
    get places() {
      return places
    },
    heads,
    children: (id) => children.get(id) ?? noChildren,
    child: (parent, rdnType, rdn) => children.get(parent)?.get(rdnKey(rdnType, rdn)),
    locate,
    find: (text) => {
      const known = found.get(text)
      if (known !== undefined) return get(known)
      const dn = parseDn(text)
      const located = dn === undefined || dn.length === 0 ? undefined : locate(dn)
      if (located === undefined || located.missing > 0) return undefined
      if (found.size >= rememberedNames) found.clear()
      found.set(text, located.object.id)
      return located.object
    },
    dnOf,
    isBelow: (object, ancestor) => {
      for (
        let at: DirectoryObject | undefined = object;
        at !== undefined;
        at = at.ncDn === undefined ? get(at.parent) : undefined
      )
        if (at.id === ancestor) return true
      return false
    },
    headOf: (object) => {
      let at = object
      while (at.ncDn === undefined) {
        const parent = get(at.parent)
        if (parent === undefined) return at
        at = parent
      }
      return at
    },
  }
}

/** `DC=contoso,DC=local` → `contoso.local`; folded, for comparing. */
export const dnsNameOf = (dn: string): string =>
  (parseDn(dn) ?? [])
    .filter(({ type }) => fold(type) === 'dc')
    .map(({ value }) => value)
    .join('.')
