/** A form of a page: opens the sign-in's sealed state, or says that the page is too old. */
import type { Request, Response } from 'express'
import { readForm } from '../read-body.ts'
import { showRefusal } from './authorize-answer.ts'
import { newCorrelationId } from './correlation.ts'
import type { OAuthHost } from './oauth-host.ts'
import { refused } from './refusal.ts'
import { openState, type SignInState } from './sign-in-state.ts'

/** Time for requests that name no tenant. */
export const anyNow = (host: OAuthHost): number => [...host.tenants.all()][0]?.lab.clock.now() ?? 0

export type Step = (
  host: OAuthHost,
  request: Request,
  response: Response,
  state: SignInState,
  form: URLSearchParams,
) => unknown

/** `field`: where the form carries the state. */
export const step =
  (host: OAuthHost, act: Step, field: 'flowToken' | 'wctx' = 'flowToken') =>
  async (request: Request, response: Response) => {
    const form = await readForm(request, 64 * 1024)
    const state = form.ok ? await openState(host, form.value.get(field)) : undefined
    if (!form.ok || state === undefined) return tooOld(host, request, response)
    await act(host, request, response, state, form.value)
  }

export const tooOld = (host: OAuthHost, request: Request, response: Response): void =>
  showRefusal(response, refused('InvalidRequest').refusal, newCorrelationId(request), anyNow(host))
