/** Memberships, ownerships and role assignments, both ways: who is in it, and what is somebody in. */
import type { Link } from '#core/entra/model.ts'
import type { Collection } from '#core/ports.ts'

export interface LinkTable {
  has(kind: Link['kind'], from: string, to: string): boolean
  /** Members, owners or holders of `from`. */
  to(kind: Link['kind'], from: string): ReadonlySet<string>
  /** Groups or roles that `to` is in. */
  from(kind: Link['kind'], to: string): ReadonlySet<string>
  /** Whatever has links of the kind; a walk over all of them. */
  sources(kind: Link['kind']): Iterable<string>
  /** Inside a transaction. */
  add(kind: Link['kind'], from: string, to: string): void
  remove(kind: Link['kind'], from: string, to: string): void
}

const none: ReadonlySet<string> = new Set()
const linkId = (kind: Link['kind'], from: string, to: string) => `${kind}:${from}:${to}`

function put(index: Map<string, Set<string>>, key: string, value: string): void {
  const there = index.get(key)
  if (there === undefined) index.set(key, new Set([value]))
  else there.add(value)
}

function drop(index: Map<string, Set<string>>, key: string, value: string): void {
  const there = index.get(key)
  if (there?.delete(value) && there.size === 0) index.delete(key)
}

export function createLinkTable(collection: Collection<Link>): LinkTable {
  const forward = new Map<string, Set<string>>()
  const backward = new Map<string, Set<string>>()
  collection.watch((before, after) => {
    if (before !== undefined) {
      drop(forward, before.kind + before.from, before.to)
      drop(backward, before.kind + before.to, before.from)
    }
    if (after !== undefined) {
      put(forward, after.kind + after.from, after.to)
      put(backward, after.kind + after.to, after.from)
    }
  })
  return {
    has: (kind, from, to) => collection.has(linkId(kind, from, to)),
    to: (kind, from) => forward.get(kind + from) ?? none,
    from: (kind, to) => backward.get(kind + to) ?? none,
    *sources(kind) {
      const seen = new Set<string>()
      for (const link of collection.values()) {
        if (link.kind !== kind || seen.has(link.from)) continue
        seen.add(link.from)
        yield link.from
      }
    },
    add: (kind, from, to) => collection.put({ id: linkId(kind, from, to), kind, from, to }),
    remove: (kind, from, to) => collection.delete(linkId(kind, from, to)),
  }
}
