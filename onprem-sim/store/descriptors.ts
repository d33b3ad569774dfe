/** Effective security descriptors: an object's own part with what its ancestors hand down, worked out when asked and remembered. */
import { createHash } from 'node:crypto'
import { type AccessView, accessView } from '#core/active-directory/access-check.ts'
import { effectiveDescriptor } from '#core/active-directory/inherit-aces.ts'
import type { Schema } from '#core/active-directory/schema/schema.ts'
import {
  formatSecurityDescriptor,
  parseSecurityDescriptor,
  type SecurityDescriptor,
  sdControl,
} from '#core/active-directory/security-descriptor.ts'
import type { Collection } from '#core/ports.ts'
import type { DescriptorRecord, DirectoryObject } from './records.ts'

/** Who asks: made once at a bind, so that answers can be remembered for it. */
export interface Token {
  readonly sids: ReadonlySet<string>
  /** The account's own SID; undefined for the directory itself. */
  readonly userSid?: string
}

export interface EffectiveDescriptor {
  readonly sd: SecurityDescriptor
  /** The parts that LDAP_SERVER_SD_FLAGS names, as they leave: owner 1, group 2, DACL 4, SACL 8. Not to be written into. */
  bytesOf(parts: number): Uint8Array
  /** What one caller may do to objects of this descriptor (its own account aside). */
  viewFor(token: Token): RememberingView
}

/** An access view that remembers which properties may be read. */
export interface RememberingView extends AccessView {
  readonly readable: Map<string, boolean>
}

export interface Descriptors {
  of(object: DirectoryObject): EffectiveDescriptor
  ownPart(object: DirectoryObject): SecurityDescriptor
  /** The id under which an own part is kept; puts it when it is new. */
  keep(own: SecurityDescriptor, objectClass: string): string
  /** Says that names or descriptors of containers changed. */
  forget(): void
}

const parsed = (base64: string): SecurityDescriptor =>
  parseSecurityDescriptor(Buffer.from(base64, 'base64')) ?? { control: 0 }

export function createDescriptors(
  kept: Collection<DescriptorRecord>,
  schema: () => Schema,
  parentOf: (object: DirectoryObject) => DirectoryObject | undefined,
): Descriptors {
  const ownParts = new Map<string, SecurityDescriptor>()
  const idOf = rememberedIds()
  /** By parent's id, then by own descriptor: siblings share. */
  let effective = new Map<string, Map<string, EffectiveDescriptor>>()
  /** A search asks for one sibling after the other. */
  let last: { family: string; descriptor: string; effective: EffectiveDescriptor } | undefined

  const ownOf = (id: string): SecurityDescriptor => {
    const known = ownParts.get(id)
    if (known !== undefined) return known
    const sd = parsed(kept.get(id)?.own ?? '')
    ownParts.set(id, sd)
    return sd
  }
  const of = (object: DirectoryObject): EffectiveDescriptor => {
    const family = object.parent || object.id
    if (last?.family === family && last.descriptor === object.descriptor) return last.effective
    const found = lookUp(family, object)
    last = { family, descriptor: object.descriptor, effective: found }
    return found
  }
  const lookUp = (family: string, object: DirectoryObject): EffectiveDescriptor => {
    const siblings = effective.get(family) ?? new Map<string, EffectiveDescriptor>()
    const known = siblings.get(object.descriptor)
    if (known !== undefined) return known
    const parent = parentOf(object)
    const objectClass = kept.get(object.descriptor)?.objectClass ?? object.objectClass
    const sd = effectiveDescriptor(
      ownOf(object.descriptor),
      parent === undefined ? undefined : of(parent).sd,
      classGuids(schema(), objectClass),
    )
    const made = makeEffective(sd)
    effective.set(family, siblings)
    siblings.set(object.descriptor, made)
    return made
  }
  return {
    of,
    ownPart: (object) => ownOf(object.descriptor),
    keep: (own, objectClass) => {
      const id = idOf(own, objectClass)
      if (!kept.has(id)) kept.put({ id, objectClass, own: binary(own).toString('base64') })
      return id
    },
    forget: () => {
      effective = new Map()
      last = undefined
    },
  }
}

const binary = (own: SecurityDescriptor): Buffer => Buffer.from(formatSecurityDescriptor(own))

/** A hash of class and content. The default of a class comes with every new object, so it is hashed once. */
function rememberedIds(): (own: SecurityDescriptor, objectClass: string) => string {
  const known = new WeakMap<SecurityDescriptor, { readonly objectClass: string; readonly id: string }>()
  return (own, objectClass) => {
    const last = known.get(own)
    if (last?.objectClass === objectClass) return last.id
    const id = createHash('sha1').update(objectClass).update(binary(own)).digest('base64url')
    known.set(own, { objectClass, id })
    return id
  }
}

/** For inherited object types only the structural class counts (MS-ADTS 6.1.3). */
const classGuids = (schema: Schema, objectClass: string): readonly string[] => {
  const found = schema.classOf(objectClass)
  return found === undefined ? [] : [found.guid]
}

function makeEffective(sd: SecurityDescriptor): EffectiveDescriptor {
  const views = new WeakMap<Token, RememberingView>()
  const formatted = new Map<number, Uint8Array>()
  return {
    sd,
    bytesOf: (parts) => {
      const bytes = formatted.get(parts) ?? formatSecurityDescriptor(partOf(sd, parts))
      formatted.set(parts, bytes)
      return bytes
    },
    viewFor: (token) => {
      const known = views.get(token)
      if (known !== undefined) return known
      const view = { ...accessView(sd, token.sids, false), readable: new Map<string, boolean>() }
      views.set(token, view)
      return view
    },
  }
}

/** The flags of a list that is left out go with it. */
const partOf = (sd: SecurityDescriptor, parts: number): SecurityDescriptor => ({
  control:
    sd.control &
    ~(
      (parts & 4 ? 0 : sdControl.daclProtected | sdControl.daclAutoInherited) |
      (parts & 8 ? 0 : sdControl.saclProtected | sdControl.saclAutoInherited)
    ),
  ...(parts & 1 && sd.owner !== undefined ? { owner: sd.owner } : {}),
  ...(parts & 2 && sd.group !== undefined ? { group: sd.group } : {}),
  ...(parts & 4 && sd.dacl !== undefined ? { dacl: sd.dacl } : {}),
  ...(parts & 8 && sd.sacl !== undefined ? { sacl: sd.sacl } : {}),
})
