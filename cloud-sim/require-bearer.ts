/** Lets a request on only with an access token of this host; puts who it is beside the request. */
import type { Request, RequestHandler, Response } from 'express'
import type { Bearer, BearerFailure } from './access-tokens.ts'
import type { CloudHost } from './cloud-host.ts'

const bearers = new WeakMap<Request, Bearer>()

/** Who calls. Only behind `requireBearer`. */
export function bearerOf(request: Request): Bearer {
  const bearer = bearers.get(request)
  if (bearer === undefined) throw new Error('this route stands before requireBearer')
  return bearer
}

const scheme = /^bearer /i

/** The token of an Authorization header; empty when there is none. */
export const tokenOf = (authorization: string | undefined): string =>
  authorization !== undefined && scheme.test(authorization) ? authorization.slice(7).trim() : ''

export type RefuseBearer = (request: Request, response: Response, failure: BearerFailure) => void

const refuseWith401: RefuseBearer = (_request, response, failure) => {
  response
    .status(401)
    .set('WWW-Authenticate', 'Bearer')
    .json({
      error: {
        code: 'InvalidAuthenticationToken',
        message: `The access token was not accepted: ${failure}.`,
      },
    })
}

/** `audiences`: resource names that tokens may be for; any of this host's when absent. `refuse` writes the 401. */
export function requireBearer(
  host: CloudHost,
  options: { readonly audiences?: readonly string[]; readonly refuse?: RefuseBearer } = {},
): RequestHandler {
  const refuse = options.refuse ?? refuseWith401
  return async (request, response, next) => {
    const answer = await host.tokens.read(tokenOf(request.headers.authorization))
    if (!answer.ok) return refuse(request, response, answer.failure)
    const audience = answer.bearer.audience.replace(/\/+$/, '')
    if (options.audiences !== undefined && !options.audiences.includes(audience))
      return refuse(request, response, 'signature')
    bearers.set(request, answer.bearer)
    next()
  }
}
