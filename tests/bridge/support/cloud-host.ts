/** A lab with the real cloud on a TLS port of its own: what a Connect server under test talks to. */
import 'reflect-metadata'
import express from 'express'
import { createAccessTokens } from '#cloud-sim/access-tokens.ts'
import { provisionTenant } from '#cloud-sim/directory/provision-tenant.ts'
import { createTenantDirectory, type TenantDirectory } from '#cloud-sim/directory/tenant-directory.ts'
import { createOAuthHost } from '#cloud-sim/oauth/create-oauth-host.ts'
import { createOAuthRouter } from '#cloud-sim/oauth/oauth-router.ts'
import { createPortalApiRouter } from '#cloud-sim/portal-api/portal-api-router.ts'
import { createProvisioningRouter } from '#cloud-sim/provisioning/provisioning-router.ts'
import { createRelay } from '#cloud-sim/relay/relay.ts'
import { createSealer } from '#cloud-sim/sealer.ts'
import { createSigningKeys } from '#cloud-sim/signing-keys.ts'
import { createPasswordResetRouter } from '#cloud-sim/sspr/password-reset-router.ts'
import { createTenants } from '#cloud-sim/tenants.ts'
import { type Authority, openAuthority, serverNames } from '#lab/certificates.ts'
import { fastServer, listen } from '#lab/http.ts'
import { createLab, type LabWorld } from '#lab/lab.ts'

export const administrator = { username: 'admin@contoso.com', password: 'Tundra-Signal-88!' }

export interface CloudHost {
  readonly lab: LabWorld
  readonly directory: TenantDirectory
  readonly authority: Authority
  /** For `ConnectOptions`. */
  readonly endpoint: { readonly origin: string; readonly ca: string; readonly domain: string }
  close(): Promise<void>
}

export async function startCloudHost({
  at = Date.UTC(2026, 0, 12, 9),
  verifiedDomains = ['contoso.com'],
} = {}): Promise<CloudHost> {
  const lab = await createLab({ at })
  const directory = createTenantDirectory(lab)
  await provisionTenant(directory, {
    initialDomain: 'contoso.onmicrosoft.com',
    displayName: 'Contoso',
    verifiedDomains,
    firstAdministrator: {
      userPrincipalName: administrator.username,
      displayName: 'Ada Lovejoy',
      password: administrator.password,
    },
  })
  const tenants = createTenants()
  const healthy = async () => ({ ok: true, detail: '' })
  tenants.add({
    name: 'cloud',
    lab,
    tenantId: lab.tenantId,
    directory,
    apps: [],
    health: healthy,
    close: async () => undefined,
  })
  const keys = createSigningKeys()
  const relay = createRelay((id) => tenants.byId(id)?.directory)
  const host = {
    tenants,
    keys,
    relay,
    sealer: createSealer(keys),
    tokens: createAccessTokens(keys, tenants),
    uiBase: undefined,
  }
  const authority = await openAuthority()
  const app = express()
  app.use(
    createOAuthRouter(createOAuthHost(host)),
    createPasswordResetRouter(host),
    createPortalApiRouter(host),
    createProvisioningRouter(host),
  )
  const server = fastServer(app, await authority.credentialsFor(serverNames()))
  server.on('upgrade', (request, socket, head) => {
    if (!relay.upgrade(request, socket, head)) socket.destroy()
  })
  const listener = await listen(server, {
    host: '127.0.0.1',
    port: 0,
    listener: 'the cloud',
    setting: 'port',
  })
  return {
    lab,
    directory,
    authority,
    endpoint: {
      origin: `https://localhost:${listener.port}`,
      ca: authority.certificate,
      domain: lab.tenantId,
    },
    close: async () => {
      relay.close()
      await listener.close()
      await lab.close()
    },
  }
}
