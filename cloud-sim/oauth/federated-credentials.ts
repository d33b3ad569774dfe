/**
 * Workload identity federation: a token of another issuer stands for the application where a federated credential says
 * so. The issuer's keys are fetched from this machine only: the lab works offline.
 */
import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose'
import { z } from 'zod'
import type { FederatedCredential } from '#core/entra/applications.ts'
import { isLoopback } from '../loopback.ts'
import type { Client, ClientProof } from './clients.ts'
import { granted, type OAuthResult, refused } from './refusal.ts'

const claimsOf = (assertion: string): JWTPayload | undefined => {
  try {
    return decodeJwt(assertion)
  } catch {
    return undefined
  }
}

/** Assertions that an application signs itself name it as their issuer. */
export function isFederated({ application, appId }: Client, assertion: string): boolean {
  if ((application?.federatedCredentials?.length ?? 0) === 0) return false
  return claimsOf(assertion)?.iss?.toLowerCase() !== appId
}

type Matched = OAuthResult<FederatedCredential>

function matching(credentials: readonly FederatedCredential[], claims: JWTPayload): Matched {
  const { iss = '', sub = '' } = claims
  const audiences = [claims.aud ?? []].flat()
  const issued = credentials.filter(({ issuer }) => issuer === iss)
  if (issued.length === 0) return refused('FederatedIssuerUnknown', { issuer: iss })
  const named = issued.filter(({ subject }) => subject === sub)
  if (named.length === 0) return refused('FederatedSubjectUnknown', { subject: sub })
  const found = named.find((each) => each.audiences.some((audience) => audiences.includes(audience)))
  return found === undefined
    ? refused('FederatedAudienceUnknown', { audience: audiences.join(' ') })
    : granted(found)
}

const discovery = z.object({ jwks_uri: z.url() })
const timeoutMs = 5000

async function keysOf(issuer: string) {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const answer = await fetch(address, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' })
  const { jwks_uri } = discovery.parse(await answer.json())
  if (!isLoopback(jwks_uri)) throw new TypeError('the keys are on another machine')
  return createRemoteJWKSet(new URL(jwks_uri), { timeoutDuration: timeoutMs })
}

const why = (error: unknown): string =>
  error instanceof errors.JOSEError
    ? `The token does not hold: ${error.code}.`
    : 'The issuer’s keys cannot be read.'

export async function checkFederated(client: Client, assertion: string): Promise<OAuthResult<ClientProof>> {
  const claims = claimsOf(assertion)
  if (claims === undefined) return refused('InvalidClientAssertion', { reason: 'The assertion is no JWT.' })
  const matched = matching(client.application?.federatedCredentials ?? [], claims)
  if (!matched.ok) return matched
  const { issuer } = matched.value
  if (!isLoopback(issuer))
    return refused('InvalidClientAssertion', {
      reason: 'The lab asks only issuers on this machine for keys.',
    })
  try {
    await jwtVerify(assertion, await keysOf(issuer), {
      issuer,
      subject: matched.value.subject,
      audience: [...matched.value.audiences],
      currentDate: new Date(client.tenant.lab.clock.now()),
      clockTolerance: 300,
      requiredClaims: ['exp'],
    })
    return granted('2')
  } catch (error) {
    return refused('InvalidClientAssertion', { reason: why(error) })
  }
}
