/**
 * Signed-in browsers: a sealed cookie per tenant. `lab_browser` in the authorize request gives the cookie another name,
 * so that the lab's screens can show two browsers side by side in one.
 */
import type { Request, Response } from 'express'
import { z } from 'zod'
import type { CloudUser } from '#core/entra/model.ts'
import type { Instant } from '#core/ports.ts'
import { originOf } from '../origin.ts'
import type { CloudTenant } from '../tenants.ts'
import type { OAuthHost } from './oauth-host.ts'

export const sessionContents = z.object({
  tid: z.string(),
  oid: z.string(),
  sid: z.string(),
  amr: z.array(z.string()),
  authTime: z.number(),
  validFrom: z.number(),
  /** Applications that were signed in to, for front-channel logout. */
  apps: z.array(z.string()),
})
export type SessionContents = z.infer<typeof sessionContents>

export interface Session {
  readonly tenant: CloudTenant
  readonly user: CloudUser
  readonly contents: SessionContents
}

const ninetyDaysInSeconds = 7_776_000
const dayMs = 86_400_000

/** Only letters, digits and hyphens go into the name. */
export const browserName = (given: string | null | undefined): string =>
  (given ?? '').replace(/[^A-Za-z0-9-]/g, '').slice(0, 20)

const nameOf = (tenantId: string, browser: string, persistent: boolean): string =>
  `${persistent ? 'ESTSAUTHPERSISTENT' : 'ESTSAUTH'}_${tenantId.slice(0, 8)}${browser === '' ? '' : `_${browser}`}`

export function cookiesOf(request: Request): ReadonlyMap<string, string> {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return new Map(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const),
  )
}

function append(response: Response, cookie: string): void {
  const there = response.getHeader('Set-Cookie')
  response.setHeader('Set-Cookie', [...(Array.isArray(there) ? there : []), cookie])
}

/** Frames of other sites (a client's silent renewal) get the cookie only where the connection is encrypted. */
const attributesOf = (request: Request): string =>
  originOf(request).startsWith('https:')
    ? 'Path=/; HttpOnly; SameSite=None; Secure'
    : 'Path=/; HttpOnly; SameSite=Lax'

export async function setSession(
  host: OAuthHost,
  request: Request,
  response: Response,
  contents: SessionContents,
  browser: string,
  persistent: boolean,
): Promise<void> {
  const sealed = await host.sealer.seal('session', contents)
  append(
    response,
    `${nameOf(contents.tid, browser, persistent)}=${sealed}; ${attributesOf(request)}${persistent ? `; Max-Age=${ninetyDaysInSeconds}` : ''}`,
  )
}

export function clearSession(request: Request, response: Response, tenantId: string, browser: string): void {
  for (const persistent of [true, false])
    append(response, `${nameOf(tenantId, browser, persistent)}=; ${attributesOf(request)}; Max-Age=0`)
}

/** The session of a tenant that still holds: the user is there and enabled, and no password change came between. */
async function readSession(
  host: OAuthHost,
  request: Request,
  tenant: CloudTenant,
  browser: string,
): Promise<Session | undefined> {
  const cookies = cookiesOf(request)
  const sealed =
    cookies.get(nameOf(tenant.tenantId, browser, true)) ??
    cookies.get(nameOf(tenant.tenantId, browser, false))
  if (sealed === undefined || sealed === '') return undefined
  const opened = sessionContents.safeParse(await host.sealer.open('session', sealed))
  return opened.success ? standing(tenant, opened.data, tenant.lab.clock.now()) : undefined
}

function standing(tenant: CloudTenant, contents: SessionContents, now: Instant): Session | undefined {
  if (contents.tid !== tenant.tenantId || contents.authTime + 90 * dayMs < now) return undefined
  const user = tenant.directory.findUser(contents.oid)
  if (
    user === undefined ||
    !user.accountEnabled ||
    user.signInSessionsValidFromDateTime !== contents.validFrom
  )
    return undefined
  return { tenant, user, contents }
}

export async function sessionsOf(
  host: OAuthHost,
  request: Request,
  tenant: CloudTenant | undefined,
  browser: string,
): Promise<readonly Session[]> {
  const tenants = tenant === undefined ? [...host.tenants.all()] : [tenant]
  const found = await Promise.all(tenants.map((each) => readSession(host, request, each, browser)))
  return found.filter((session) => session !== undefined)
}
