/** Who is signed in, in each of the story's browsers. Kept in this tab only. */
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { z } from 'zod'
import { graphAppId } from '#core/entra/first-party-apps.ts'
import { type BrowserName, graphScope, refreshTokens, type TokenAnswer } from './sign-in.ts'

const signedInPerson = z.object({
  authority: z.string(),
  id: z.string(),
  displayName: z.string(),
  userPrincipalName: z.string(),
  refreshToken: z.string().optional(),
  /** By the resource's application id. */
  accessTokens: z.record(z.string(), z.string()),
})
export type SignedInPerson = z.infer<typeof signedInPerson>

const idClaims = z.object({
  name: z.string().default(''),
  preferred_username: z.string().default(''),
  oid: z.string().default(''),
})
const keyOf = (browser: BrowserName): string => `hybridlab.signed-in.${browser}`

export const useTokens = defineStore('tokens', () => {
  const people = shallowReactive<Record<BrowserName, SignedInPerson | undefined>>({
    admin: load('admin'),
    user: load('user'),
  })

  /** Pages ask for several things at once; a token is renewed once for all of them. */
  const renewing = new Map<string, Promise<string | undefined>>()

  const signedIn = (browser: BrowserName): SignedInPerson | undefined => people[browser]

  function keep(browser: BrowserName, person: SignedInPerson | undefined): void {
    people[browser] = person
    if (person) sessionStorage.setItem(keyOf(browser), JSON.stringify(person))
    else sessionStorage.removeItem(keyOf(browser))
  }

  function welcome(browser: BrowserName, authority: string, tokens: TokenAnswer): void {
    const claims = readClaims(tokens.id_token)
    keep(browser, {
      authority,
      id: claims.oid,
      displayName: claims.name,
      userPrincipalName: claims.preferred_username,
      refreshToken: tokens.refresh_token,
      accessTokens: { [graphAppId]: tokens.access_token },
    })
  }

  /** A token for the resource: the one at hand, or with `fresh` a new one. Undefined: the person must sign in again. */
  function tokenFor(browser: BrowserName, resource: string, fresh = false): Promise<string | undefined> {
    const atHand = people[browser]?.accessTokens[resource]
    if (atHand && !fresh) return Promise.resolve(atHand)
    const key = `${browser} ${resource}`
    const asked = renewing.get(key) ?? renew(browser, resource).finally(() => renewing.delete(key))
    renewing.set(key, asked)
    return asked
  }

  async function renew(browser: BrowserName, resource: string): Promise<string | undefined> {
    const person = people[browser]
    if (!person?.refreshToken) return undefined
    const scope = resource === graphAppId ? graphScope : `${resource}/.default`
    const answer = await refreshTokens(person.authority, person.refreshToken, scope)
    if (!answer.ok) return undefined
    const { access_token, refresh_token = person.refreshToken } = answer.value
    const now = people[browser] ?? person
    keep(browser, {
      ...now,
      refreshToken: refresh_token,
      accessTokens: { ...now.accessTokens, [resource]: access_token },
    })
    return access_token
  }

  return { signedIn, welcome, tokenFor, signOut: (browser: BrowserName) => keep(browser, undefined) }
})

function load(browser: BrowserName): SignedInPerson | undefined {
  const stored = sessionStorage.getItem(keyOf(browser))
  return stored === null ? undefined : signedInPerson.safeParse(JSON.parse(stored)).data
}

function readClaims(idToken: string | undefined): z.infer<typeof idClaims> {
  const [, payload = 'e30'] = idToken?.split('.') ?? []
  const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
    letter.charCodeAt(0),
  )
  return idClaims.parse(JSON.parse(new TextDecoder().decode(bytes)))
}
