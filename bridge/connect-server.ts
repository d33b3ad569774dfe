/**
 * The Connect server of one lab: synchronises a forest into the tenant and writes passwords back. It meets the domain
 * controller over LDAPS and the cloud over HTTPS, and so can be pointed at a real Active Directory.
 */
import type { Router } from 'express'
import type { RunHistoryRow } from '#core/contracts/connect.ts'
import type { Cancel, Lab, Part } from '#core/ports.ts'
import { upgradeEveryMs, upgradeIfReleased } from './auto-upgrade.ts'
import { createConnectRoutes } from './connect-routes.ts'
import { CloudConnection, type CloudEndpoint, type CloudRoute } from './connectors/cloud-connection.ts'
import { createEventLog } from './event-log.ts'
import { createFederationRoutes } from './federation/federation-routes.ts'
import { FederationService } from './federation/federation-service.ts'
import { type ForestEndpoint, openForestConnections } from './forest-connections.ts'
import { type InstallSettings, install } from './installation/install.ts'
import { MachineClock } from './machine-clock.ts'
import { MachineTls } from './machine-tls.ts'
import { Network } from './network/network.ts'
import { AuthenticationAgents } from './pass-through/authentication-agents.ts'
import { passwordPass } from './password-hash-sync/password-pass.ts'
import { idle } from './run-profiles/activity.ts'
import { allowedIntervalMs, Scheduler } from './scheduler.ts'
import { requireConfiguration, type ServerContext } from './server-context.ts'
import {
  configurationOf,
  isServiceRunning,
  onlyRow,
  openServerState,
  type ServerState,
} from './state/configuration.ts'
import { openSpaces } from './state/spaces.ts'
import { changeUserSignIn, resetTrust, type SignInTools } from './user-sign-in/change-user-sign-in.ts'
import { Wizard } from './wizard/wizard.ts'
import { heartbeatEveryMs, sendHeartbeat } from './writeback/heartbeat.ts'
import { onboard } from './writeback/onboarding.ts'
import { RelayListener } from './writeback/relay-listener.ts'

export interface ConnectOptions {
  readonly serverName: string
  readonly version?: string
  /** The forests within reach; first installation takes the first one. */
  readonly forests: readonly ForestEndpoint[]
  readonly cloud: CloudEndpoint
  /** Where `federation` is mounted, as browsers reach it: `https://host:port/sts/{lab}`. */
  readonly federationBase?: string
}

export interface ConnectServer extends Part {
  readonly name: 'connect'
  /** The verbs of core/contracts/connect.ts; mounted at `/lab/v1/labs/{lab}/connect`. */
  readonly router: Router
  /** The lab's minimal AD FS; mounted at `/sts/{lab}`. */
  readonly federation: Router
  /**
   * First installation on the custom path: accounts on both sides, scope and features, initial cycle, schedule. Does nothing
   * on an installed server. Throws with a sentence when the directory or the cloud refuses.
   */
  install(settings: InstallSettings): Promise<void>
  /** Runs a cycle once the one under way has ended; rows in order of the run profiles. */
  synchronize(policy: 'Delta' | 'Initial'): Promise<RunHistoryRow[]>
  /** Resolves when the relay listener has done what the configuration asks of it, or has failed at it. */
  settled(): Promise<void>
  /** One pass of password hash synchronisation; answers one line about it. */
  synchronizePasswords(): Promise<string>
}

/** The version that the wizard and the heartbeat name. */
const currentVersion = '2.5.79.0'
const passwordPassEveryMs = 2 * 60_000

export async function createConnectServer(lab: Lab, options: ConnectOptions): Promise<ConnectServer> {
  const server = await createContext(lab, options)
  const listener = new RelayListener(server)
  const scheduler = new Scheduler(server)
  const signIn = openSignIn(server, options)
  const wizard = new Wizard({
    server,
    scheduler,
    listener,
    forestsInReach: options.forests.map(({ dnsName }) => dnsName),
    userSignIn: (administrator, method) => changeUserSignIn(signIn, administrator, method),
    resetTrust: (administrator, renew) => resetTrust(signIn, administrator, renew),
  })
  const cancels = followState(server.state, () => {
    listener.follow()
    scheduler.follow()
  })
  const synchronizePasswords = oneAtATime(() => passwordsNow(server))
  cancels.push(
    lab.clock.every(passwordPassEveryMs, {
      name: 'password hash synchronisation',
      run: synchronizePasswords,
    }),
    lab.clock.every(heartbeatEveryMs, {
      name: 'writeback heartbeat',
      run: () => sendHeartbeat(server, listener),
    }),
    lab.clock.every(upgradeEveryMs, {
      name: 'automatic upgrade',
      run: () => upgradeIfReleased({ server, scheduler, listener }),
    }),
  )
  return {
    name: 'connect',
    router: createConnectRoutes({ server, scheduler, listener, wizard, signIn }),
    federation: createFederationRoutes({
      service: signIn.federation,
      clock: lab.clock,
      cloudOrigin: options.cloud.origin,
    }),
    install: async (settings) => {
      if (configurationOf(server.state) !== undefined) return
      const [forest] = options.forests
      if (forest === undefined) throw new Error('no forest is within reach')
      await install(server, forest, settings)
      await scheduler.configure({ nextPolicy: 'Initial', nextCycleAt: lab.clock.now() + allowedIntervalMs })
      await scheduler.run('Initial')
      if (settings.passwordHashSync) await synchronizePasswords()
      if (settings.passwordWriteback) await enableWriteback(server, listener, settings)
    },
    synchronize: (policy) => scheduler.run(policy),
    synchronizePasswords,
    settled: () => {
      listener.follow()
      return listener.settled()
    },
    health: () => healthOf(server, listener),
    close: async () => {
      for (const cancel of cancels) cancel()
      await scheduler.close()
      await synchronizePasswords.settled()
      await listener.close()
      signIn.agents.close()
      await server.close()
    },
  }
}

