/** Makes a forest of one domain and one domain controller in an empty directory. One transaction; it is there whole or not at all. */

import { parseDn } from '#core/active-directory/dn.ts'
import { ntHash } from '#core/active-directory/nt-hash.ts'
import { parseSddl } from '#core/active-directory/sddl.ts'
import { formatSecurityDescriptor } from '#core/active-directory/security-descriptor.ts'
import { toFileTime } from '#core/active-directory/times.ts'
import { systemIdentity } from '../operations/access.ts'
import { noControls } from '../operations/controls.ts'
import { isRefusal, type LdapRefusal, type OperationContext } from '../operations/operation.ts'
import { runSdProp } from '../operations/sd-prop.ts'
import { add } from '../operations/write/add.ts'
import { newDescriptor } from '../operations/write/descriptor-input.ts'
import { changeObject, createObject, setLink, setSecret } from '../store/changes.ts'
import type { Directory } from '../store/directory.ts'
import type { DirectoryObject, StoredValues } from '../store/records.ts'
import { configurationObjects, controlAccessRights, wellKnownPrincipals } from './configuration-objects.ts'
import {
  domainAttributes,
  domainContainers,
  domainGroups,
  domainMembers,
  domainUsers,
  otherWellKnownObjects,
  type ProvisionedObject,
  wellKnownObjects,
} from './domain-objects.ts'

export interface Forest {
  readonly dnsName: string
  readonly netbiosName: string
  readonly upnSuffixes: readonly string[]
  readonly administratorPassword: string
  readonly dcName?: string | undefined
}

interface Provisioning {
  readonly context: OperationContext
  readonly forest: Forest
  readonly base: string
  readonly sid: string
  readonly dcName: string
}

export const systemContext = (directory: Directory): OperationContext => ({
  directory,
  identity: systemIdentity,
  tls: true,
  globalCatalog: false,
  source: '',
  controls: { ...noControls, showDeleted: true },
  correlationId: undefined,
})

export function provisionForest(directory: Directory, forest: Forest): void {
  const base = forest.dnsName
    .split('.')
    .map((label) => `DC=${label}`)
    .join(',')
  const numbers = [0, 1, 2].map(() => 1_000_000_000 + directory.lab.random.integer(3_000_000_000))
  const it: Provisioning = {
    context: systemContext(directory),
    forest,
    base,
    sid: `S-1-5-21-${numbers.join('-')}`,
    dcName: (forest.dcName ?? 'DC1').toUpperCase(),
  }
  makeHeads(it)
  for (const one of [...domainContainers, ...domainGroups, ...domainUsers]) put(it, one, base)
  for (const one of configurationObjects) put(it, one, `CN=Configuration,${base}`)
  makeController(it)
  makePartitions(it)
  makeRights(it)
  setMembers(it)
  completeDomain(it)
  setPasswords(it)
  runSdProp(directory)
}

/** A domain's SID must stand before anything else can be made, so heads are made by hand. */
function makeHeads({ context, base, sid, forest }: Provisioning): void {
  const { directory } = context
  const filled = Object.entries(domainAttributes).map(
    ([name, value]) => [name, value.replace('{base}', base)] as const,
  )
  head(
    context,
    base,
    'domainDNS',
    [
      ...filled,
      ['objectSid', sid],
      ['creationTime', toFileTime(directory.now())],
      ['instanceType', '5'],
      ['auditingPolicy', Buffer.from([0, 1]).toString('base64')],
    ],
    sid,
  )
  head(
    context,
    `CN=Configuration,${base}`,
    'configuration',
    [
      ['instanceType', '13'],
      ['systemFlags', '-2147483648'],
      ['showInAdvancedViewOnly', 'TRUE'],
    ],
    sid,
  )
  head(
    context,
    `CN=Schema,CN=Configuration,${base}`,
    'dMD',
    [
      ['instanceType', '13'],
      ['objectVersion', '87'],
      ['systemFlags', '-2147483648'],
      ['showInAdvancedViewOnly', 'TRUE'],
    ],
    sid,
  )
  for (const zone of ['DomainDnsZones', 'ForestDnsZones']) {
    head(
      context,
      `DC=${zone},${base}`,
      'domainDNS',
      [
        ['instanceType', '13'],
        ['msDS-NcType', '0'],
        ['description', 'Microsoft DNS Directory'],
      ],
      sid,
    )
    put(
      { context, base, sid, forest, dcName: '' },
      { dn: 'CN=Deleted Objects', objectClass: 'container', attributes: { isDeleted: 'TRUE' } },
      `DC=${zone},${base}`,
    )
  }
  put(
    { context, base, sid, forest, dcName: '' },
    {
      dn: 'CN=Aggregate',
      objectClass: 'subSchema',
      attributes: { systemFlags: '134217728', showInAdvancedViewOnly: 'FALSE' },
    },
    `CN=Schema,CN=Configuration,${base}`,
  )
}

