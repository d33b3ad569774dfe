/** Why a token was not accepted, with the challenge that tells a client where to sign in. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { GraphCase } from '#core/codes/graph.ts'
import { graphSays } from '#core/codes/graph.ts'
import { graphAppId } from '#core/entra/first-party-apps.ts'
import type { BearerAnswer } from '../../access-tokens.ts'
import { originsOf } from '../../origin.ts'
import { type GraphAnswer, refuse } from './graph-call.ts'

const cases = {
  empty: 'TokenEmpty',
  malformed: 'TokenMalformed',
  signature: 'TokenInvalid',
  expired: 'TokenExpired',
  tenant: 'TokenInvalid',
  'user-gone': 'TokenUserGone',
  revoked: 'TokenRevoked',
  audience: 'TokenAudience',
} as const satisfies Record<string, GraphCase>

export function refuseToken(
  request: IncomingMessage,
  response: ServerResponse,
  read: Extract<BearerAnswer, { readonly ok: false }> | 'audience',
  authorization: string | undefined,
): GraphAnswer {
  const failure =
    read === 'audience'
      ? 'audience'
      : read.failure === 'empty' && authorization !== undefined
        ? 'malformed'
        : read.failure
  const challenge = `Bearer realm="", authorization_uri="${originsOf(request).login}/common/oauth2/authorize", client_id="${graphAppId}"`
  const answer = refuse(cases[failure])
  const bearer = read === 'audience' ? undefined : read.bearer
  if (failure !== 'revoked' || bearer?.user === undefined)
    return { ...answer, headers: { 'WWW-Authenticate': challenge } }
  // Continuous access evaluation: the client signs in again with these claims and gets a token of after the change.
  const value = String(Math.ceil(bearer.user.signInSessionsValidFromDateTime / 1000))
  const claims = Buffer.from(JSON.stringify({ access_token: { nbf: { essential: true, value } } })).toString(
    'base64',
  )
  const more = `error_description="${graphSays('TokenRevoked')}", error="insufficient_claims", claims="${claims}"`
  response.setHeader('Access-Control-Expose-Headers', 'WWW-Authenticate')
  return { ...answer, headers: { 'WWW-Authenticate': `${challenge}, ${more}` } }
}
