/**
 * How this server reaches the cloud: straight, or through the company's proxy only. What `machine.config` says (the way and
 * the credentials) is taken up when the service starts; what the proxy lets through holds at once. Source: writeback.md §7.5.
 */
import { connect } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { Agent, buildConnector, type Dispatcher } from 'undici'
import { type NetworkSettings, type NetworkState, networkSettings } from '#core/contracts/connect-network.ts'
import type { Collection, Lab, StoredRecord } from '#core/ports.ts'
import type { CloudEndpoint, CloudRoute } from '../connectors/cloud-connection.ts'
import { currentTls, type MachineTls, type TlsVersions } from '../machine-tls.ts'
import { documentedEndpoints, hostOfPath, isAllowed, isCloudHost } from './documented-hosts.ts'
import { type CompanyProxy, startProxy } from './proxy-server.ts'
import { openTunnel, secure } from './tunnel.ts'

/** `connect.network`, one row. */
type StoredSettings = StoredRecord & NetworkSettings

const onlyRow = 'this server'
const timeoutMs = 60_000
const direct = networkSettings.parse({})

const versionOf = ({ maxVersion }: TlsVersions): string => maxVersion ?? ''

export class Network implements CloudRoute {
  private readonly lab: Lab
  private readonly endpoint: CloudEndpoint
  private readonly stored: Collection<StoredSettings>
  private proxy: CompanyProxy | undefined
  /** What the running service has read from `machine.config`. */
  private taken: NetworkSettings = direct
  /** What the running service speaks. */
  private tls: TlsVersions = currentTls
  private readonly machineTls: MachineTls
  private readonly dispatchers = new Map<string, Agent>()
  /** The sign-in window of the wizard: by the same way, with the TLS of a browser. */
  readonly browser: CloudRoute = {
    dispatcherFor: (path) => this.dispatcher(path, currentTls),
    inHouse: () => this.straightOn(currentTls),
  }

  constructor(lab: Lab, endpoint: CloudEndpoint, machineTls: MachineTls) {
    this.lab = lab
    this.endpoint = endpoint
    this.machineTls = machineTls
    this.stored = lab.store.collection('connect.network')
  }

  /** Reads `machine.config` and the registry, as a start of the service does. */
  async start(): Promise<void> {
    this.taken = this.settings
    this.tls = this.machineTls.versions
    if (this.taken.way === 'proxy') await this.standProxy()
    const old = [...this.dispatchers.values()]
    this.dispatchers.clear()
    await Promise.all(old.map((dispatcher) => dispatcher.close()))
  }

  async change(settings: NetworkSettings): Promise<void> {
    await this.lab.store.transaction(() => this.stored.put({ id: onlyRow, ...settings }))
    if (settings.way === 'proxy') await this.standProxy()
  }

  /** For requests to a path of the cloud. */
  dispatcherFor(path: string): Dispatcher {
    return this.dispatcher(path, this.tls)
  }

  /** For requests to servers of the company itself, before which no proxy stands. */
  inHouse(): Dispatcher {
    return this.straightOn(this.tls)
  }

  /** For connections that a client opens itself. */
  get secureOptions(): TlsVersions & { readonly ca: string } {
    return { ...this.tls, ca: this.endpoint.ca }
  }

  /** A connection for the relay; undefined: the client may open its own, straight. */
  async throughProxy(host: string, tls: TlsVersions = this.tls): Promise<TLSSocket | undefined> {
    if (this.taken.way === 'direct') return undefined
    const { hostname, port } = new URL(this.endpoint.origin)
    const { credentials } = this.taken
    const { url } = await this.standProxy()
    const socket = await openTunnel({ proxy: url, credentials, host, port: Number(port || 443) })
    return secure(socket, hostname, { ...tls, ca: this.endpoint.ca })
  }

  async tryHost(host: string, port: number): Promise<{ reachable: boolean; detail: string }> {
    if (!isCloudHost(host)) return { reachable: false, detail: 'Name resolution failed.' }
    if (port !== 443) return { reachable: false, detail: `Nothing listens on port ${port}.` }
    try {
      const opened = (await this.throughProxy(host)) ?? (await this.straight())
      opened.destroy()
      return { reachable: true, detail: 'The host answers.' }
    } catch (error) {
      return { reachable: false, detail: error instanceof Error ? error.message : String(error) }
    }
  }

  state(): NetworkState {
    const { way, allow, requireCredentials, credentials, idleSeconds } = this.settings
    const letsIn =
      requireCredentials === undefined ||
      (credentials?.username === requireCredentials.username &&
        credentials.password === requireCredentials.password)
    return {
      way,
      allow: [...allow],
      requiresCredentials: requireCredentials !== undefined,
      hasCredentials: credentials !== undefined,
      idleSeconds,
      proxy: way === 'proxy' ? (this.proxy?.url ?? null) : null,
      endpoints: documentedEndpoints.map(({ host, neededFor }) => ({
        host,
        port: 443,
        neededFor,
        reachable: way === 'direct' || (letsIn && isAllowed(host, allow)),
      })),
      log: [...(this.proxy?.log ?? [])],
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.dispatchers.values()].map((dispatcher) => dispatcher.close()))
    this.dispatchers.clear()
    await this.proxy?.close()
    this.proxy = undefined
  }

  /** The settings, with the names of credentials alone. */
  withoutPasswords() {
    const { requireCredentials, credentials, ...rest } = this.settings
    return { ...rest, demands: requireCredentials?.username, knows: credentials?.username }
  }

  private get settings(): NetworkSettings {
    return this.stored.get(onlyRow) ?? direct
  }

  private held(key: string, connector: () => buildConnector.connector): Dispatcher {
    const known = this.dispatchers.get(key)
    if (known !== undefined) return known
    const made = new Agent({ connect: connector(), headersTimeout: timeoutMs, bodyTimeout: timeoutMs })
    this.dispatchers.set(key, made)
    return made
  }

  private dispatcher(path: string, tls: TlsVersions): Dispatcher {
    if (this.taken.way === 'direct') return this.straightOn(tls)
    const host = hostOfPath(path)
    return this.held(`${versionOf(tls)} ${host}`, () => this.connector(host, tls))
  }

  private straightOn(tls: TlsVersions): Dispatcher {
    return this.held(versionOf(tls), () => buildConnector({ ca: this.endpoint.ca, ...tls }))
  }

  private connector(host: string, tls: TlsVersions): buildConnector.connector {
    return (_options, callback) => {
      this.throughProxy(host, tls).then(
        (socket) => (socket === undefined ? callback(new Error('no proxy'), null) : callback(null, socket)),
        (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
      )
    }
  }

  private straight() {
    const { hostname, port } = new URL(this.endpoint.origin)
    return new Promise<ReturnType<typeof connect>>((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port || 443) }, () => resolve(socket))
      socket.once('error', reject)
    })
  }

  /** The proxy stands from the first time that it is asked for. */
  private async standProxy(): Promise<CompanyProxy> {
    this.proxy ??= await startProxy({
      clock: this.lab.clock,
      rules: () => this.settings,
      cloudHost: new URL(this.endpoint.origin).hostname,
    })
    return this.proxy
  }
}
