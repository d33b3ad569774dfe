/** The forms for user name and password. */
import type { Request, Response } from 'express'
import type { CloudTenant } from '../tenants.ts'
import { attemptSignIn } from './attempt-sign-in.ts'
import { askWho } from './continue-sign-in.ts'
import { federationOf } from './federation/federated-domain.ts'
import type { OAuthHost } from './oauth-host.ts'
import type { Step } from './page-step.ts'
import type { OAuthRefusal } from './refusal.ts'
import { segmentOf, surroundingsOf } from './sign-in-about.ts'
import type { SignInState } from './sign-in-state.ts'
import { openSession } from './signed-in-session.ts'

export const login: Step = async (host, request, response, state, form) => {
  const userName = (form.get('loginfmt') ?? state.userName ?? '').trim()
  const password = form.get('passwd') ?? ''
  if (userName === '')
    return askWho(host, request, response, { ...state, userName: undefined }, 'Enter a valid user name.')
  const segment = host.tenants.find(segmentOf(state))
  const tenant = host.tenants.ofUpn(userName, segment)
  if (tenant !== undefined && federationOf(tenant, userName) !== undefined)
    return askWho(host, request, response, { ...state, userName })
  const found = tenant?.directory.findUser(userName)
  if (found === undefined || (segment !== undefined && tenant !== segment))
    return unknownName(host, request, response, state, userName)
  if (password === '')
    return askWho(
      host,
      request,
      response,
      { ...state, userName },
      form.has('passwd') ? 'Please enter your password.' : undefined,
    )
  return tryPassword(host, request, response, { ...state, userName }, password)
}

/** The real page says it before any password is asked for, and so does this one; the log has it too. */
async function unknownName(
  host: OAuthHost,
  request: Request,
  response: Response,
  state: SignInState,
  userName: string,
) {
  const tenant = host.tenants.find(segmentOf(state)) ?? host.tenants.ofUpn(userName)
  if (tenant !== undefined) await attempt(host, request, { ...state, userName }, tenant, '')
  return askWho(
    host,
    request,
    response,
    { ...state, userName: undefined },
    `We couldn't find an account with that user name: ${userName}.`,
  )
}

async function attempt(
  host: OAuthHost,
  request: Request,
  state: SignInState,
  tenant: CloudTenant,
  password: string,
) {
  const about = surroundingsOf(host, request, state, tenant)
  if (!about.ok) return about
  return attemptSignIn(tenant, {
    ...about.value,
    userPrincipalName: state.userName ?? '',
    password,
    interactive: true,
    checkOnPremises: host.checkOnPremises,
  })
}

async function tryPassword(
  host: OAuthHost,
  request: Request,
  response: Response,
  state: SignInState,
  password: string,
) {
  const tenant = host.tenants.ofUpn(state.userName ?? '', host.tenants.find(segmentOf(state)))
  if (tenant === undefined) return askWho(host, request, response, { ...state, userName: undefined })
  const answer = await attempt(host, request, state, tenant, password)
  if (!answer.ok) return askWho(host, request, response, state, pageTextOf(answer.refusal))
  return openSession(host, request, response, state, { tenant, user: answer.value })
}

const pageTexts: Readonly<Record<string, string>> = {
  InvalidUserNameOrPassword:
    "Your account or password is incorrect. If you don't remember it, reset it with the link below.",
  IdsLocked:
    'Your account is temporarily locked to prevent unauthorized use. Try again later, and if it goes on, ask your administrator.',
  UserDisabled: 'Your account has been locked. Ask your administrator to unlock it, then try again.',
}

export const pageTextOf = ({ entry }: OAuthRefusal): string =>
  pageTexts[entry.name] ?? `${entry.code}: ${entry.failureReason ?? entry.because}`
