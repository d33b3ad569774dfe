/** A lab with the real cloud on a TLS port of its own: what a Connect server under test talks to. */
import 'reflect-metadata'
import express from 'express'
import { createCloud } from '#cloud-sim/cloud.ts'
import type { CloudTenant } from '#cloud-sim/tenants.ts'
import { type Authority, openAuthority, serverNames } from '#lab/certificates.ts'
import { fastServer, listen } from '#lab/http.ts'
import { createLab, type LabWorld } from '#lab/lab.ts'
import { createWebClient, type WebAnswer } from '#lab/scenarios/web-client.ts'

/** skuId of Entra ID P2; the tenant has bought 25. */
export const premium = '84a661c4-e949-4bd2-a560-ed7766fcaf2b'
export const administrator = { username: 'admin@contoso.com', password: 'Tundra-Signal-88!' }

export interface CloudHost {
  readonly lab: LabWorld
  readonly tenant: CloudTenant
  readonly authority: Authority
  /** For `ConnectOptions`. */
  readonly endpoint: { readonly origin: string; readonly ca: string; readonly domain: string }
  /** A token for somebody, by user name and password; undefined when the sign-in is refused. */
  signIn(username: string, password: string): Promise<string | undefined>
  /** Calls the cloud as the administrator. */
  asAdministrator(path: string, request?: { method?: string; json?: unknown }): Promise<WebAnswer>
  /** Breaks every connection of the relay, as a proxy with an idle timeout does. */
  dropRelayConnections(): void
  close(): Promise<void>
}

/** The public client that administrators' tools use. */
const toolId = '1950a258-227b-4e31-a9cf-717495945fc2'

export async function startCloudHost({
  at = Date.UTC(2026, 0, 12, 9),
  data,
}: {
  at?: number
  data?: string
} = {}): Promise<CloudHost> {
  const lab = await createLab({ at, ...(data === undefined ? {} : { directory: data }) })
  const cloud = await createCloud()
  const tenant = await cloud.addTenant(lab, {
    initialDomain: 'contoso.onmicrosoft.com',
    displayName: 'Contoso',
    verifiedDomains: ['contoso.com'],
    firstAdministrator: {
      userPrincipalName: administrator.username,
      displayName: 'Ada Lovejoy',
      password: administrator.password,
    },
  })
  await tenant.directory.transaction(() =>
    tenant.directory.putSubscription({
      id: premium,
      capabilityStatus: 'Enabled',
      enabled: 25,
      warning: 0,
      suspended: 0,
      lockedOut: 0,
      expiresAt: null,
    }),
  )
  const authority = await openAuthority()
  const app = express().use(cloud.router)
  // As the lab's own listeners ask: the cloud first, Express for what it does not claim.
  const server = fastServer(app, await authority.credentialsFor(serverNames()), (request, response) => {
    const claimed = cloud.claim(request)
    if (claimed === undefined) app(request, response)
    else claimed(response)
  })
  const tunnels = new Set<{ destroy(): void }>()
  server.on('upgrade', (request, socket, head) => {
    tunnels.add(socket)
    if (!cloud.handleUpgrade(request, socket, head)) socket.destroy()
  })
  const listener = await listen(server, {
    host: '127.0.0.1',
    port: 0,
    listener: 'the cloud',
    setting: 'port',
  })
  const origin = `https://localhost:${listener.port}`
  const web = createWebClient(authority.certificate)
  const signIn = async (username: string, password: string) => {
    const form = {
      grant_type: 'password',
      client_id: toolId,
      username,
      password,
      scope: 'https://graph.microsoft.com/.default',
    }
    const { json } = await web.send(`${origin}/${lab.tenantId}/oauth2/v2.0/token`, { form })
    return (json as { access_token?: string }).access_token
  }
  let token: string | undefined
  const asAdministrator: CloudHost['asAdministrator'] = async (path, request = {}) => {
    token ??= await signIn(administrator.username, administrator.password)
    return web.send(origin + path, { ...request, headers: { authorization: `Bearer ${token}` } })
  }
  return {
    lab,
    tenant,
    authority,
    endpoint: { origin, ca: authority.certificate, domain: lab.tenantId },
    signIn,
    // The token may have expired meanwhile: the clock goes by hours.
    asAdministrator: async (path, request) => {
      const first = await asAdministrator(path, request)
      if (first.status !== 401) return first
      token = undefined
      return asAdministrator(path, request)
    },
    dropRelayConnections: () => {
      for (const socket of tunnels) socket.destroy()
      tunnels.clear()
    },
    close: async () => {
      await web.close()
      cloud.close()
      await listener.close()
      await lab.close()
    },
  }
}
