/**
 * The name forms of a simple bind, in the order of MS-ADTS 5.1.1.1.1. displayName and `{objectGUID}`, which stand there too,
 * are refused as the recorded domain controller refuses them.
 */
import { fold } from '#core/active-directory/case-folding.ts'
import { parseGuid } from '#core/active-directory/guid.ts'
import { parseSid } from '#core/active-directory/sid.ts'
import type { Directory } from '../store/directory.ts'
import type { DirectoryObject } from '../store/records.ts'

export function findAccount(directory: Directory, name: string): DirectoryObject | undefined {
  const found = byForm(directory, name)
  return found === undefined ||
    found.attributes.isDeleted !== undefined ||
    found.attributes.objectSid === undefined
    ? undefined
    : found
}

function byForm(directory: Directory, name: string): DirectoryObject | undefined {
  if (name.includes('=')) return byDistinguishedName(directory, name)
  const backslash = name.indexOf('\\')
  if (backslash >= 0) return byNetbios(directory, name.slice(0, backslash), name.slice(backslash + 1))
  const principal = directory.byKey('userPrincipalName', fold(name))
  if (principal !== undefined) return principal
  if (name.includes('@')) return byImplicitPrincipal(directory, name)
  return (
    byCanonical(directory, name) ??
    bySid(directory, name) ??
    uniqueBy(directory, 'servicePrincipalName', fold(name))
  )
}

function byDistinguishedName(directory: Directory, name: string): DirectoryObject | undefined {
  const guid = /^<GUID=([^>]+)>$/i.exec(name)
  if (guid !== null) return directory.get(parseGuid(guid[1] ?? '') ?? '')
  const sid = /^<SID=([^>]+)>$/i.exec(name)
  return sid === null ? directory.byDn(name) : directory.byKey('objectSid', parseSid(sid[1] ?? '') ?? '')
}

const bySamName = (directory: Directory, name: string): DirectoryObject | undefined =>
  directory.byKey('sAMAccountName', fold(name))

function byNetbios(directory: Directory, domain: string, name: string): DirectoryObject | undefined {
  return fold(domain) === fold(directory.netbiosName) ? bySamName(directory, name) : undefined
}

/** `anna@contoso.local` and `anna@CONTOSO` work for every account, whatever its userPrincipalName says. */
function byImplicitPrincipal(directory: Directory, name: string): DirectoryObject | undefined {
  const at = name.lastIndexOf('@')
  const suffix = fold(name.slice(at + 1))
  return suffix === directory.dnsName || suffix === fold(directory.netbiosName)
    ? bySamName(directory, name.slice(0, at))
    : undefined
}

/** `contoso.local/Staff/Anna Berg`: the types of the names are not in it, so each level is looked up by value. */
function byCanonical(directory: Directory, name: string): DirectoryObject | undefined {
  const [domain = '', ...path] = name.split(/(?<!\\)\//).map((part) => part.replace(/\\(.)/g, '$1'))
  if (fold(domain) !== directory.dnsName || path.length === 0) return undefined
  let at: DirectoryObject | undefined = directory.domain
  for (const part of path) {
    if (at === undefined) return undefined
    const parent: string = at.id
    const id: string | undefined = ['CN', 'OU', 'DC']
      .map((type) => directory.tree.child(parent, type, part))
      .find((one) => one !== undefined)
    at = id === undefined ? undefined : directory.get(id)
  }
  return at
}

function bySid(directory: Directory, name: string): DirectoryObject | undefined {
  const sid = parseSid(name)
  return sid === undefined ? undefined : directory.byKey('objectSid', sid)
}

/** The value must be one object's alone. */
function uniqueBy(directory: Directory, attribute: string, key: string): DirectoryObject | undefined {
  const live: DirectoryObject[] = []
  for (const id of directory.values.equal(attribute, key) ?? []) {
    const object = directory.get(id)
    if (object !== undefined && object.attributes.isDeleted === undefined) live.push(object)
  }
  return live.length === 1 ? live[0] : undefined
}
