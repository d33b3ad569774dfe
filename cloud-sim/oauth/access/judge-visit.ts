/** What the tenant's policies make of a sign-in at the pages. */
import type { Request } from 'express'
import type { OAuthHost } from '../oauth-host.ts'
import { type SignedIn, surroundingsOf } from '../sign-in-about.ts'
import type { SignInState } from '../sign-in-state.ts'
import { judgeSignIn, type SignInFacts } from './judge-sign-in.ts'

/** Undefined while it is not known what the sign-in is for. */
export function judgeVisit(host: OAuthHost, request: Request, state: SignInState, who: SignedIn) {
  const about = surroundingsOf(host, request, state, who.tenant)
  if (!about.ok) return undefined
  const facts: SignInFacts = {
    ...about.value,
    ...who,
    amr: state.session?.amr ?? [],
    interactive: true,
    isDeviceCode: state.device !== undefined,
  }
  return { about: about.value, facts, verdict: judgeSignIn(facts) }
}
