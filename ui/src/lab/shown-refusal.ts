/** A no as the screens show it: what the product says, and what the lab adds for learners. Parsed from any door's error body. */
import { z } from 'zod'
import { ssprRefusal } from '#core/contracts/sspr.ts'
import { t } from './language.ts'

export interface ShownRefusal {
  readonly status: number
  readonly code: string
  readonly says: string
  readonly requestId?: string | undefined
  /** The machine's own words, for whoever looks them up. */
  readonly detail?: string | undefined
  readonly because?: string | undefined
  readonly fix?: string | undefined
  readonly fixAt?: string | undefined
  /** False when trying again on this page is of no use. */
  readonly retry: boolean
}

/** Graph's error, and the control API's; the directory consoles' carries the domain controller's own words. */
const graphError = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    hint: z.string().optional(),
    because: z.string().optional(),
    fixAt: z.string().optional(),
    ldap: z.object({ result: z.number(), name: z.string(), diagnostic: z.string() }).optional(),
    innerError: z.object({ 'request-id': z.string().optional() }).loose().optional(),
  }),
})

const oauthError = z.object({
  error: z.string(),
  error_description: z.string(),
  correlation_id: z.string().optional(),
})

export function readRefusal(status: number, body: unknown): ShownRefusal {
  return fromSspr(status, body) ?? fromGraph(status, body) ?? fromOauth(status, body) ?? unknownAnswer(status)
}

function fromSspr(status: number, body: unknown): ShownRefusal | undefined {
  const { data } = ssprRefusal.safeParse(body)
  if (!data) return undefined
  const { code, pageCode, correlationId, ...rest } = data.error
  return { ...rest, status, code: pageCode ?? code, requestId: correlationId }
}

function fromGraph(status: number, body: unknown): ShownRefusal | undefined {
  const { data } = graphError.safeParse(body)
  if (!data) return undefined
  const { code, message, hint, because, fixAt, ldap, innerError } = data.error
  return {
    status,
    code,
    says: message,
    because,
    fix: hint,
    fixAt,
    detail: ldap && `LDAP ${ldap.result} ${ldap.name} · ${ldap.diagnostic}`,
    requestId: innerError?.['request-id'],
    retry: true,
  }
}

function fromOauth(status: number, body: unknown): ShownRefusal | undefined {
  const { data } = oauthError.safeParse(body)
  if (!data) return undefined
  const [says = data.error_description] = data.error_description.split(' Trace ID:')
  return {
    status,
    code: /AADSTS\d+/.exec(says)?.[0] ?? data.error,
    says,
    requestId: data.correlation_id,
    retry: true,
  }
}

function unknownAnswer(status: number): ShownRefusal {
  if (status === 0)
    return { status, code: 'NoAnswer', says: 'The lab does not answer. Is it still running?', retry: true }
  return {
    status,
    code: `HTTP ${status}`,
    says: t('The lab answered {status} and gave no reason.', { status }),
    retry: true,
  }
}
