/**
 * Where everything is wired, and where a newcomer starts to read: one process with the cloud, and labs that each have a
 * tenant in it, a domain controller and a Connect server of their own. The parts meet over HTTPS, WebSocket and LDAPS only.
 */
import { rm, stat } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import type { Express } from 'express'
import { createConnectServer } from '#bridge/connect-server.ts'
import { type Cloud, createCloud } from '#cloud-sim/cloud.ts'
import { type Config, config as configSchema } from '#core/contracts/config.ts'
import type { NewLab } from '#core/contracts/control-api.ts'
import type { World } from '#core/contracts/world.ts'
import type { Instant, Lab } from '#core/ports.ts'
import { createDomainController } from '#onprem-sim/domain-controller.ts'
import { type Authority, openAuthority, serverNames } from './certificates.ts'
import { realTime } from './clock.ts'
import { createControlApi } from './control-api/router.ts'
import type { DirectoryPorts } from './directory-power.ts'
import type { Host, RunningLab } from './host.ts'
import { createApp, fastServer, type Listener, listen } from './http.ts'
import { type Tap, tapHttp } from './http-tap.ts'
import { keepSigningKeys } from './keep-signing-keys.ts'
import { createLab } from './lab.ts'
import { type Addresses, type OpenedLab, openLab, type PartFactories } from './open-lab.ts'
import { LabRefusal } from './refusal.ts'
import { foldersWith, openLibrary, type ScenarioLibrary } from './scenarios/scenario-library.ts'
import { ScenarioRunner } from './scenarios/scenario-runner.ts'
import { stageOf } from './scenarios/stage-of-lab.ts'
import { openStoryLabs } from './scenarios/story-labs.ts'
import { serveScreens } from './serve-screens.ts'
import type { StartLab } from './started-lab.ts'
import { seedSnapshot } from './world/enter-world.ts'

export type { StartedLab, StartOptions } from './started-lab.ts'

/** One of this process's labs. */
type HostedLab = OpenedLab & RunningLab & { readonly scenarios: ScenarioRunner }

export interface StartedHost extends Host {
  readonly labs: ReadonlyMap<string, HostedLab>
  readonly addresses: Addresses
  /** Ends every lab and listener; what was acknowledged is on disk. */
  close(): Promise<void>
}

/** Starts the listeners, the cloud and the default lab. Throws LabRefusal with a sentence when something stands in the way. */
export async function startHost(config: Config): Promise<StartedHost> {
  const data = config.ephemeral ? undefined : config.data
  const authority = await openAuthority(data && join(data, 'ca'))
  const origins = new Set<string>()
  const cloud = await createCloud({
    origins,
    ...(data === undefined ? {} : { signingKeys: keepSigningKeys(join(data, 'signing-keys.json')) }),
  })
  const app = createApp()
  const labs = new Map<string, HostedLab>()
  const tap = tapHttp(() => [...labs.values()].map(({ lab }) => lab))
  const { listeners, addresses } = await openListeners(config, authority, app, cloud, tap)
  origins.add(addresses.http).add(addresses.https)
  const library = openLibrary(foldersWith(await ownFolder(config)))
  const open = (lab: NewLab & { readonly id: string }) =>
    openOne(lab, {
      config,
      data,
      authority,
      cloud,
      addresses,
      labs,
      library,
      ports: lab.id === config.lab ? config : anyPorts,
    })
  const createAnother = async (wanted: NewLab) => {
    const id = wanted.id ?? freeId(wanted.world ?? config.world, labs)
    if (labs.has(id)) throw new LabRefusal('LabExists', { lab: id })
    return open({ ...wanted, id })
  }
  const host: StartedHost = {
    addresses,
    labs,
    library,
    storyLabs: openStoryLabs<RunningLab>({ labs, library, createLab: createAnother }),
    defaultLab: config.lab,
    createLab: createAnother,
    deleteLab: async (id) => {
      await labs.get(id)?.close()
      labs.delete(id)
      if (data !== undefined) await rm(join(data, 'labs', id), { recursive: true, force: true })
    },
    resetLab: async (id, snapshot) => {
      if (!(await labs.get(id)?.reset(snapshot)))
        throw new LabRefusal('LabSnapshotNotFound', { lab: id, snapshot: snapshot ?? 'seed' })
    },
    close: async () => {
      for (const lab of labs.values()) await lab.close()
      await Promise.all(listeners.map((listener) => listener.close()))
    },
  }
  app.use('/lab/v1', createControlApi(host, { ...config, origins: addresses }))
  app.use(tap)
  app.use('/sts/:lab', (request, response, next) => {
    const lab = labs.get(request.params.lab)
    if (lab === undefined) next()
    else lab.connect.current.federation(request, response, next)
  })
  app.use(cloud.router)
  app.use(serveScreens())
  try {
    await open({ id: config.lab, world: config.world, at: config.at, seed: config.seed })
  } catch (error) {
    await host.close()
    throw error
  }
  return host
}

/** Throws LabRefusal `LabSettingInvalid` where nothing is. */
async function ownFolder({ scenarios }: Config): Promise<string | undefined> {
  if (scenarios === undefined || (await isFolder(scenarios))) return scenarios
  const problem = `${scenarios} is no folder`
  throw new LabRefusal('LabSettingInvalid', { key: 'scenarios', from: 'scenarios', problem })
}

const isFolder = (path: string) =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )

const anyPorts = { ldapPort: 0, ldapsPort: 0, gcPort: 0 }

