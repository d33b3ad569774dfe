/** A tenant that asks for a second factor, and a person with a phone. */
import { authenticatorCode } from '#cloud-sim/sspr/authenticator-codes.ts'
import type { CloudUser } from '#core/entra/model.ts'
import { openBrowser } from './browser.ts'
import type { OpenCloud } from './open-cloud.ts'

export const redirect = 'http://localhost:3000/callback'
export const phoneNumber = '+65 91234567'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

export interface Person {
  readonly id: string
  readonly userPrincipalName: string
  readonly password: string
}

export async function allowConditionalAccess({ tenant: { directory } }: OpenCloud): Promise<void> {
  await directory.transaction(() =>
    directory.putTenant({ ...directory.tenant(), licenceEnforcement: 'lenient' }),
  )
}

/** Made through Graph. Answers its id. */
export async function addPolicy(
  cloud: OpenCloud,
  displayName: string,
  users: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Promise<string> {
  const { conditions = {}, ...members } = more as { readonly conditions?: Record<string, unknown> }
  const body = {
    displayName,
    state: 'enabled',
    conditions: { users, applications: { includeApplications: ['All'] }, ...conditions },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] },
    ...members,
  }
  const made = await cloud.graph('POST', '/identity/conditionalAccess/policies', { body })
  if (made.status !== 201) throw new Error(made.text)
  return made.json.id
}

export async function registerMethods(
  { tenant: { directory } }: OpenCloud,
  { id }: Pick<CloudUser, 'id'>,
  what: readonly ('phone' | 'app')[],
): Promise<void> {
  await directory.transaction(() =>
    directory.putMethods({
      ...directory.methodsOf(id),
      mobilePhone: what.includes('phone') ? phoneNumber : null,
      authenticatorSecret: what.includes('app') ? secret : null,
    }),
  )
}

export const appCode = ({ lab }: OpenCloud): string => authenticatorCode(secret, lab.clock.now())

export const authorizeUrl = (cloud: OpenCloud, more: Record<string, string> = {}): string =>
  `${cloud.origin}/${cloud.lab.tenantId}/oauth2/v2.0/authorize?${new URLSearchParams({ client_id: cloud.app.daemon, response_type: 'code', redirect_uri: redirect, scope: 'openid offline_access User.Read', state: 's', ...more })}`

/** Up to the page after the password. */
export async function typePassword(cloud: OpenCloud, person: Person, more: Record<string, string> = {}) {
  const browser = openBrowser(cloud)
  await browser.go(authorizeUrl(cloud, more))
  await browser.press({ loginfmt: person.userPrincipalName })
  await browser.press({ passwd: person.password })
  return browser
}

export const newest = ({ lab }: OpenCloud, kind: 'sms' | 'push' | 'call') => {
  const message = lab.inbox.messages({ kind }).at(-1)
  if (message === undefined) throw new Error(`no ${kind} has come`)
  return message
}

/** What the phone sends. */
export const answerOnPhone = (
  cloud: OpenCloud,
  { answerAt, code }: { readonly answerAt?: string; readonly code?: string },
  answer: { readonly approve: boolean; readonly number?: string; readonly report?: boolean },
) =>
  cloud.send(answerAt ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, ...answer }),
  })

export const numberOn = (html: string): string =>
  /id="idRichContext_DisplaySign">(\d\d)</.exec(html)?.[1] ?? ''

export const parametersAt = (location: string | undefined): Record<string, string> =>
  Object.fromEntries(new URL(location ?? '').searchParams)

export const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

export const redeem = (cloud: OpenCloud, code: string | undefined) =>
  cloud.token({
    grant_type: 'authorization_code',
    client_id: cloud.app.daemon,
    client_secret: cloud.app.secret,
    redirect_uri: redirect,
    code: code ?? '',
  })

/** Rows of one person, newest first; beta has the members about factors. */
export const signInsOf = async (cloud: OpenCloud, { id }: Pick<CloudUser, 'id'>) =>
  (await cloud.graph('GET', `/beta/auditLogs/signIns?$filter=userId eq '${id}'`)).json.value
