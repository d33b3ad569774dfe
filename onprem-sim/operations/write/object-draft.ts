/** An object as it would be after the request: what the checks look at before anything is written. */
import type { AttributeSchema, ClassSchema } from '#core/active-directory/schema/schema.ts'
import { storedValues } from '../../store/attribute-reader.ts'
import type { Directory } from '../../store/directory.ts'
import { type DirectoryObject, packValues, type StoredValues, valueList } from '../../store/records.ts'
import { draftLinks, type LinkDraft } from './link-input.ts'

export interface ObjectDraft {
  /** Undefined for an add. */
  readonly before: DirectoryObject | undefined
  objectClass: ClassSchema
  auxiliary: readonly string[]
  /** The values as they would be. */
  values(name: string): readonly string[]
  first(name: string): string | undefined
  number(name: string): number
  set(name: string, values: readonly string[]): void
  /** Whether the request wrote it, or a rule did. */
  changed(name: string): boolean
  links(attribute: AttributeSchema): LinkDraft
  readonly linkDrafts: ReadonlyMap<string, LinkDraft>
  /** Attributes to write; an empty list takes the attribute away. */
  readonly writes: ReadonlyMap<string, readonly string[]>
}

export function draftObject(
  directory: Directory,
  before: DirectoryObject | undefined,
  objectClass: ClassSchema,
  auxiliary: readonly string[],
): ObjectDraft {
  const writes = new Map<string, readonly string[]>()
  const linkDrafts = new Map<string, LinkDraft>()
  const current = (name: string): readonly string[] => {
    const attribute = before === undefined ? undefined : directory.attribute(name)
    return attribute === undefined || before === undefined
      ? []
      : valueList(storedValues(directory, before, attribute))
  }
  const values = (name: string) => writes.get(name) ?? current(name)
  return {
    before,
    objectClass,
    auxiliary,
    values,
    first: (name) => values(name)[0],
    number: (name) => Number(values(name)[0] ?? '0'),
    set: (name, list) => {
      writes.set(name, list)
    },
    changed: (name) => writes.has(name),
    links: (attribute) => {
      const known = linkDrafts.get(attribute.name)
      if (known !== undefined) return known
      const made = draftLinks(directory, attribute, before?.id)
      linkDrafts.set(attribute.name, made)
      return made
    },
    linkDrafts,
    writes,
  }
}

/** The writes in the form that `changeObject` takes. */
export function attributeChanges(draft: ObjectDraft): Map<string, StoredValues | undefined> {
  return new Map(
    [...draft.writes].map(([name, values]) => [name, values.length === 0 ? undefined : packValues(values)]),
  )
}
