/** What a token is asked for: the resource that the scopes name, and the permissions on it. */
import type { Application, ServicePrincipal } from '#core/entra/applications.ts'
import { firstPartyApp, graphAppId } from '#core/entra/first-party-apps.ts'
import { graphPermission } from '#core/entra/graph-permissions.ts'
import type { CloudTenant } from '../tenants.ts'
import { granted, type OAuthResult, refused } from './refusal.ts'

export interface Resource {
  readonly principal: ServicePrincipal
  /** Registered in this tenant; undefined for Microsoft's own. */
  readonly application: Application | undefined
  /** `aud` of the token, as the client named the resource. */
  readonly audience: string
  readonly isGraph: boolean
  /** Format of access tokens: Microsoft's own are version 1. */
  readonly version: 1 | 2
}

export interface AskedScopes {
  /** Undefined when only OpenID scopes were asked for: then Graph's userinfo is meant. */
  readonly resource: Resource
  /** Permissions by name, without the resource. */
  readonly permissions: readonly string[]
  /** `.default`: whatever has been consented to. */
  readonly isDefault: boolean
  readonly oidc: ReadonlySet<string>
  /** As the client wrote them. */
  readonly asWritten: readonly string[]
}

const oidcScopes = new Set(['openid', 'profile', 'email', 'offline_access'])
const graphOrigin = 'https://graph.microsoft.com'

/** `own`: this host's origins, which name Graph too, for clients that are pointed at a custom one. */
export function namesGraph(name: string, own: readonly string[]): boolean {
  const trimmed = name.replace(/\/+$/, '')
  return own.includes(trimmed) || trimmed === graphOrigin || trimmed === graphAppId
}

/** The resource of that name; no name stands for Graph. */
export function findResource(
  tenant: CloudTenant,
  name: string,
  own: readonly string[],
): OAuthResult<Resource> {
  const trimmed = name.replace(/\/+$/, '')
  const isGraph = trimmed === '' || namesGraph(trimmed, own)
  const { applications } = tenant.directory
  const principal = isGraph
    ? applications.principalByAppId(graphAppId)
    : applications.principalByName(trimmed)
  if (principal === undefined)
    return refused('InvalidResourceServicePrincipalNotFound', { resource: name, tenant: tenant.tenantId })
  const application = applications.byAppId(principal.appId)
  const version =
    firstPartyApp(principal.appId) === undefined && application?.requestedAccessTokenVersion === 2 ? 2 : 1
  // Version 2 tokens carry the API's client id; version 1 tokens what the client wrote.
  const audience =
    version === 2
      ? principal.appId
      : trimmed === ''
        ? graphAppId
        : isGraph && trimmed !== graphAppId
          ? graphOrigin
          : name
  return granted({ principal, application, audience, isGraph, version })
}

/** `https://graph.microsoft.com//.default` (az): exactly `/.default` is taken off, then slashes. */
function split(scope: string): { readonly resource: string; readonly permission: string } {
  const at = scope.lastIndexOf('/')
  return at < 0
    ? { resource: '', permission: scope }
    : { resource: scope.slice(0, at), permission: scope.slice(at + 1) }
}

/** Graph may be named in several ways, and not at all, in one list of scopes. */
const sameName = (resource: string, own: readonly string[]): string =>
  namesGraph(resource, own) ? '' : resource.replace(/\/+$/, '').toLowerCase()

export function parseScopes(
  tenant: CloudTenant,
  text: string,
  own: readonly string[],
): OAuthResult<AskedScopes> {
  const asWritten = text.split(/[ +]+/).filter((scope) => scope !== '')
  const oidc = new Set(asWritten.filter((scope) => oidcScopes.has(scope)))
  const others = asWritten.filter((scope) => !oidcScopes.has(scope)).map(split)
  const names = new Set(others.map(({ resource }) => sameName(resource, own)))
  if (names.size > 1) return refused('InvalidMultipleResourcesScope')
  const found = findResource(tenant, others[0]?.resource ?? '', own)
  if (!found.ok) return found
  const permissions = others.map(({ permission }) => permission)
  const isDefault = permissions.includes('.default')
  for (const permission of permissions) {
    if (permission !== '.default' && !exposes(found.value, permission))
      return refused('InvalidScope', { scope: permission })
  }
  return granted({
    resource: found.value,
    permissions: permissions.filter((permission) => permission !== '.default'),
    isDefault,
    oidc,
    asWritten,
  })
}

function exposes(resource: Resource, permission: string): boolean {
  if (resource.isGraph) return graphPermission(permission)?.delegatedId != null
  if (resource.application === undefined) return permission === 'user_impersonation'
  return resource.application.scopes.some(
    (scope) => scope.isEnabled && scope.value.toLowerCase() === permission.toLowerCase(),
  )
}

/** `User.Read` as the resource spells it. */
export const canonical = (resource: Resource, permission: string): string =>
  (resource.isGraph
    ? graphPermission(permission)?.value
    : resource.application?.scopes.find((scope) => scope.value.toLowerCase() === permission.toLowerCase())
        ?.value) ?? permission
