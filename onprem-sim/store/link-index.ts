/** Linked attributes both ways: forward links by their source, back links by their target. */
import type { LinkRecord } from './records.ts'

type ByAttribute = Map<string, Map<string, LinkRecord>>

export interface LinkIndex {
  change(before: LinkRecord | undefined, after: LinkRecord | undefined): void
  /** The values of a forward link that are there now: target ids. */
  targets(source: string, attribute: string): IterableIterator<LinkRecord>
  /** Sources whose forward link `attribute` points here. */
  sources(target: string, attribute: string): IterableIterator<LinkRecord>
  has(source: string, attribute: string, target: string): LinkRecord | undefined
  /** Every link of the object, removed ones included. */
  allOf(source: string): IterableIterator<LinkRecord>
  allTo(target: string): IterableIterator<LinkRecord>
  /** Attributes of which the object has links now. */
  forwardNames(source: string): IterableIterator<string>
  /** Forward attributes by which others point here now. */
  backwardNames(target: string): IterableIterator<string>
  /** Counts every link that came, changed or went. */
  readonly changes: number
  count(source: string, attribute: string): number
  countSources(target: string, attribute: string): number
}

export const linkId = (source: string, attribute: string, target: string, data?: string): string =>
  data === undefined ? `${source}/${attribute}/${target}` : `${source}/${attribute}/${target}/${data}`

export function createLinkIndex(): LinkIndex {
  const forward = new Map<string, ByAttribute>()
  const backward = new Map<string, ByAttribute>()
  /** Removed links, for those who follow changes. */
  const removed = new Map<string, Map<string, LinkRecord>>()

  let changes = 0

  const put = (index: Map<string, ByAttribute>, owner: string, link: LinkRecord) => {
    const byAttribute = index.get(owner) ?? new Map<string, Map<string, LinkRecord>>()
    index.set(owner, byAttribute)
    const links = byAttribute.get(link.attribute)
    if (links === undefined) byAttribute.set(link.attribute, new Map([[link.id, link]]))
    else links.set(link.id, link)
  }
  const take = (index: Map<string, ByAttribute>, owner: string, link: LinkRecord) => {
    const byAttribute = index.get(owner)
    const links = byAttribute?.get(link.attribute)
    links?.delete(link.id)
    if (links?.size === 0) byAttribute?.delete(link.attribute)
    if (byAttribute?.size === 0) index.delete(owner)
  }
  const forget = (link: LinkRecord) => {
    if (link.present) {
      take(forward, link.source, link)
      take(backward, link.target, link)
    } else removed.get(link.source)?.delete(link.id)
  }
  const remember = (link: LinkRecord) => {
    if (link.present) {
      put(forward, link.source, link)
      put(backward, link.target, link)
      return
    }
    const gone = removed.get(link.source)
    if (gone === undefined) removed.set(link.source, new Map([[link.id, link]]))
    else gone.set(link.id, link)
  }
  function* all(index: Map<string, ByAttribute>, owner: string): IterableIterator<LinkRecord> {
    for (const links of index.get(owner)?.values() ?? []) yield* links.values()
  }
  const values = (
    index: Map<string, ByAttribute>,
    owner: string,
    attribute: string,
  ): IterableIterator<LinkRecord> =>
    (index.get(owner)?.get(attribute) ?? new Map<string, LinkRecord>()).values()
  return {
    get changes() {
      return changes
    },
    change: (before, after) => {
      changes += 1
      if (before !== undefined) forget(before)
      if (after !== undefined) remember(after)
    },
    targets: (source, attribute) => values(forward, source, attribute),
    sources: (target, attribute) => values(backward, target, attribute),
    has: (source, attribute, target) =>
      forward
        .get(source)
        ?.get(attribute)
        ?.get(linkId(source, attribute, target)),
    allOf: function* (source) {
      yield* all(forward, source)
      yield* removed.get(source)?.values() ?? []
    },
    allTo: (target) => all(backward, target),
    forwardNames: (source) => (forward.get(source) ?? new Map<string, never>()).keys(),
    backwardNames: (target) => (backward.get(target) ?? new Map<string, never>()).keys(),
    count: (source, attribute) => forward.get(source)?.get(attribute)?.size ?? 0,
    countSources: (target, attribute) => backward.get(target)?.get(attribute)?.size ?? 0,
  }
}
