/** Changes of linked attributes (member, manager …) before they are made: what is there, what the request adds and takes away. */
import type { AttributeSchema } from '#core/active-directory/schema/schema.ts'
import { setLink } from '../../store/changes.ts'
import type { Directory } from '../../store/directory.ts'
import { linkId } from '../../store/link-index.ts'

export interface LinkValue {
  readonly target: string
  readonly data?: string
}

/** `B:32:<hex>:<id>` or a bare id. */
export function linkValue(stored: string): LinkValue {
  if (stored.length === 36) return { target: stored }
  const target = stored.slice(-36)
  return { target, data: stored.slice(0, -36) }
}

export interface LinkDraft {
  readonly attribute: AttributeSchema
  has(value: LinkValue): boolean
  add(value: LinkValue): void
  remove(value: LinkValue): void
  removeAll(): void
  count(): number
  /** Values that were not there before, and those that will not be there. */
  changes(): { readonly added: readonly LinkValue[]; readonly removed: readonly LinkValue[] }
  commit(source: string): void
}

/** `source` is undefined for an object that is still to be made. */
export function draftLinks(
  directory: Directory,
  attribute: AttributeSchema,
  source: string | undefined,
): LinkDraft {
  const { name } = attribute
  const pending = new Map<string, { readonly value: LinkValue; readonly present: boolean }>()
  const keyOf = ({ target, data }: LinkValue): string => linkId('', name, target, data)
  const stored = ({ target, data }: LinkValue): boolean => {
    if (source === undefined) return false
    return directory.links.get(linkId(source, name, target, data))?.present === true
  }
  const set = (value: LinkValue, present: boolean) => {
    if (stored(value) === present) pending.delete(keyOf(value))
    else pending.set(keyOf(value), { value, present })
  }
  const changes = () => {
    const all = [...pending.values()]
    return {
      added: all.filter((one) => one.present).map((one) => one.value),
      removed: all.filter((one) => !one.present).map((one) => one.value),
    }
  }
  return {
    attribute,
    has: (value) => pending.get(keyOf(value))?.present ?? stored(value),
    add: (value) => set(value, true),
    remove: (value) => set(value, false),
    removeAll: () => {
      for (const one of [...pending.values()]) if (one.present) set(one.value, false)
      if (source === undefined) return
      for (const { target, data } of directory.linkIndex.targets(source, name))
        set({ target, ...(data === undefined ? {} : { data }) }, false)
    },
    count: () => {
      const { added, removed } = changes()
      return (
        (source === undefined ? 0 : directory.linkIndex.count(source, name)) + added.length - removed.length
      )
    },
    changes,
    commit: (owner) => {
      const { added, removed } = changes()
      for (const value of removed) setLink(directory, { source: owner, attribute: name, ...value }, false)
      for (const value of added) setLink(directory, { source: owner, attribute: name, ...value }, true)
    },
  }
}
