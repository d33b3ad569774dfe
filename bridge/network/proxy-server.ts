/**
 * The proxy of the company's network: HTTP CONNECT with an allow-list (403), names and passwords (407) and an idle timeout.
 * It resolves every public name of the cloud to the lab's own. Source: writeback.md §7.5.
 */
import { lookup } from 'node:dns'
import type { Server } from 'proxy-chain'
import type { NetworkState } from '#core/contracts/connect-network.ts'
import type { Clock } from '#core/ports.ts'
import { isAllowed } from './documented-hosts.ts'

export interface ProxyRules {
  readonly allow: readonly string[]
  readonly requireCredentials?: { readonly username: string; readonly password: string } | undefined
  readonly idleSeconds: number
}

export interface CompanyProxy {
  readonly url: string
  /** Newest first. */
  readonly log: NetworkState['log']
  close(): Promise<void>
}

const logLength = 200

export interface ProxySurroundings {
  readonly clock: Clock
  /** Asked with every request, so that a change holds at once. */
  rules(): ProxyRules
  /** Where the lab's cloud is. */
  readonly cloudHost: string
}

export async function startProxy({ clock, rules, cloudHost }: ProxySurroundings): Promise<CompanyProxy> {
  // Only labs with a proxy load it.
  const { RequestError, Server: ProxyServer } = await import('proxy-chain')
  const log: NetworkState['log'] = []
  const note = (host: string, port: number, status: number) => {
    log.unshift({ at: new Date(clock.now()).toISOString(), host, port, status })
    log.length = Math.min(log.length, logLength)
  }
  const server = new ProxyServer({
    port: 0,
    host: '127.0.0.1',
    prepareRequestFunction: ({ hostname, port, username, password }) => {
      const { allow, requireCredentials: wanted } = rules()
      if (wanted !== undefined && (username !== wanted.username || password !== wanted.password)) {
        note(hostname, port, 407)
        return { requestAuthentication: true, failMsg: 'Proxy authentication required' }
      }
      if (!isAllowed(hostname, allow)) {
        note(hostname, port, 403)
        throw new RequestError(`${hostname} is not on the allow-list`, 403)
      }
      note(hostname, port, 200)
      const dnsLookup: typeof lookup = Object.assign(
        (_name: string, ...rest: unknown[]) => Reflect.apply(lookup, undefined, [cloudHost, ...rest]),
        lookup,
      )
      return { dnsLookup }
    },
  })
  await server.listen()
  const cancel = cutIdleConnections(server, clock, rules)
  return {
    url: `http://127.0.0.1:${server.port}`,
    log,
    close: async () => {
      cancel()
      await server.close(true)
    },
  }
}

const second = 1000

/** Looks every second of the lab's clock that matters: once an idle period; what said nothing in it is cut. */
function cutIdleConnections(server: Server, clock: Clock, rules: () => ProxyRules): () => void {
  let seen = new Map<number, string>()
  let cancel = () => {}
  const look = () => {
    const now = new Map<number, string>()
    for (const id of server.getConnectionIds()) {
      const said = JSON.stringify(server.getConnectionStats(id))
      if (rules().idleSeconds > 0 && seen.get(id) === said) server.closeConnection(id)
      else now.set(id, said)
    }
    seen = now
    plan()
    return `${now.size} connections`
  }
  const plan = () => {
    const { idleSeconds } = rules()
    cancel = clock.at(clock.now() + (idleSeconds || 60) * second, { name: 'proxy idle timeout', run: look })
  }
  plan()
  return () => cancel()
}