/** Permissions of the forest-wide naming contexts (MS-ADTS 6.1.1.1): enterprise and schema administrators, and replication. */
const replication =
  '(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;BA)(OA;;CR;1131f6ab-9c07-11d1-f79f-00c04fc2dcd2;;BA)' +
  '(OA;;CR;1131f6ac-9c07-11d1-f79f-00c04fc2dcd2;;BA)(OA;;CR;1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;BA)' +
  '(OA;;CR;89e95b76-444d-4c62-991a-0facbeda640c;;BA)'
const headDescriptors: Readonly<Record<string, string>> = {
  configuration: `O:EAG:EAD:AI(A;;RPLCLORC;;;AU)(A;CI;RPWPCRCCDCLCLORCWOWDSDDTSW;;;EA)(A;;RPWPCRCCDCLCLORCWOWDSDDTSW;;;SY)(A;CI;RPWPCRCCLCLORCWOWDSW;;;DA)${replication}`,
  dMD: `O:SAG:SAD:AI(A;CI;RPLCLORC;;;AU)(A;CI;RPWPCRCCLCLORCWOWDSW;;;SA)(A;;RPWPCRCCDCLCLORCWOWDSDDTSW;;;SY)${replication}`,
}

function head(
  context: OperationContext,
  dn: string,
  className: string,
  attributes: readonly (readonly [string, StoredValues])[],
  sid: string,
): DirectoryObject {
  const { directory } = context
  const objectClass = directory.schema.classOf(className)
  const [rdn] = parseDn(dn) ?? []
  if (objectClass === undefined || rdn === undefined) throw new Error(`cannot make the naming context ${dn}`)
  return createObject(directory, {
    parent: '',
    ncDn: dn,
    rdnType: rdn.type.toUpperCase(),
    rdn: rdn.value,
    objectClass: className,
    attributes,
    descriptor: directory.descriptors.keep(
      newDescriptor(context, objectClass, parseSddl(headDescriptors[className] ?? '', sid), sid),
      className,
    ),
  })
}

function put({ context, base, sid, forest }: Provisioning, one: ProvisionedObject, naming: string): void {
  const fill = (value: string) =>
    Buffer.from(value.replaceAll('{base}', base).replaceAll('{sid}', sid).replaceAll('{dns}', forest.dnsName))
  const attributes = Object.entries(one.attributes ?? {}).map(([name, value]) => ({
    name,
    values: (typeof value === 'string' ? [value] : value).map(fill),
  }))
  const sd = one.descriptor === undefined ? undefined : parseSddl(one.descriptor, sid)
  const descriptor =
    sd === undefined
      ? []
      : [{ name: 'nTSecurityDescriptor', values: [Buffer.from(formatSecurityDescriptor(sd))] }]
  must(
    one.dn,
    add(context, {
      op: 'add',
      dn: `${one.dn},${naming}`,
      attributes: [
        { name: 'objectClass', values: [Buffer.from(one.objectClass)] },
        ...attributes,
        ...descriptor,
      ],
    }),
  )
}

function must(what: string, outcome: LdapRefusal | object): void {
  if (isRefusal(outcome)) throw new Error(`provisioning ${what} failed: ${outcome.refused}`)
}

/** wellKnownObjects of the configuration. */
const configurationWellKnown: Readonly<Record<string, string>> = {
  '18E2EA80684F11D2B9AA00C04F79F805': 'CN=Deleted Objects',
  AB8153B7768811D1ADED00C04FD8D5CD: 'CN=LostAndFoundConfig',
  '6227F0AF1FC2410D8E3BB10615BB5B0F': 'CN=NTDS Quotas',
}

const site = 'CN=Default-First-Site-Name,CN=Sites'

