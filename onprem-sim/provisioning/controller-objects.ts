import { changeObject } from '../store/changes.ts'
import { controlAccessRights, wellKnownPrincipals } from './configuration-objects.ts'

import { type Provisioning, put, site } from './provisioning.ts'

/** The domain controller: its computer account, its server object and its settings object. */
export function makeController(it: Provisioning): void {
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

export function makePartitions(it: Provisioning): void {
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

export function makeRights(it: Provisioning): void {
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
