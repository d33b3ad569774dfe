/** Object classes (MS-ADTS 3.1.1.5.2.3): which one an object is of, and what it may and must have. */
import type { ClassSchema } from '#core/active-directory/schema/schema.ts'
import { attributeId } from '#core/codes/ldap/diagnostic.ts'
import type { Directory } from '../../store/directory.ts'
import { type LdapRefusal, refused } from '../operation.ts'
import type { ObjectDraft } from './object-draft.ts'

export interface ObjectClasses {
  readonly structural: ClassSchema
  readonly auxiliary: readonly string[]
}

export function readClasses(directory: Directory, names: readonly string[]): ObjectClasses | LdapRefusal {
  const classes: ClassSchema[] = []
  for (const name of names) {
    const found = directory.schema.classOf(name)
    if (found === undefined || found.defunct) return refused('UnknownAttribute')
    classes.push(found)
  }
  const structural = mostSpecific(directory, classes)
  if (structural === undefined) return refused(names.length === 0 ? 'ClassMissing' : 'NoStructuralClass')
  const { lineage } = directory.schema.rules(structural)
  for (const one of classes) {
    if (one.category !== 'auxiliary' && !lineage.includes(one)) return refused('ClassesUnrelated')
  }
  // Named by the client they are the object's own, even where the class brings them along.
  const own = classes.filter((one) => one.category === 'auxiliary').map((one) => one.name)
  return { structural, auxiliary: [...new Set(own)] }
}

function mostSpecific(directory: Directory, classes: readonly ClassSchema[]): ClassSchema | undefined {
  let best: ClassSchema | undefined
  let depth = -1
  for (const one of classes) {
    if (one.category !== 'structural' && one.category !== 'class88') continue
    const { length } = directory.schema.rules(one).lineage
    if (length <= depth) continue
    best = one
    depth = length
  }
  return best
}

/** Whether an object of the class may stand below the parent. */
export function mayStandBelow(directory: Directory, child: ClassSchema, parentClass: string): boolean {
  const parent = directory.schema.classOf(parentClass)
  const { superiors } = directory.schema.rules(child)
  // top's possible superior is lostAndFound: everything may end there, nothing may be put there.
  return (
    parent !== undefined &&
    directory.schema.rules(parent).lineage.some((one) => superiors.has(one.name.toLowerCase()))
  )
}

/** Attributes that every write brings or the directory sees to by itself. */
const given = new Set([
  'objectClass',
  'objectCategory',
  'instanceType',
  'nTSecurityDescriptor',
  'cn',
  'name',
  'objectSid',
  'sAMAccountName',
])

export function contentRefusal(
  directory: Directory,
  draft: ObjectDraft,
  rdnType: string,
): LdapRefusal | undefined {
  const classes = [
    draft.objectClass,
    ...draft.auxiliary.flatMap((name) => directory.schema.classOf(name) ?? []),
  ]
  const rules = classes.map((one) => directory.schema.rules(one))
  for (const name of [...draft.writes.keys(), ...draft.linkDrafts.keys()]) {
    if (draft.writes.get(name)?.length === 0) continue
    if (rules.some(({ must, may }) => must.has(name) || may.has(name)) || name.toUpperCase() === rdnType)
      continue
    const attribute = directory.attribute(name)
    return refused('ClassViolation', attribute === undefined ? {} : { data: attributeId(attribute.oid) })
  }
  if (draft.changed('objectCategory') && !isCategory(directory, draft.first('objectCategory')))
    return refused('ClassViolation')
  for (const { must } of rules) {
    for (const name of must) {
      if (
        given.has(name) ||
        name.toUpperCase() === rdnType ||
        draft.values(name).length > 0 ||
        linked(directory, draft, name)
      )
        continue
      const attribute = directory.attribute(name)
      return refused('ClassViolation', attribute === undefined ? {} : { data: attributeId(attribute.oid) })
    }
  }
  return undefined
}

/** A category is a class of the schema. */
const isCategory = (directory: Directory, id: string | undefined): boolean =>
  directory.schema.classes.some((one) => one.guid === id)

function linked(directory: Directory, draft: ObjectDraft, name: string): boolean {
  const attribute = directory.attribute(name)
  return attribute?.linkId !== undefined && draft.links(attribute).count() > 0
}