/** The domain controller: its computer account, its server object and its settings object. */
function makeController(it: Provisioning): void {
  const { base, dcName, forest } = it
  const dns = `${dcName.toLowerCase()}.${forest.dnsName}`
  const computer = `CN=${dcName},OU=Domain Controllers`
  const services = [
    `HOST/${dcName}`,
    `HOST/${dns}`,
    `ldap/${dcName}`,
    `ldap/${dns}`,
    `ldap/${dns}/${forest.dnsName}`,
    `GC/${dns}/${forest.dnsName}`,
    `RestrictedKrbHost/${dcName}`,
    `RestrictedKrbHost/${dns}`,
  ]
  put(
    it,
    {
      dn: computer,
      objectClass: 'computer',
      attributes: {
        sAMAccountName: `${dcName}$`,
        userAccountControl: '532480',
        primaryGroupID: '516',
        dNSHostName: dns,
        servicePrincipalName: services,
        operatingSystem: 'Windows Server 2019 Standard',
        operatingSystemVersion: '10.0 (17763)',
        isCriticalSystemObject: 'TRUE',
      },
    },
    base,
  )
  put(
    it,
    {
      dn: `CN=RID Set,${computer}`,
      objectClass: 'rIDSet',
      attributes: {
        rIDAllocationPool: '6867652707404',
        rIDPreviousAllocationPool: '6867652707404',
        rIDUsedPool: '0',
        rIDNextRID: '1100',
      },
    },
    base,
  )
  const configuration = `CN=Configuration,${base}`
  put(
    it,
    {
      dn: `CN=${dcName},CN=Servers,${site}`,
      objectClass: 'server',
      attributes: { dNSHostName: dns, serverReference: `${computer},{base}`, systemFlags: '1375731712' },
    },
    configuration,
  )
  put(
    it,
    {
      dn: `CN=NTDS Settings,CN=${dcName},CN=Servers,${site}`,
      objectClass: 'nTDSDSA',
      attributes: { options: '1', systemFlags: '33554432', 'msDS-Behavior-Version': '7' },
    },
    configuration,
  )
}

function makePartitions(it: Provisioning): void {
  const { context, base, forest } = it
  const { directory } = context
  const references: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ['Enterprise Configuration', `CN=Configuration,${base}`, { systemFlags: '1', dnsRoot: forest.dnsName }],
    [
      'Enterprise Schema',
      `CN=Schema,CN=Configuration,${base}`,
      { systemFlags: '1', dnsRoot: forest.dnsName },
    ],
    [
      forest.netbiosName,
      base,
      {
        systemFlags: '3',
        dnsRoot: forest.dnsName,
        nETBIOSName: forest.netbiosName,
        nTMixedDomain: '0',
        'msDS-Behavior-Version': '7',
      },
    ],
    [
      'DomainDnsZones',
      `DC=DomainDnsZones,${base}`,
      { systemFlags: '5', dnsRoot: `DomainDnsZones.${forest.dnsName}` },
    ],
    [
      'ForestDnsZones',
      `DC=ForestDnsZones,${base}`,
      { systemFlags: '5', dnsRoot: `ForestDnsZones.${forest.dnsName}` },
    ],
  ]
  for (const [name, dn, attributes] of references) {
    put(
      it,
      {
        dn: `CN=${name},CN=Partitions`,
        objectClass: 'crossRef',
        attributes: { nCName: dn, ...attributes, showInAdvancedViewOnly: 'TRUE' },
      },
      `CN=Configuration,${base}`,
    )
  }
  const partitions = directory.byDn(`CN=Partitions,CN=Configuration,${base}`)
  if (partitions !== undefined && forest.upnSuffixes.length > 0)
    changeObject(directory, partitions, { attributes: new Map([['uPNSuffixes', [...forest.upnSuffixes]]]) })
}

function makeRights(it: Provisioning): void {
  const configuration = `CN=Configuration,${it.base}`
  for (const right of controlAccessRights) {
    put(
      it,
      {
        dn: `CN=${right.cn},CN=Extended-Rights`,
        objectClass: 'controlAccessRight',
        attributes: {
          displayName: right.displayName,
          rightsGuid: right.rightsGuid,
          validAccesses: right.validAccesses,
          ...(right.appliesTo.length === 0 ? {} : { appliesTo: right.appliesTo }),
          showInAdvancedViewOnly: 'TRUE',
        },
      },
      configuration,
    )
  }
  for (const [name, sid] of Object.entries(wellKnownPrincipals)) {
    put(
      it,
      {
        dn: `CN=${name},CN=WellKnown Security Principals`,
        objectClass: 'foreignSecurityPrincipal',
        attributes: { objectSid: sid },
      },
      configuration,
    )
  }
}

function setMembers({ context: { directory }, base }: Provisioning): void {
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
function completeDomain({ context: { directory }, base, dcName }: Provisioning): void {
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
function setPasswords({ context: { directory }, base, forest, dcName }: Provisioning): void {
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
