import { ntHash } from '#core/active-directory/nt-hash.ts'
import { toFileTime } from '#core/active-directory/times.ts'
import { changeObject, setLink, setSecret } from '../store/changes.ts'
import type { Directory } from '../store/directory.ts'
import type { DirectoryObject } from '../store/records.ts'
import { domainMembers, otherWellKnownObjects, wellKnownObjects } from './domain-objects.ts'

import { type Provisioning, site } from './provisioning.ts'

/** wellKnownObjects of the configuration. */
const configurationWellKnown: Readonly<Record<string, string>> = {
  '18E2EA80684F11D2B9AA00C04F79F805': 'CN=Deleted Objects',
  AB8153B7768811D1ADED00C04FD8D5CD: 'CN=LostAndFoundConfig',
  '6227F0AF1FC2410D8E3BB10615BB5B0F': 'CN=NTDS Quotas',
}

export function setMembers({ context: { directory }, base }: Provisioning): void {
  for (const [group, members] of Object.entries(domainMembers)) {
    const source = directory.byDn(`${group},${base}`)
    for (const member of members) {
      const target = directory.byDn(`${member},${base}`)
      if (source !== undefined && target !== undefined)
        setLink(directory, { source: source.id, attribute: 'member', target: target.id }, true)
    }
  }
  putPrincipal(directory, base)
}

/** Authenticated Users may read everything, as a domain without "pre-Windows 2000" hardening has it. */
function putPrincipal(directory: Directory, base: string): void {
  const group = directory.byDn(`CN=Pre-Windows 2000 Compatible Access,CN=Builtin,${base}`)
  const principal = directory.byDn(
    `CN=Authenticated Users,CN=WellKnown Security Principals,CN=Configuration,${base}`,
  )
  if (group !== undefined && principal !== undefined)
    setLink(directory, { source: group.id, attribute: 'member', target: principal.id }, true)
}

/** What points at objects that were made after the head. */
export function completeDomain({ context: { directory }, base, dcName }: Provisioning): void {
  const settings = directory.byDn(`CN=NTDS Settings,CN=${dcName},CN=Servers,${site},CN=Configuration,${base}`)
  const known = (table: Readonly<Record<string, string>>) =>
    Object.entries(table).flatMap(([guid, dn]) => {
      const object = directory.byDn(`${dn},${base}`)
      return object === undefined ? [] : [{ guid, id: object.id }]
    })
  for (const { guid, id } of known(wellKnownObjects))
    addKnown(directory, directory.domain, 'wellKnownObjects', id, `B:32:${guid}:`)
  for (const { guid, id } of known(otherWellKnownObjects))
    addKnown(directory, directory.domain, 'otherWellKnownObjects', id, `B:32:${guid}:`)
  const manager = directory.byDn(`CN=RID Manager$,CN=System,${base}`)
  if (settings === undefined || manager === undefined) return
  for (const [guid, name] of Object.entries(configurationWellKnown)) {
    const object = directory.byDn(`${name},CN=Configuration,${base}`)
    if (object !== undefined)
      addKnown(directory, directory.configuration, 'wellKnownObjects', object.id, `B:32:${guid}:`)
  }
  const computer = directory.byDn(`CN=${dcName},OU=Domain Controllers,${base}`)
  const ridSet = directory.byDn(`CN=RID Set,CN=${dcName},OU=Domain Controllers,${base}`)
  if (computer !== undefined && ridSet !== undefined) {
    changeObject(directory, computer, { attributes: new Map([['rIDSetReferences', ridSet.id]]) })
  }
  const owner = ['fSMORoleOwner', settings.id] as const
  changeObject(directory, directory.domain, {
    attributes: new Map([owner, ['rIDManagerReference', manager.id]]),
  })
  for (const object of [
    manager,
    directory.byDn(`CN=Infrastructure,${base}`),
    directory.schemaHead,
    directory.byDn(`CN=Partitions,CN=Configuration,${base}`),
  ]) {
    if (object !== undefined)
      changeObject(directory, directory.get(object.id) ?? object, { attributes: new Map([owner]) })
  }
  for (const one of directory.tree.heads.values())
    setLink(directory, { source: settings.id, attribute: 'msDS-hasMasterNCs', target: one.id }, true)
  for (const one of [directory.domain, directory.configuration, directory.schemaHead])
    setLink(directory, { source: settings.id, attribute: 'hasMasterNCs', target: one.id }, true)
  setLink(
    directory,
    { source: settings.id, attribute: 'msDS-HasDomainNCs', target: directory.domain.id },
    true,
  )
}

/** wellKnownObjects is no link in the schema: it is a plain DN-with-binary attribute. */
function addKnown(
  directory: Directory,
  object: DirectoryObject,
  name: string,
  id: string,
  data: string,
): void {
  const before = directory.get(object.id)?.attributes[name]
  const values = [
    ...(before === undefined ? [] : typeof before === 'string' ? [before] : before),
    `${data}${id}`,
  ]
  changeObject(directory, directory.get(object.id) ?? object, { attributes: new Map([[name, values]]) })
}

/** The Administrator's password as the world gives it; krbtgt's and the machine's are nobody's to know. */
export function setPasswords({ context: { directory }, base, forest, dcName }: Provisioning): void {
  const random = () => Buffer.from(directory.lab.random.secret(32)).toString('base64')
  const passwords = [
    [`CN=Administrator,CN=Users,${base}`, forest.administratorPassword],
    [`CN=krbtgt,CN=Users,${base}`, random()],
    [`CN=${dcName},OU=Domain Controllers,${base}`, random()],
  ] as const
  for (const [dn, password] of passwords) {
    const object = directory.byDn(dn)
    if (object === undefined) continue
    setSecret(directory, object.id, ntHash(password))
    changeObject(directory, object, { attributes: new Map([['pwdLastSet', toFileTime(directory.now())]]) })
  }
}
