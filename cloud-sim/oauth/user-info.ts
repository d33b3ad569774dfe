/** GET or POST /oidc/userinfo with a Graph token that has `openid`: who is signed in. 401 InvalidAuthenticationToken. */
import type { Request, Response } from 'express'
import { originOf } from '../origin.ts'
import { tokenOf } from '../require-bearer.ts'
import type { OAuthHost } from './oauth-host.ts'
import { sendJson } from './token-endpoint.ts'

export const userInfo = (host: OAuthHost) => async (request: Request, response: Response) => {
  response.setHeader('Access-Control-Allow-Origin', '*')
  const answer = await host.tokens.read(tokenOf(request.headers.authorization))
  const user = answer.ok ? answer.bearer.user : undefined
  if (!answer.ok || user === undefined) {
    response.setHeader('WWW-Authenticate', 'Bearer')
    return sendJson(response, 401, {
      error: { code: 'InvalidAuthenticationToken', message: 'The access token was not accepted.' },
    })
  }
  sendJson(response, 200, {
    sub: answer.bearer.claims.sub ?? user.id,
    name: user.displayName,
    family_name: user.surname,
    given_name: user.givenName,
    picture: `${originOf(request)}/v1.0/me/photo/$value`,
    email: user.mail,
  })
}
