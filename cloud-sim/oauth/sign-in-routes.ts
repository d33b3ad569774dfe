/**
 * The authorize endpoint and the pages' forms: /{tenant}/oauth2[/v2.0]/authorize, /{tenant}/login and below, and /login.srf,
 * where federation services post to. Everything between two pages is in the sealed state; a form without a good one starts
 * at the application again.
 */
import type { Request, Response, Router } from 'express'
import { originOf } from '../origin.ts'
import { authorize } from './authorize-endpoint.ts'
import { continueSignIn } from './continue-sign-in.ts'
import { declineDevice } from './device-approval.ts'
import { believeAssertion } from './federation/believe-assertion.ts'
import { account, back, change, consent, register, skip, stay } from './interruption-steps.ts'
import type { OAuthHost } from './oauth-host.ts'
import { type Step, step, tooOld } from './page-step.ts'
import { login } from './password-step.ts'
import {
  beginSecondFactor,
  chooseSecondFactor,
  pollSecondFactor,
  verifySecondFactor,
} from './second-factor/second-factor-steps.ts'
import { openState } from './sign-in-state.ts'

const resume = (host: OAuthHost) => async (request: Request, response: Response) => {
  const state = await openState(host, new URL(request.url, originOf(request)).searchParams.get('state'))
  if (state === undefined) return tooOld(host, request, response)
  await continueSignIn(host, request, response, state)
}

const confirmDevice: Step = (host, request, response, state) =>
  continueSignIn(host, request, response, { ...state, deviceSettled: true })
const refuseDevice: Step = (host, _request, response, state) => declineDevice(host, response, state)

export function mountSignIn(router: Router, host: OAuthHost): void {
  for (const [path, version] of [
    ['/:tenant/oauth2/v2.0/authorize', 2],
    ['/:tenant/oauth2/authorize', 1],
  ] as const) {
    router.get(path, authorize(host, version))
    router.post(path, authorize(host, version))
  }
  router.get('/:tenant/oauth2/v2.0/authorize/resume', resume(host))
  const forms: Readonly<Record<string, Step>> = {
    '': login,
    '/back': back,
    '/account': account,
    '/kmsi': stay,
    '/mfa': verifySecondFactor,
    '/mfa/poll': pollSecondFactor,
    '/mfa/choose': chooseSecondFactor,
    '/mfa/begin': beginSecondFactor,
    '/change': change,
    '/register': register,
    '/skip': skip,
    '/consent': consent,
    '/device': confirmDevice,
    '/device-decline': refuseDevice,
  }
  router.post('/login.srf', step(host, believeAssertion, 'wctx'))
  for (const [name, act] of Object.entries(forms)) router.post(`/:tenant/login${name}`, step(host, act))
}
