/**
 * Opens one lab: its domain controller, its tenant and its Connect server around one clock, journal and store. A new lab
 * is built from its world through the front doors; a known one is loaded; a reset goes back to how the world began.
 */
import type { Router } from 'express'
import type { RunHistoryRow } from '#core/contracts/connect.ts'
import type { LabInfo } from '#core/contracts/lab-info.ts'
import type { World } from '#core/contracts/world.ts'
import type { Instant, Lab, Part } from '#core/ports.ts'
import { installConnectServers, openConnectServers } from './connect-servers.ts'
import { describeLab } from './describe-lab.ts'
import { type DirectoryPorts, type DirectoryPower, powerUp } from './directory-power.ts'
import { buildFurtherForests, openFurtherForests } from './further-forests.ts'
import type { LabWorld } from './lab.ts'
import { type Lease, leaseLab } from './lease-lab.ts'
import { type Doors, openDoors } from './scenarios/doors.ts'
import { enterWorld, isWorldSnapshot, seedSnapshot, snapshotOfWorld } from './world/enter-world.ts'
import type { LoadedWorld } from './world/load-world.ts'
import { lockAccounts, seedDirectory } from './world/seed-directory.ts'
import { firstAdministratorOf, seedTenant } from './world/seed-tenant.ts'

const day = 86_400_000

export interface DirectoryPart extends Part {
  readonly ports: DirectoryPorts
  readonly baseDn: string
  readonly administratorDn: string
}

export interface ConnectPart extends Part {
  readonly router: Router
  /** The minimal AD FS, served at `/sts/{lab}`. */
  readonly federation: Router
  install(settings: {
    readonly enterpriseAdmin: { readonly username: string; readonly password: string }
    readonly globalAdmin: { readonly username: string; readonly password: string }
    readonly organizationalUnits: readonly string[]
    readonly passwordHashSync: boolean
    readonly passwordWriteback: boolean
    readonly stagingMode?: boolean
  }): Promise<void>
  settled(): Promise<void>
  synchronize(policy: 'Delta' | 'Initial'): Promise<readonly RunHistoryRow[]>
}

interface SignUp {
  readonly initialDomain: string
  readonly displayName: string
  readonly verifiedDomains: readonly string[]
  readonly firstAdministrator: {
    readonly userPrincipalName: string
    readonly displayName: string
    readonly password: string
  }
}

/** The lab's Connect servers: the one that its world names first, and all of them by name. */
export interface ConnectParts {
  readonly current: ConnectPart
  readonly all: ReadonlyMap<string, ConnectPart>
}

/** How the parts are made; only `start.ts` knows them. */
export interface PartFactories {
  openTenant(lab: Lab, signUp: SignUp): Promise<Part & { readonly apps: LabInfo['apps'] }>
  closeTenant(tenantId: string): void
  /** On the lab's own ports, or on those that it had before it was switched off. */
  createDirectory(lab: Lab, forest: World['forest'], ports?: DirectoryPorts): Promise<DirectoryPart>
  /** A forest besides the first one: on any ports. */
  createFurtherDirectory(lab: Lab, forest: World['forest']): Promise<DirectoryPart>
  createConnect(
    lab: Lab,
    options: {
      serverName: string
      initialDomain: string
      forests: readonly {
        url: string
        plainUrl: string
        dnsName: string
        netbiosName: string
      }[]
    },
  ): Promise<ConnectPart>
}

/** Where the host's listeners are. */
export interface Addresses {
  readonly host: string
  /** Origin of UI, control API and cloud without TLS. */
  readonly http: string
  /** Origin of the cloud. */
  readonly https: string
  readonly caCertificate: string
  /** What the control API asks for, when it asks for anything. */
  readonly adminToken?: string | undefined
}

export interface OpenedLab {
  readonly lab: LabWorld
  readonly world: LoadedWorld
  readonly info: LabInfo
  readonly doors: Doors
  readonly connect: ConnectParts
  readonly power: DirectoryPower<DirectoryPart>
  parts(): readonly Part[]
  /** Back to the world's beginning, or to a snapshot; ports, ids and passwords stay. False: no such snapshot. */
  reset(snapshot?: string): Promise<boolean>
  /** The beginning of this world or of one that extends the same; throws LabRefusal `LabWorldOther`. */
  enterWorld(name: string): Promise<void>
  close(): Promise<void>
}

export interface OpenOptions {
  /** Makes (or loads) the lab's clock, journal and store; `at` is where a new lab's clock begins. */
  readonly createLab: (at: Instant) => Promise<LabWorld>
  readonly worldName: string
  loadWorld(name: string): Promise<LoadedWorld>
  /** When the story begins, for a lab with a frozen clock; absent: now, and the clock runs. */
  readonly at?: Instant | undefined
  readonly now: () => Instant
  readonly factories: PartFactories
  readonly addresses: Addresses
}

