/**
 * GET or POST /oidc/userinfo with a Graph token that has `openid`: who is signed in. 401 InvalidAuthenticationToken.
 * `sub` is the ID token's (clients compare the two), which the access token carries in `xms_st`.
 */
import type { Request, Response } from 'express'
import type { Bearer } from '../access-tokens.ts'
import { originOf } from '../origin.ts'
import { tokenOf } from '../require-bearer.ts'
import type { OAuthHost } from './oauth-host.ts'
import { namesGraph } from './resources.ts'
import { sendJson } from './token-endpoint.ts'

function isForUserInfo(request: Request, { audience, scopes }: Bearer): boolean {
  return namesGraph(audience, [originOf(request)]) && scopes.has('openid')
}

export const userInfo = (host: OAuthHost) => async (request: Request, response: Response) => {
  response.setHeader('Access-Control-Allow-Origin', '*')
  const answer = await host.tokens.read(tokenOf(request.headers.authorization))
  const user = answer.ok && isForUserInfo(request, answer.bearer) ? answer.bearer.user : undefined
  if (!answer.ok || user === undefined) {
    response.setHeader('WWW-Authenticate', 'Bearer')
    return sendJson(response, 401, {
      error: { code: 'InvalidAuthenticationToken', message: 'The access token was not accepted.' },
    })
  }
  sendJson(response, 200, {
    sub: answer.bearer.claims.xms_st?.sub ?? answer.bearer.claims.sub ?? user.id,
    name: user.displayName,
    family_name: user.surname,
    given_name: user.givenName,
    picture: `${originOf(request)}/v1.0/me/photo/$value`,
    email: user.mail,
  })
}
