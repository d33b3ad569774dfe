/** What a client needs to know to be pointed at a lab. */
import { dnOfDnsName } from '#core/active-directory/dn.ts'
import type { LabInfo } from '#core/contracts/lab-info.ts'
import type { World } from '#core/contracts/world.ts'
import type { Lab } from '#core/ports.ts'
import { accountsOf } from './world/load-world.ts'

/** Origins and URLs of a lab's doors. */
export interface LabAddresses {
  /** Screens, control API, and the cloud without TLS. */
  readonly http: string
  readonly https: string
  readonly ldap: string
  readonly ldaps: string
  readonly gc: string
  readonly caCertificate: string
  readonly furtherForests?: NonNullable<LabInfo['furtherForests']>
}

export function describeLab(lab: Lab, world: World, addresses: LabAddresses, apps: LabInfo['apps']): LabInfo {
  const { tenant, forest } = world
  const { http, https, ldap, ldaps, gc, caCertificate, furtherForests = [] } = addresses
  return {
    lab: lab.id,
    world: world.world,
    tenantId: lab.tenantId,
    domain: tenant.verifiedDomains[0] ?? tenant.initialDomain,
    initialDomain: tenant.initialDomain,
    authority: `${https}/${lab.tenantId}`,
    graph: `${https}/v1.0`,
    portal: `${http}/portal`,
    caCertificate,
    ldap,
    ldaps,
    gc,
    baseDn: dnOfDnsName(forest.dnsName),
    netbiosName: forest.netbiosName,
    ...(furtherForests.length === 0 ? {} : { furtherForests }),
    accounts: accountsOf(world),
    apps,
  }
}
