/** The page of the prompt under way, or of a new one; the list of methods; or that it was tried too often. */
import type { Response } from 'express'
import { type SecondFactor, secondFactors } from '#core/entra/second-factor.ts'
import type { SignInSurroundings } from '../log-sign-in.ts'
import type { OAuthHost } from '../oauth-host.ts'
import { sendPage } from '../pages/page-frame.ts'
import { choosePage, codePage, phonePage, type SecondFactorForms } from '../pages/second-factor-pages.ts'
import { messagePage } from '../pages/sign-in-pages.ts'
import { formAt, type SignedIn } from '../sign-in-about.ts'
import { type SignInState, sealState } from '../sign-in-state.ts'
import {
  findChallenge,
  hintOf,
  isLockedOut,
  type SecondFactorChallenge,
  startChallenge,
} from './challenge.ts'

export interface SecondFactorVisit extends SignedIn {
  readonly about: SignInSurroundings
  readonly usable: readonly SecondFactor[]
}

export const showTooMany = (response: Response): void =>
  sendPage(
    response,
    messagePage(
      'Too many attempts',
      'The second factor was tried too often. Wait ten minutes and sign in again.',
    ),
  )

async function formsOf(
  host: OAuthHost,
  state: SignInState,
  { user }: SignedIn,
  error: string | undefined,
): Promise<SecondFactorForms> {
  return {
    verify: formAt(state, '/mfa'),
    poll: formAt(state, '/mfa/poll'),
    begin: formAt(state, '/mfa/begin'),
    choose: formAt(state, '/mfa/choose'),
    flowToken: await sealState(host, state),
    userName: user.userPrincipalName,
    error,
  }
}

/** The state's prompt, while it can still be answered by this person. */
function openChallenge(state: SignInState, { tenant, user, usable }: SecondFactorVisit) {
  const found = findChallenge(tenant.directory, state.secondFactor?.challenge ?? '')
  const isOpen =
    found !== undefined &&
    found.userId === user.id &&
    usable.includes(found.method) &&
    (found.answer === undefined || found.answer === 'approved') &&
    tenant.lab.clock.now() <= found.expiresAt
  return isOpen ? found : undefined
}

export const promptFor = (
  { tenant, user, about }: SecondFactorVisit,
  method: SecondFactor,
): Promise<SecondFactorChallenge | undefined> =>
  startChallenge(
    {
      directory: tenant.directory,
      user,
      app: about.client.displayName,
      ipAddress: about.ipAddress,
      correlationId: about.correlationId,
    },
    method,
  )

export async function showSecondFactor(
  host: OAuthHost,
  response: Response,
  state: SignInState,
  visit: SecondFactorVisit,
  error: string | undefined,
): Promise<void> {
  const { tenant, user, usable } = visit
  const { directory } = tenant
  if (isLockedOut(directory, user.id)) return showTooMany(response)
  if (state.secondFactor?.choosing === true) {
    const offered = usable.map((method) => ({ method, hint: hintOf(directory, user.id, method) }))
    return sendPage(response, choosePage(await formsOf(host, state, visit, error), offered))
  }
  const [first] = usable
  const challenge =
    openChallenge(state, visit) ?? (first === undefined ? undefined : await promptFor(visit, first))
  if (challenge === undefined) return showTooMany(response)
  const forms = await formsOf(host, { ...state, secondFactor: { challenge: challenge.id } }, visit, error)
  const hint = hintOf(directory, user.id, challenge.method)
  const page =
    secondFactors[challenge.method].answeredOn === 'phone'
      ? phonePage(forms, { number: challenge.number, hint })
      : codePage(forms, hint)
  sendPage(response, page)
}
