/** A request to the token endpoint, read once. */
import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { addressOf, originsOf } from '../origin.ts'
import type { PresentedCredential } from './clients.ts'
import { type Issuers, issuersOf } from './issuers.ts'
import type { TenantPath } from './tenant-path.ts'

export interface TokenCall {
  readonly path: TenantPath
  readonly version: 1 | 2
  readonly form: URLSearchParams
  readonly clientId: string | undefined
  readonly credential: PresentedCredential
  readonly issuers: Issuers
  /** Origins of this host that also name Graph. */
  readonly own: readonly string[]
  /** What a client assertion may be addressed to. */
  assertionAudiences(): readonly string[]
  readonly origin: string | undefined
  readonly ipAddress: string
  readonly userAgent: string
  readonly correlationId: string
  readonly capabilities: readonly string[]
}

/** The client's id may be in Basic, where both halves are form-encoded (RFC 6749 §2.3.1). */
function basicCredential(
  header: string | undefined,
): { readonly id: string; readonly secret: string } | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const at = text.indexOf(':')
  if (at < 0) return undefined
  const decode = (part: string) => {
    try {
      return decodeURIComponent(part.replaceAll('+', ' '))
    } catch {
      return part
    }
  }
  return { id: decode(text.slice(0, at)), secret: decode(text.slice(at + 1)) }
}

const claimsRequest = z.object({
  access_token: z.object({ xms_cc: z.object({ values: z.array(z.string()) }).optional() }).optional(),
})

/** `claims={"access_token":{"xms_cc":{"values":["CP1"]}}}` */
export function capabilitiesOf(claims: string | null): readonly string[] {
  if (claims === null || claims === '') return []
  try {
    const parsed = claimsRequest.safeParse(JSON.parse(claims))
    return parsed.success ? (parsed.data.access_token?.xms_cc?.values ?? []) : []
  } catch {
    return []
  }
}

/** The token endpoint as the client may have written it, or the issuer. */
function assertionAudiences(
  { tenant, alias }: TenantPath,
  { own, login }: ReturnType<typeof originsOf>,
  issuers: Issuers,
): readonly string[] {
  const segment = tenant?.tenantId ?? alias ?? ''
  const endpoints = [own, login, 'https://login.microsoftonline.com'].flatMap((base) => [
    `${base}/${segment}/oauth2/v2.0/token`,
    `${base}/${segment}/oauth2/token`,
  ])
  const domains = tenant?.directory.tenant().domains ?? []
  return [
    ...endpoints,
    issuers.v2(segment),
    issuers.v1(segment),
    ...domains.flatMap(({ name }) => [`${own}/${name}/oauth2/v2.0/token`, `${own}/${name}/v2.0`]),
  ]
}

export function readTokenCall(
  request: IncomingMessage,
  form: URLSearchParams,
  path: TenantPath,
  version: 1 | 2,
  correlationId: string,
): TokenCall {
  const basic = basicCredential(request.headers.authorization)
  const origins = originsOf(request)
  const issuers = issuersOf(request)
  return {
    path,
    version,
    form,
    clientId: form.get('client_id') ?? basic?.id,
    credential: {
      secret: form.get('client_secret') ?? (basic?.secret === '' ? undefined : basic?.secret),
      assertion: form.get('client_assertion') ?? undefined,
      assertionType: form.get('client_assertion_type') ?? undefined,
    },
    issuers,
    own: [origins.own],
    assertionAudiences: () => assertionAudiences(path, origins, issuers),
    origin: request.headers.origin,
    ipAddress: addressOf(request),
    userAgent: request.headers['user-agent'] ?? '',
    correlationId,
    capabilities: capabilitiesOf(form.get('claims')),
  }
}