export async function openLab({
  createLab,
  worldName,
  loadWorld,
  at,
  now,
  factories,
  addresses,
}: OpenOptions): Promise<OpenedLab> {
  const world = await loadWorld(worldName)
  const lab = await createLab((at ?? now()) - world.historyDays * day)
  const isNew = !lab.snapshots.has(seedSnapshot)
  // A start that was killed while building its world leaves half of one: begin again.
  if (isNew) await lab.store.restore(new Map())
  const { forest, tenant } = world
  const signUp = {
    initialDomain: tenant.initialDomain,
    displayName: tenant.displayName,
    verifiedDomains: tenant.verifiedDomains,
    firstAdministrator: firstAdministratorOf(tenant),
  }
  const power = await powerUp(async (ports) => {
    const lease = leaseLab(lab)
    const machine = await factories.createDirectory(lease.lab, forest, ports)
    const close = () => machine.close().finally(lease.end)
    return { ...machine, close }
  })
  const directory = power.current
  const further = await openFurtherForests(lab, world.furtherForests, {
    host: addresses.host,
    createDirectory: factories.createFurtherDirectory,
  })
  // Cloud and Connect server are made anew by a reset: what they hang on the lab goes with them.
  const leases: Lease[] = []
  const lend = () => {
    const lease = leaseLab(lab)
    leases.push(lease)
    return lease.lab
  }
  let cloud = await factories.openTenant(lend(), signUp)
  const info = describeLab(
    lab,
    world,
    {
      ...addresses,
      ...directoryUrls(addresses.host, directory),
      furtherForests: further.map(
        ({ forest: { dnsName, netbiosName }, directory: { baseDn }, url, plainUrl }) => ({
          dnsName,
          netbiosName,
          baseDn,
          ldap: plainUrl,
          ldaps: url,
        }),
      ),
    },
    cloud.apps,
  )
  const doors = openDoors(info, addresses.http, addresses.adminToken)
  const door = {
    url: info.ldaps,
    ca: info.caCertificate,
    baseDn: directory.baseDn,
    administratorDn: directory.administratorDn,
  }
  const openServer = (serverName: string, on: Lab) =>
    factories.createConnect(on, {
      serverName,
      initialDomain: tenant.initialDomain,
      forests: [
        {
          url: info.ldaps,
          plainUrl: info.ldap,
          dnsName: forest.dnsName,
          netbiosName: forest.netbiosName,
        },
        ...further.map(({ url, plainUrl, forest: { dnsName, netbiosName } }) => ({
          url,
          plainUrl,
          dnsName,
          netbiosName,
        })),
      ],
    })
  const openConnect = () => openConnectServers(world.connect, lend, openServer)
  if (isNew) {
    await seedDirectory(door, forest)
    await buildFurtherForests(further, info.caCertificate)
    await seedTenant(doors, tenant)
    beginStory(lab, at ?? now(), at !== undefined)
  }
  const connect = { ...(await openConnect()) }
  if (isNew) {
    await lockAccounts(door, forest)
    await installConnectServers(world, connect)
    await lab.snapshots.save(snapshotOfWorld(world.base, world))
  }

  const endParts = async () => {
    for (const server of connect.all.values()) await server.close()
    factories.closeTenant(lab.tenantId)
    for (const lease of leases.splice(0)) lease.end()
  }
  const reset = async (snapshot = seedSnapshot) => {
    if (!lab.snapshots.has(snapshot)) return false
    await endParts()
    await power.turnOn()
    await lab.snapshots.restore(snapshot)
    if (at === undefined && isWorldSnapshot(snapshot))
      beginStory(lab, Math.max(now(), lab.clock.now()), false)
    cloud = await factories.openTenant(lend(), signUp)
    Object.assign(connect, await openConnect())
    // Who resets a password right after a reset of the lab must find the agent listening.
    await connect.current.settled()
    return true
  }
  return {
    lab,
    world,
    info,
    doors,
    connect,
    power,
    parts: () => [cloud, power.current, ...further.map((one) => one.directory), ...connect.all.values()],
    reset,
    enterWorld: (name) => enterWorld({ lab, opened: world, doors, load: loadWorld, restore: reset }, name),
    close: async () => {
      await doors.close()
      await endParts()
      await Promise.all([power.turnOff(), ...further.map((one) => one.directory.close())])
      await lab.close()
    },
  }
}

/** Leaps over the accounts' history: no job is due in it. */
export function beginStory(lab: LabWorld, at: Instant, frozen: boolean): void {
  lab.clock.restore({ ...lab.clock.state(), now: at, rate: 1, frozen, due: {} })
}

function directoryUrls(host: string, { ports }: DirectoryPart) {
  const at = (scheme: string, port: number) => `${scheme}://${host}:${port}`
  return { ldap: at('ldap', ports.ldap), ldaps: at('ldaps', ports.ldaps), gc: at('ldap', ports.gc) }
}
