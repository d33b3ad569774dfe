/**
 * Sign-ins of applications and silent ones of users are logged once an hour per client, resource and address, as the
 * real log aggregates them; a tool that asks for a token a second does not drown the others.
 */
import type { CloudUser } from '#core/entra/model.ts'
import type { CloudTenant } from '../tenants.ts'
import type { Client } from './clients.ts'
import { logSignIn, type SignInProof, type SignInSurroundings, type SignInWay } from './log-sign-in.ts'
import type { OAuthRefusal } from './refusal.ts'
import type { Resource } from './resources.ts'
import type { TokenCall } from './token-request.ts'

const hour = 3_600_000
const kept = 10_000
const lastLogged = new WeakMap<CloudTenant, Map<string, number>>()

function isFirstThisHour(tenant: CloudTenant, key: string): boolean {
  const known = lastLogged.get(tenant) ?? new Map<string, number>()
  lastLogged.set(tenant, known)
  const now = tenant.lab.clock.now()
  const last = known.get(key)
  if (last !== undefined && now >= last && now - last < hour) return false
  if (known.size >= kept) known.clear()
  known.set(key, now)
  return true
}

/** With the refusal when it was refused: those count by their number, so that each kind shows. */
export function logAppSignIn(
  client: Client,
  resource: Resource,
  call: TokenCall,
  entry?: OAuthRefusal['entry'],
): void {
  const { tenant, principal } = client
  const errorCode = entry?.number ?? 0
  const key = `app ${errorCode} ${client.appId} ${resource.principal.appId} ${call.ipAddress}`
  if (!isFirstThisHour(tenant, key)) return
  tenant.directory.recordSignIn({
    user: null,
    userPrincipalName: '',
    app: { appId: client.appId, displayName: client.displayName, servicePrincipalId: principal.id },
    resource: { appId: resource.principal.appId, displayName: resource.principal.displayName },
    errorCode,
    failureReason: entry?.failureReason ?? entry?.because ?? 'Other.',
    kind: 'servicePrincipal',
    clientAppUsed: '',
    protocol: 'oAuth2',
    ipAddress: call.ipAddress,
    userAgent: call.userAgent,
    correlationId: call.correlationId,
  })
}

export function logSilentSignIn(
  client: Client,
  about: SignInSurroundings,
  user: CloudUser,
  way: SignInWay,
  proof: () => SignInProof = () => ({}),
): void {
  const key = `${way} ${user.id} ${client.appId} ${about.resource.principal.appId} ${about.ipAddress}`
  if (isFirstThisHour(client.tenant, key))
    logSignIn(client.tenant, about, user, user.userPrincipalName, 0, way, proof())
}
