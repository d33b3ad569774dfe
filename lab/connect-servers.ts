/** The Connect servers of a lab: the first one of its world, and others beside it with a name and a disk of their own. */
import { dnOfDnsName } from '#core/active-directory/dn.ts'
import type { World } from '#core/contracts/world.ts'
import type { Lab } from '#core/ports.ts'
import type { ConnectPart, ConnectParts } from './open-lab.ts'
import { withOwnDisk } from './own-disk.ts'
import { firstAdministratorOf } from './world/seed-tenant.ts'

/** Starts them; they know what is on their disks. */
export async function openConnectServers(
  { serverName, furtherServers }: World['connect'],
  lend: () => Lab,
  open: (serverName: string, lab: Lab) => Promise<ConnectPart>,
): Promise<ConnectParts> {
  const current = await open(serverName, lend())
  const all = new Map([[serverName, current]])
  for (const { serverName: name } of furtherServers)
    all.set(name, await open(name, withOwnDisk(lend(), name)))
  return { current, all }
}

/** First installation on the servers of a new lab, where its world asks for it. */
export async function installConnectServers(world: World, { current, all }: ConnectParts): Promise<void> {
  const { installed, furtherServers } = world.connect
  if (installed) await current.install(installSettings(world))
  const staging = { ...installSettings(world), passwordWriteback: false, stagingMode: true }
  for (const { serverName, install } of furtherServers)
    if (install === 'staging') await all.get(serverName)?.install(staging)
}

/** What the first install is told: the world's scope and features, and who installs. */
export function installSettings({ forest, tenant, connect }: World) {
  const { userPrincipalName, password } = firstAdministratorOf(tenant)
  return {
    enterpriseAdmin: {
      username: `${forest.netbiosName}\\Administrator`,
      password: forest.administratorPassword,
    },
    globalAdmin: { username: userPrincipalName, password },
    organizationalUnits: connect.organizationalUnits.map((unit) => `${unit},${dnOfDnsName(forest.dnsName)}`),
    passwordHashSync: connect.passwordHashSync,
    passwordWriteback: connect.passwordWriteback,
  }
}