interface Surroundings {
  readonly config: Config
  readonly data: string | undefined
  readonly authority: Authority
  readonly cloud: Cloud
  readonly addresses: Addresses
  readonly labs: Map<string, HostedLab>
  readonly library: ScenarioLibrary
  readonly ports: Pick<Config, 'ldapPort' | 'ldapsPort' | 'gcPort'>
}

async function openOne(wanted: NewLab & { readonly id: string }, around: Surroundings): Promise<HostedLab> {
  const { id, seed } = wanted
  const directory = around.data && join(around.data, 'labs', id)
  const opened = await openLab({
    worldName: wanted.world ?? around.config.world,
    loadWorld: around.library.world,
    at: wanted.at === undefined ? undefined : Date.parse(wanted.at),
    now: realTime,
    createLab: (at: Instant) =>
      createLab({
        id,
        at,
        ...(seed === undefined ? {} : { seed }),
        ...(directory === undefined ? {} : { directory }),
      }),
    factories: factoriesFor(around),
    addresses: around.addresses,
  })
  const scenarios = new ScenarioRunner(stageOf(opened), around.library)
  const running = { ...opened, scenarios }
  around.labs.set(id, running)
  // A world that extends another is built through the doors of a lab that is open.
  if (!opened.lab.snapshots.has(seedSnapshot)) await opened.enterWorld(opened.world.world)
  return running
}

/** The three parts of a lab, on the listeners and certificates of this process. */
function factoriesFor({ config, authority, cloud, addresses, ports }: Surroundings): PartFactories {
  const own = { ldap: ports.ldapPort, ldaps: ports.ldapsPort, gc: ports.gcPort }
  const createDirectory = async (lab: Lab, forest: World['forest'], on: DirectoryPorts) =>
    createDomainController(lab, {
      forest,
      host: config.host,
      ports: on,
      tls: await authority.credentialsFor(
        serverNames([forest.dnsName, `*.${forest.dnsName}`, ...config.names]),
      ),
    })
  return {
    openTenant: (lab, signUp) => cloud.addTenant(lab, signUp),
    closeTenant: (tenantId) => cloud.removeTenant(tenantId),
    createDirectory: (lab, forest, before = own) => createDirectory(lab, forest, before),
    createFurtherDirectory: (lab, forest) => createDirectory(lab, forest, { ldap: 0, ldaps: 0, gc: 0 }),
    createConnect: (lab, { serverName, forests, initialDomain }) =>
      createConnectServer(lab, {
        serverName,
        forests: forests.map((forest) => ({ ...forest, ca: authority.certificate })),
        cloud: { origin: addresses.https, ca: authority.certificate, domain: lab.tenantId || initialDomain },
      }),
  }
}

async function openListeners(
  config: Config,
  authority: Authority,
  app: Express,
  cloud: Cloud,
  tap: Tap,
): Promise<{ listeners: Listener[]; addresses: Addresses }> {
  const { host } = config
  const listener = cloudFirst(app, cloud, tap)
  const http = await listen(fastServer(app, undefined, listener), {
    host,
    port: config.httpPort,
    listener: 'the screens',
    setting: '--http-port',
  })
  const credentials = await authority.credentialsFor(serverNames(config.names))
  const https = await listen(fastServer(app, credentials, listener), {
    host,
    port: config.httpsPort,
    listener: 'the cloud',
    setting: '--https-port',
  })
  for (const { server } of [http, https])
    server.on('upgrade', (request, socket, head) => {
      if (!cloud.handleUpgrade(request, socket, head)) socket.destroy()
    })
  const name = isOwnMachine(host) ? 'localhost' : host
  const addresses = {
    host: name,
    http: `http://${name}:${http.port}`,
    https: `https://${name}:${https.port}`,
    caCertificate: authority.certificate,
    adminToken: config.adminToken,
  }
  return { listeners: [http, https], addresses }
}

/** What the cloud is asked most goes to it at once; the tap sees it as it sees what goes through Express. */
const cloudFirst =
  (app: RequestListener, cloud: Cloud, tap: Tap): RequestListener =>
  (request, response) => {
    const claimed = cloud.claim(request)
    if (claimed === undefined) app(request, response)
    else tap(request, response, () => void claimed(response))
  }

const isOwnMachine = (host: string) => host === '127.0.0.1' || host === '0.0.0.0' || host === '::'

function freeId(world: string, labs: ReadonlyMap<string, unknown>): string {
  for (let number = 2; ; number++) if (!labs.has(`${world}-${number}`)) return `${world}-${number}`
}

/** See `StartLab`. */
export const startLab: StartLab = async (options = {}) => {
  const { data, ...named } = options
  const ports = { httpPort: 0, httpsPort: 0, ldapPort: 0, ldapsPort: 0, gcPort: 0 }
  const kept = data === undefined ? { ephemeral: true } : { data }
  const host = await startHost(configSchema.parse({ ...ports, ...kept, ...named }))
  const running = host.labs.get(host.defaultLab)
  if (!running) throw new Error('the default lab is not there')
  const { lab } = running
  return {
    info: running.info,
    control: host.addresses.http,
    clock: lab.clock,
    inbox: lab.inbox,
    faults: lab.faults,
    scenarios: running.scenarios,
    snapshots: lab.snapshots,
    events: (filter) => lab.journal.events(filter),
    reset: async () => void (await running.reset()),
    close: () => host.close(),
  }
}
