/**
 * The cloud of all labs in one process: token service, Graph, portal API, password reset API, provisioning and relay on
 * one listener, told apart by Host where clients use Microsoft's names and by path everywhere else.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import express, { type Router } from 'express'
import type { Lab } from '#core/ports.ts'
import { createAccessTokens } from './access-tokens.ts'
import { isProvisioned, labAppsOf, provisionTenant, type SignUp } from './directory/provision-tenant.ts'
import { createTenantDirectory } from './directory/tenant-directory.ts'
import { type Claim, createFrontDoor } from './front-door.ts'
import { claimGraph } from './graph/graph-handler.ts'
import { createManagementRouter } from './management-routes.ts'
import { createOAuthHost } from './oauth/create-oauth-host.ts'
import type { OAuthHost } from './oauth/oauth-host.ts'
import { createOAuthRouter } from './oauth/oauth-router.ts'
import { claimToken } from './oauth/token-endpoint.ts'
import { createAgentChannel } from './pass-through/agent-channel.ts'
import { agentRegister } from './pass-through/agent-register.ts'
import { createPassThroughRouter, type PassThroughHost } from './pass-through/agent-routes.ts'
import { createPortalApiRouter } from './portal-api/portal-api-router.ts'
import { createProvisioningRouter } from './provisioning/provisioning-router.ts'
import { createRelay } from './relay/relay.ts'
import { createSealer } from './sealer.ts'
import { createSigningKeys, type SigningKeyStore, type SigningKeys } from './signing-keys.ts'
import type { PasswordResetHost } from './sspr/password-reset-host.ts'
import { createPasswordResetRouter } from './sspr/password-reset-router.ts'
import { startTenantJobs } from './tenant-jobs.ts'
import { type CloudTenant, createTenants } from './tenants.ts'

export type { CloudTenant } from './tenants.ts'

export interface Cloud {
  /** Provisions the tenant when its store is empty, else loads it. */
  addTenant(lab: Lab, signUp: SignUp): Promise<CloudTenant>
  removeTenant(tenantId: string): void
  /** Mount it with `app.use(cloud.router)`: paths that are not the cloud's go on to the next handler. */
  readonly router: Router
  /** Graph's calls and tokens, for a listener that asks before Express; the router answers them too. */
  readonly claim: Claim
  /** Relay WebSocket; false when the upgrade is not the cloud's. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  readonly keys: SigningKeys
  /** Ends the relay's connections. */
  close(): void
}

export interface CloudOptions {
  /** Absent: keys live as long as the process. */
  readonly signingKeys?: SigningKeyStore
  /** Origin of the screens; absent: they are served on the cloud's own origin. */
  readonly uiBase?: string
  /** Filled once the process listens; absent: the cloud shares its origin with nothing. */
  readonly origins?: ReadonlySet<string>
}

type Host = PasswordResetHost & PassThroughHost

export async function createCloud(options: CloudOptions = {}): Promise<Cloud> {
  const tenants = createTenants()
  const keys = createSigningKeys(options.signingKeys)
  const relay = createRelay((tenantId) => tenants.byId(tenantId)?.directory)
  const agentChannel = createAgentChannel((tenantId) => tenants.byId(tenantId)?.lab)
  const host: Host = {
    tenants,
    keys,
    relay,
    agentChannel,
    sealer: createSealer(keys),
    tokens: createAccessTokens(keys, tenants),
    uiBase: options.uiBase,
    origins: options.origins ?? new Set(),
  }
  const oauth = createOAuthHost(host)
  const claim = createFrontDoor([claimGraph(host), claimToken(oauth)])
  return {
    addTenant: async (lab, signUp) => {
      const tenant = await openTenant(lab, signUp)
      tenants.add(tenant)
      return tenant
    },
    removeTenant: (tenantId) => {
      const tenant = tenants.byId(tenantId)
      relay.disconnect(tenantId, 'the tenant was removed')
      for (const { id } of tenant === undefined ? [] : agentRegister(tenant.lab).all())
        agentChannel.disconnect(id, 'the tenant was removed')
      void tenant?.close()
      tenants.remove(tenantId)
    },
    router: createRouter(host, oauth, claim),
    claim,
    handleUpgrade: (...upgrade) => relay.upgrade(...upgrade) || agentChannel.upgrade(...upgrade),
    keys,
    close: () => {
      relay.close()
      agentChannel.close()
    },
  }
}

function createRouter(host: Host, oauth: OAuthHost, claim: Claim): Router {
  const router = express.Router()
  router.use((request, response, next) => {
    const claimed = claim(request)
    return claimed === undefined ? next() : claimed(response)
  })
  router.use(createOAuthRouter(oauth))
  router.use(createPasswordResetRouter(host))
  router.use(createPortalApiRouter(host))
  router.use(createProvisioningRouter(host))
  router.use(createPassThroughRouter(host))
  router.use(createManagementRouter(host))
  return router
}

async function openTenant(lab: Lab, signUp: SignUp): Promise<CloudTenant> {
  const directory = createTenantDirectory(lab)
  if (!isProvisioned(directory)) await provisionTenant(directory, signUp)
  const stopJobs = startTenantJobs(directory)
  return {
    name: 'cloud',
    lab,
    tenantId: lab.tenantId,
    directory,
    apps: labAppsOf(directory),
    health: async () => ({ ok: isProvisioned(directory), detail: `${directory.countUsers()} users` }),
    close: async () => {
      stopJobs()
      directory.close()
    },
  }
}
