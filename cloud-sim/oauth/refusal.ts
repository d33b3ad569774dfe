/** A refusal of the token service on its way to the client, and the body it becomes. */
import { randomUUID } from 'node:crypto'
import { type Aadsts, type AadstsName, aadsts, aadstsOf, aadstsSays } from '#core/codes/aadsts.ts'
import type { Instant } from '#core/ports.ts'
import type { SignInVerdict } from './access/judge-sign-in.ts'

export interface OAuthRefusal {
  readonly entry: Aadsts
  readonly values: Readonly<Record<string, string>>
  /** Further members of the body, e.g. `claims`. */
  readonly extra?: Readonly<Record<string, unknown>>
  /** What the tenant's policies said, for the sign-in log. */
  readonly verdict?: SignInVerdict
}

export type OAuthResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: OAuthRefusal }

export const granted = <Value>(value: Value): OAuthResult<Value> => ({ ok: true, value })

export const refused = (
  name: AadstsName,
  values: Readonly<Record<string, string>> = {},
  extra?: Readonly<Record<string, unknown>>,
): { readonly ok: false; readonly refusal: OAuthRefusal } => ({
  ok: false,
  refusal: { entry: aadsts(name), values, ...(extra === undefined ? {} : { extra }) },
})

/** From the code of a flow's refusal. */
export function refusedAs(
  code: string,
  values: Readonly<Record<string, string>> = {},
): { readonly ok: false; readonly refusal: OAuthRefusal } {
  const entry = aadstsOf(code)
  if (entry === undefined) throw new Error(`${code} is no code of the token service`)
  return { ok: false, refusal: { entry, values } }
}

export interface Trace {
  readonly correlationId: string
  readonly traceId: string
  readonly at: Instant
}

export const newTrace = (correlationId: string, at: Instant): Trace => ({
  correlationId,
  traceId: randomUUID(),
  at,
})

/** `2026-08-13 21:24:29Z` */
export const shortTimestamp = (at: Instant): string =>
  `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`

/** One line, single spaces, as captured from the service in 2026. */
export const describe = ({ entry, values }: OAuthRefusal, trace: Trace): string =>
  `${entry.code}: ${aadstsSays(entry, values)} Trace ID: ${trace.traceId} Correlation ID: ${trace.correlationId} Timestamp: ${shortTimestamp(trace.at)}`

const passwordChangeUrl = 'https://portal.microsoftonline.com/ChangePassword.aspx'

export function refusalBody(refusal: OAuthRefusal, trace: Trace): Record<string, unknown> {
  const { entry } = refusal
  return {
    error: entry.oauth,
    error_description: describe(refusal, trace),
    error_codes: [entry.number],
    timestamp: shortTimestamp(trace.at),
    trace_id: trace.traceId,
    correlation_id: trace.correlationId,
    ...(entry.errorUri === undefined
      ? {}
      : { error_uri: `https://login.microsoftonline.com/error?code=${entry.number}` }),
    ...(entry.suberror === undefined ? {} : { suberror: entry.suberror }),
    ...(entry.suberror === 'user_password_expired' ? { password_change_url: passwordChangeUrl } : {}),
    ...refusal.extra,
  }
}
