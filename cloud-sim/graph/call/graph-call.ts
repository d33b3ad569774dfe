/** One call of Graph, whether it came by HTTP or inside a $batch, and its answer. */

import { type GraphCase, graphEntry, graphSays } from '#core/codes/graph.ts'
import type { Actor } from '#core/entra/audit-row.ts'
import type { CloudUser } from '#core/entra/model.ts'
import type { Later } from '#core/later.ts'
import type { Bearer } from '../../access-tokens.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import type { PasswordResetHost } from '../../sspr/password-reset-host.ts'

export type GraphVersion = 'v1.0' | 'beta'

export interface GraphCall {
  readonly host: PasswordResetHost
  readonly bearer: Bearer
  readonly directory: TenantDirectory
  readonly version: GraphVersion
  readonly method: string
  /** Path below the version, as the client wrote it, without the query. */
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  /** The path of its route, such as `users/{user}/manager/$ref`; undefined for a call that leads nowhere. */
  readonly route: string | undefined
  /** The user that a change is about, named before it: afterwards there may be nobody of that name. */
  readonly about: string | undefined
  /** False: `query` is empty, and need not be read to know. */
  readonly hasQuery: boolean
  readonly query: URLSearchParams
  header(name: string): string | undefined
  readonly body: unknown
  /** Bytes of a body that is no JSON (photos). */
  readonly bytes: Buffer | undefined
  /** `https://graph.microsoft.com`, or the client's own origin. */
  readonly origin: string
  readonly requestId: string
  readonly clientRequestId: string
  readonly ipAddress: string
}

export interface GraphAnswer {
  readonly status: number
  readonly body?: unknown
  /** The body as JSON text, where it is at hand. */
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly raw?: { readonly contentType: string; readonly bytes: Buffer | string }
  /** How much of OData's own is in the body, where the client asked for another measure than the usual. */
  readonly metadata?: 'none' | 'full'
  /** Set when it is a refusal: becomes the error body. */
  readonly error?: GraphError
}

export interface GraphError {
  readonly code: string
  readonly message: string
  readonly details?: readonly { readonly code: string; readonly message: string; readonly target?: string }[]
}

/** At once where nothing has to be waited for. */
export type Answering = Later<GraphAnswer>

export interface RouteAccess {
  /** Delegated permissions, any of which will do. */
  readonly scopes: readonly string[]
  /** Application permissions, any of which will do; empty: applications may not. */
  readonly app: readonly string[]
  /** Delegated permissions that suffice for the caller's own object. */
  readonly own?: readonly string[]
  /** Directory roles, one of which a user must hold besides the permission; not for the own object when `ownNeedsNoRole`. */
  readonly roles?: readonly string[]
  readonly ownNeedsNoRole?: boolean
  /** How a refusal reads; `AccessDenied` unless said. */
  readonly refusal?: GraphCase
  /** Directory.AccessAsUser.All does not open it: authentication methods and logs. */
  readonly notAsUser?: boolean
}

export interface GraphRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** `users/{user}/manager/$ref`; names are compared without case. */
  readonly path: string
  readonly access: RouteAccess
  readonly handle: (call: GraphCall) => Answering
}

export const refuse = (
  name: GraphCase,
  values: Readonly<Record<string, string>> = {},
  more: Pick<GraphError, 'details'> = {},
): GraphAnswer => {
  const { code, status } = graphEntry(name)
  return { status, error: { code, message: graphSays(name, values), ...more } }
}

/** A 400 with a sentence of its own. */
export const invalid = (message: string): GraphAnswer => refuse('Invalid', { message })

export const notFound = (id: string): GraphAnswer => refuse('NotFound', { id })
export const ok = (body: unknown): GraphAnswer => ({ status: 200, body })
export const noContent: GraphAnswer = { status: 204 }
export const created = (body: unknown, location: string): GraphAnswer => ({
  status: 201,
  body,
  headers: { Location: location },
})

export const metadata = (call: GraphCall): string => `${call.origin}/${call.version}/$metadata`
export const context = (call: GraphCall, fragment: string): string => `${metadata(call)}#${fragment}`

/** A short collection that comes whole. */
export const whole = (call: GraphCall, fragment: string, value: readonly unknown[]): GraphAnswer =>
  ok({ '@odata.context': context(call, fragment), value })

/** Who does it, for the audit log. */
export function actorOf({ bearer, ipAddress }: GraphCall): Actor {
  const { user, servicePrincipal } = bearer
  if (user !== undefined)
    return {
      kind: 'user',
      id: user.id,
      userPrincipalName: user.userPrincipalName,
      displayName: user.displayName,
      ipAddress,
    }
  return {
    kind: 'app',
    appId: bearer.appId,
    displayName: servicePrincipal?.displayName ?? bearer.appId,
    servicePrincipalId: servicePrincipal?.id ?? null,
  }
}

/** The path's user, by object id or user principal name. */
export const userIn = (call: GraphCall, name = 'user'): CloudUser | undefined =>
  call.directory.findUser(call.params[name] ?? '')

export const isOwn = (call: GraphCall, id: string): boolean => call.bearer.user?.id === id

/** Rights are enforced unless the tenant's switch says otherwise. */
export const enforces = (call: GraphCall): boolean => call.directory.tenant().permissionsEnforced

/** The caller's directory roles over one object: for all of the tenant, or for an administrative unit that holds it. */
export const rolesOver = ({ bearer, directory }: GraphCall, targetId: string): readonly string[] =>
  directory.rolesOver(bearer.claims.oid, targetId)