/** What a change of *User sign-in* works with: the authentication agents and the federation service. */
function openSignIn(server: ServerContext, { forests, cloud, federationBase }: ConnectOptions): SignInTools {
  const base = federationBase ?? `${cloud.origin}/sts/${server.lab.id}`
  return {
    server,
    agents: new AuthenticationAgents(server, forests),
    federation: new FederationService(server, forests, base),
  }
}

async function createContext(
  lab: Lab,
  options: ConnectOptions,
): Promise<ServerContext & { close(): Promise<void> }> {
  const state = openServerState(lab)
  const forests = openForestConnections(state, options.forests)
  const machineTls = new MachineTls(lab)
  const network = new Network(lab, options.cloud, machineTls)
  await network.start()
  const cloudBy = (route: CloudRoute) =>
    new CloudConnection(options.cloud, () => accountOf(state), lab.clock, route)
  return {
    lab,
    serverName: options.serverName,
    get version() {
      return state.versions.get(onlyRow)?.version ?? options.version ?? currentVersion
    },
    events: createEventLog(lab.journal, options.serverName),
    state,
    spaces: openSpaces(lab),
    cloud: cloudBy(network),
    browser: cloudBy(network.browser),
    network,
    activity: idle(),
    machineClock: new MachineClock(lab),
    machineTls,
    directory: forests.of,
    forestEndpoint: forests.endpointOf,
    close: async () => {
      await forests.close()
      await network.close()
    },
  }
}

function accountOf(state: ServerState) {
  const configuration = configurationOf(state)
  if (configuration === undefined) throw new Error('the Connect server is not installed')
  return configuration.cloud.account
}

/**
 * Calls `follow` once what this server is told to do has changed and been decided (the end of the transaction's turn), so
 * that configuring, stopping a service and restoring a snapshot all take effect the same way.
 */
function followState(state: ServerState, follow: () => void): Cancel[] {
  let closed = false
  let planned = false
  const changed = () => {
    if (planned || closed) return
    planned = true
    setImmediate(() => {
      planned = false
      if (!closed) follow()
    })
  }
  state.configurations.watch(changed)
  state.writeback.watch(changed)
  state.services.watch(changed)
  state.scheduler.watch(changed)
  return [
    () => {
      closed = true
    },
  ]
}

/** Passes follow each other; `settled` resolves when none is under way. */
function oneAtATime(work: () => Promise<string>) {
  let last: Promise<unknown> = Promise.resolve()
  const run = (): Promise<string> => {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }
  return Object.assign(run, { settled: () => last })
}

/** The password pass with all that may keep it from running. */
async function passwordsNow(server: ServerContext): Promise<string> {
  const configuration = configurationOf(server.state)
  if (configuration === undefined) return 'nothing is installed'
  if (!configuration.passwordHashSync) return 'password hash synchronisation is off'
  if (configuration.stagingMode) return 'staging mode'
  if (!isServiceRunning(server.state, 'ADSync')) return 'the service is stopped'
  return passwordPass(server)
}

async function enableWriteback(
  server: ServerContext,
  listener: RelayListener,
  settings: InstallSettings,
): Promise<void> {
  const onboarded = await onboard(server, settings.globalAdmin)
  if (!onboarded.ok)
    throw new Error(
      `password writeback could not be enabled: ${onboarded.failure.detail ?? onboarded.failure.code}`,
    )
  listener.follow()
  await listener.settled()
}

/** Healthy: both sides answer this server's own accounts (once it is installed). */
async function healthOf(
  server: ServerContext,
  listener: RelayListener,
): Promise<{ ok: boolean; detail: string }> {
  if (configurationOf(server.state) === undefined) return { ok: true, detail: 'not installed' }
  try {
    for (const { name } of requireConfiguration(server).forests)
      await server.directory(name).read('', ['highestCommittedUSN'])
    return { ok: true, detail: `connected to the directory, listener ${listener.state}` }
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) }
  }
}
