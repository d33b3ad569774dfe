/** nTSecurityDescriptor as it is written: owner and group filled in, class defaults, only the asked parts replaced. */
import { ownPart } from '#core/active-directory/inherit-aces.ts'
import type { ClassSchema } from '#core/active-directory/schema/schema.ts'
import { parseSddl } from '#core/active-directory/sddl.ts'
import {
  parseSecurityDescriptor,
  rights,
  type SecurityDescriptor,
  sdControl,
} from '#core/active-directory/security-descriptor.ts'
import { wellKnownRids } from '#core/active-directory/sid.ts'
import type { DirectoryObject } from '../../store/records.ts'
import { accessTo, isSystem } from '../access.ts'
import { type LdapRefusal, type OperationContext, refused } from '../operation.ts'
import { holdsSecurityPrivilege } from '../search/select-attributes.ts'

/** Domain Admins own what their members make (MS-ADTS 6.1.3.6); everybody else owns it themselves. */
function defaultOwner({ identity }: OperationContext, domainSid: string): string {
  const admins = `${domainSid}-${wellKnownRids.domainAdmins}`
  if (identity === undefined || isSystem(identity) || identity.token.sids.has(admins)) return admins
  return identity.token.userSid ?? admins
}

const defaults = new Map<string, SecurityDescriptor>()

function classDefault(domainSid: string, objectClass: ClassSchema): SecurityDescriptor {
  const key = `${domainSid}/${objectClass.guid}`
  const known = defaults.get(key)
  if (known !== undefined) return known
  // The published default of a domain's head carries its author's domain.
  const text = objectClass.defaultSecurityDescriptor.replaceAll(
    /S-1-5-21-2063560558-3296776465-833389195/g,
    domainSid,
  )
  const sd = parseSddl(text, domainSid) ?? { control: 0 }
  if (defaults.size < 10_000) defaults.set(key, sd)
  return sd
}

/** What an object gets whose creator names no descriptor, by class default and owner: the same value each time. */
const unnamed = new WeakMap<SecurityDescriptor, Map<string, SecurityDescriptor>>()

/** The own part of a new object's descriptor. */
export function newDescriptor(
  context: OperationContext,
  objectClass: ClassSchema,
  given: SecurityDescriptor | undefined,
  domainSid = context.directory.domainSid,
): SecurityDescriptor {
  const fallback = classDefault(domainSid, objectClass)
  const creator = defaultOwner(context, domainSid)
  if (given !== undefined) return completed(given, fallback, creator, domainSid)
  const byOwner = unnamed.get(fallback) ?? new Map<string, SecurityDescriptor>()
  const sd = byOwner.get(creator) ?? completed({ control: fallback.control }, fallback, creator, domainSid)
  unnamed.set(fallback, byOwner.set(creator, sd))
  return sd
}

function completed(
  given: SecurityDescriptor,
  fallback: SecurityDescriptor,
  creator: string,
  domainSid: string,
): SecurityDescriptor {
  const owner = given.owner ?? creator
  const group = given.group ?? (owner === creator ? owner : `${domainSid}-${wellKnownRids.domainUsers}`)
  const dacl = given.dacl ?? fallback.dacl
  const sacl = given.sacl ?? fallback.sacl
  return ownPart({
    control: given.control & (sdControl.daclProtected | sdControl.saclProtected),
    owner,
    group,
    ...(dacl === undefined ? {} : { dacl }),
    ...(sacl === undefined ? {} : { sacl }),
  })
}

export function readDescriptor(bytes: Buffer | undefined): SecurityDescriptor | LdapRefusal {
  const sd = bytes === undefined ? undefined : parseSecurityDescriptor(bytes)
  return sd ?? refused('InvalidSyntax')
}

/** The own part after a write; the flags control says which parts the value brings (MS-ADTS 6.1.3.2). */
export function changedDescriptor(
  context: OperationContext,
  object: DirectoryObject,
  written: SecurityDescriptor,
): SecurityDescriptor | LdapRefusal {
  const { directory, controls } = context
  const asked = (controls.sdFlags ?? 0) & 0xf
  // Without flags, and when the caller may not touch it, the SACL stays as it is.
  const flags =
    asked === 0
      ? (written.owner === undefined ? 0 : 1) |
        (written.group === undefined ? 0 : 2) |
        4 |
        (holdsSecurityPrivilege(context) && written.sacl !== undefined ? 8 : 0)
      : asked
  const view = accessTo(context, object)
  if (
    flags & 3 &&
    !view.allows(rights.writeOwner) &&
    ownerDiffers(directory.descriptors.ownPart(object), written, flags)
  )
    return refused('AccessDenied')
  if (flags & 4 && !view.allows(rights.writeDacl)) return refused('AccessDenied')
  if (flags & 8 && !holdsSecurityPrivilege(context)) return refused('AccessDenied')
  return ownPart(combine(directory.descriptors.ownPart(object), written, flags))
}

const ownerDiffers = (before: SecurityDescriptor, after: SecurityDescriptor, flags: number): boolean =>
  (Boolean(flags & 1) && after.owner !== before.owner) || (Boolean(flags & 2) && after.group !== before.group)

function combine(before: SecurityDescriptor, after: SecurityDescriptor, flags: number): SecurityDescriptor {
  const from = (bit: number) => (flags & bit ? after : before)
  const control =
    (from(4).control & (sdControl.daclProtected | sdControl.daclAutoInherited)) |
    (from(8).control & (sdControl.saclProtected | sdControl.saclAutoInherited))
  const owner = from(1).owner ?? before.owner
  const group = from(2).group ?? before.group
  const dacl = from(4).dacl
  const sacl = from(8).sacl
  return {
    control,
    ...(owner === undefined ? {} : { owner }),
    ...(group === undefined ? {} : { group }),
    ...(dacl === undefined ? {} : { dacl }),
    ...(sacl === undefined ? {} : { sacl }),
  }
}
