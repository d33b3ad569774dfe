/**
 * The federation service's doors, with AD FS's own paths: GET and POST /adfs/ls/ (WS-Federation, passive), GET
 * /adfs/services/trust/mex and POST /adfs/services/trust/{2005|13}/usernamemixed (WS-Trust, active). Without a federated
 * domain all of them answer 503, as AD FS does while its service is down.
 */
import express, { type Request, type Response, type Router } from 'express'
import { choiceIn } from '#core/contracts/screen-choices.ts'
import type { Clock } from '#core/ports.ts'
import type { FederationService } from './federation-service.ts'
import { answerPage, dressed, type FederationPage, logonPage, noticePage, submitHash } from './logon-page.ts'
import {
  envelope,
  faultBody,
  metadataExchange,
  securityTokenResponse,
  type TrustVersion,
} from './trust-answer.ts'
import { readUsernameToken } from './username-token.ts'

export interface FederationDoor {
  readonly service: FederationService
  readonly clock: Clock
  /** The cloud's origin: the only place where a signed answer is posted to. */
  readonly cloudOrigin: string
}

const limit = '64kb'

export function createFederationRoutes(door: FederationDoor): Router {
  const router = express.Router()
  const form = express.urlencoded({ extended: false, limit })
  const soap = express.text({ type: () => true, limit })
  router.get('/adfs/ls', (request, response) => passive(door, request, response))
  router.post('/adfs/ls', form, (request, response) => passive(door, request, response))
  router.get('/adfs/services/trust/mex', (_request, response) => {
    response.type('application/soap+xml').send(metadataExchange(door.service.base))
  })
  for (const version of ['2005', '13'] as const)
    router.post(`/adfs/services/trust/${version}/usernamemixed`, soap, (request, response) =>
      active(door, version, request, response),
    )
  return router
}

const textOf = (values: unknown, name: string): string => {
  const value =
    typeof values === 'object' && values !== null
      ? Object.entries(values).find(([key]) => key === name)?.[1]
      : ''
  return typeof value === 'string' ? value : ''
}

const whyNot: Readonly<Record<number, string>> = {
  1330: 'Your password has expired. Change it at a workstation, or with the link of your organization.',
  1331: 'Your account is disabled.',
  1907: 'You must change your password before you sign in.',
  1909: 'Your account is locked.',
}
const wrong = 'Incorrect user ID or password. Type the correct user ID and password, and try again.'

async function passive(door: FederationDoor, request: Request, response: Response): Promise<void> {
  const { query, body }: { query: unknown; body: unknown } = request
  secure(response)
  if (textOf(query, 'wa') === 'wsignout1.0')
    return send(response, 200, noticePage('Sign out', 'You have signed out of your organization.'))
  const userName = textOf(body, 'UserName') || textOf(query, 'username')
  const password = textOf(body, 'Password')
  const view = { organization: new URL(door.service.base).host, action: request.originalUrl, userName }
  if (password === '') return send(response, 200, logonPage(view))
  const logon = await door.service.issue(userName, password)
  if (logon === undefined) return send(response, 503, noticePage('Sign In', 'No domain is federated.'))
  if (logon.outcome === 'unreachable')
    return send(response, 200, logonPage({ ...view, error: 'Active Directory cannot be reached.' }))
  if (logon.outcome === 'refused')
    return send(response, 200, logonPage({ ...view, error: whyNot[logon.win32] ?? wrong }))
  const wresult = securityTokenResponse(logon.read, door.clock.now(), '2005')
  const fields = { wa: 'wsignin1.0', wresult, wctx: textOf(query, 'wctx') }
  // Where the cloud shares the origin, the answer stays at the address that the browser came by.
  const isBeside = new URL(door.service.base).origin === door.cloudOrigin
  send(response, 200, answerPage(`${isBeside ? '' : door.cloudOrigin}/login.srf`, fields))
}

async function active(
  { service, clock }: FederationDoor,
  version: TrustVersion,
  request: Request,
  response: Response,
): Promise<void> {
  const refuse = (reason: string) =>
    response
      .status(500)
      .type('application/soap+xml')
      .send(envelope(faultBody(reason)))
  const token = await readUsernameToken(String(request.body ?? ''))
  if (token === undefined) return void refuse('The request is no request for a security token.')
  const logon = await service.issue(token.username, token.password)
  if (logon?.outcome !== 'accepted')
    return void refuse('ID3242: The security token could not be authenticated.')
  const answer = envelope(securityTokenResponse(logon.read, clock.now(), version))
  response.type('application/soap+xml').send(answer)
}

function secure(response: Response): void {
  response.set({
    'Cache-Control': 'no-store',
    'X-Frame-Options': 'SAMEORIGIN',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': `default-src 'none'; style-src 'unsafe-inline'; script-src '${submitHash}'; base-uri 'none'`,
  })
}

const send = (response: Response, status: number, page: FederationPage): void =>
  void response
    .status(status)
    .type('html')
    .send(dressed(page, choiceIn(response.req.headers.cookie, 'theme')))
