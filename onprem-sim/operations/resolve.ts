/** From the name in a request to the object it means, as far as the caller may know it. */
import { type Dn, formatDn } from '#core/active-directory/dn.ts'
import { parseObjectName } from '#core/active-directory/object-name.ts'
import { rights } from '#core/active-directory/security-descriptor.ts'
import type { DirectoryObject } from '../store/records.ts'
import { valueList } from '../store/records.ts'
import { dnsNameOf, type Located } from '../store/tree-index.ts'
import { accessTo } from './access.ts'
import { type LdapRefusal, type OperationContext, refused } from './operation.ts'

export function resolveTarget(context: OperationContext, text: string): DirectoryObject | LdapRefusal {
  const { directory } = context
  const quick = directory.byDn(text)
  if (quick !== undefined) return visibleOr(context, quick, () => noObject(context, parentDn(context, quick)))
  const name = parseObjectName(text)
  if (name === undefined) return refused('BadName', { name: text, data: '8350' })
  if (name.kind === 'dn') return byName(context, name.dn)
  const found = alternative(context, name)
  return found === undefined ? noObject(context, '') : visibleOr(context, found, () => noObject(context, ''))
}

function alternative(
  context: OperationContext,
  name: Exclude<ReturnType<typeof parseObjectName>, { kind: 'dn' } | undefined>,
): DirectoryObject | undefined {
  const { directory } = context
  if (name.kind === 'guid') return directory.get(name.guid)
  if (name.kind === 'sid') return firstOf(context, name.sid)
  const container = directory.byDn(formatDn(name.dn))
  const wanted = `B:32:${name.guid}:`
  const values =
    container === undefined
      ? []
      : [
          ...valueList(container.attributes.wellKnownObjects),
          ...valueList(container.attributes.otherWellKnownObjects),
        ]
  const found = values.find((value) => value.startsWith(wanted))
  return found === undefined ? undefined : directory.get(found.slice(wanted.length))
}

function firstOf({ directory }: OperationContext, sid: string): DirectoryObject | undefined {
  for (const id of directory.values.equal('objectSid', sid) ?? []) return directory.get(id)
  return undefined
}

function byName(context: OperationContext, dn: Dn): DirectoryObject | LdapRefusal {
  const { directory } = context
  if (dn.length === 0) return noObject(context, '')
  if (dn.some(({ type }) => directory.attribute(type) === undefined))
    return noObject(context, bestMatch(context, dn))
  const located = locate(context, dn)
  if (located === undefined) return referral(dn)
  if (located.missing > 0) return noObject(context, directory.dnOf(located.object))
  return visibleOr(context, located.object, () => noObject(context, parentDn(context, located.object)))
}

/** The schema's objects are made when somebody first looks below its head. */
function locate({ directory }: OperationContext, dn: Dn): Located | undefined {
  const located = directory.tree.locate(dn)
  if (located === undefined || located.missing === 0 || located.object.objectClass !== 'dMD') return located
  directory.schemaObjects.ensure()
  return directory.tree.locate(dn)
}

function bestMatch({ directory }: OperationContext, dn: Dn): string {
  const located = directory.tree.locate(dn)
  return located === undefined ? '' : directory.dnOf(located.object)
}

const parentDn = ({ directory }: OperationContext, object: DirectoryObject): string => {
  const parent = directory.parentOf(object)
  return parent === undefined ? '' : directory.dnOf(parent)
}

export const noObject = (_context: OperationContext, best: string): LdapRefusal =>
  refused('NoObject', { name: best, matchedDn: best })

function referral(dn: Dn): LdapRefusal {
  const text = formatDn(dn)
  const host = dnsNameOf(text)
  return refused('Referral', { host, referrals: [`ldap://${host}/${text}`] })
}

function visibleOr(
  context: OperationContext,
  object: DirectoryObject,
  hidden: () => LdapRefusal,
): DirectoryObject | LdapRefusal {
  return isVisible(context, object) ? object : hidden()
}

/** Deleted objects need a control; everything else a parent whose contents the caller may list (MS-ADTS 3.1.1.3.1.3.2). */
export function isVisible(context: OperationContext, object: DirectoryObject): boolean {
  if (object.attributes.isDeleted !== undefined && !context.controls.showDeleted) return false
  const parent = context.directory.parentOf(object)
  return (
    parent === undefined ||
    accessTo(context, parent).allows(rights.listChildren) ||
    accessTo(context, object).allows(rights.listObject)
  )
}
