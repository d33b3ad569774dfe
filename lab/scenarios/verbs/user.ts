/** The user at the browser: registration, change, the public reset page. */
import { type ResetMethod, type SessionState, sessionState } from '#core/contracts/sspr.ts'
import { type Doors, expectAnswer, expectSuccess } from '../doors.ts'
import { walkThroughPages } from '../sign-in-pages.ts'
import type { WebAnswer } from '../web-client.ts'
import type { VerbTable } from './verb.ts'

const api = '/passwordreset/v1'

/** Reads the newest code on a phone or in a mailbox. */
async function readCode(doors: Doors, kind: 'sms' | 'call' | 'email', to: string): Promise<string> {
  const answer = expectSuccess(
    'Inbox',
    await doors.control(`inbox?kind=${kind}&to=${encodeURIComponent(to)}&waitMs=5000`),
  )
  const { messages } = answer.json as { messages: { code?: string }[] }
  const code = messages.at(-1)?.code
  if (code === undefined) throw new Error(`no code reached ${to}`)
  return code
}

async function withToken(doors: Doors, user: string, password: string) {
  const { accessToken, description } = await doors.signIn(user, doors.password(user, password))
  if (accessToken === undefined) throw new Error(`${user} cannot sign in: ${description}`)
  const headers = { authorization: `Bearer ${accessToken}` }
  return (path: string, json: unknown): Promise<WebAnswer> => doors.cloud(api + path, { headers, json })
}

async function registerMethod(
  doors: Doors,
  call: Awaited<ReturnType<typeof withToken>>,
  method: 'mobilePhone' | 'email',
  value: string,
) {
  expectSuccess('Registration', await call('/registration/challenges', { method, value }))
  const code = await readCode(doors, method === 'email' ? 'email' : 'sms', value)
  expectSuccess('Verification', await call('/registration/verifications', { method, code }))
}

/** The captcha's text, as a person reads it off the picture: the picture's letters are its text elements. */
function readPicture(image: string): string {
  return [...image.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((found) => found[1]).join('')
}

type Session = { readonly id: string; readonly call: (path: string, json: unknown) => Promise<WebAnswer> }

async function startSession(
  doors: Doors,
  user: string,
): Promise<{ session: Session; state: SessionState } | undefined> {
  const captcha = expectSuccess('Captcha', await doors.cloud(`${api}/captcha`, { method: 'POST' })).json as {
    captchaId: string
    image: string
  }
  const json = {
    userId: user,
    tenant: doors.info.tenantId,
    captchaId: captcha.captchaId,
    captcha: readPicture(captcha.image),
  }
  const answer = expectAnswer('The reset page', await doors.cloud(`${api}/sessions`, { json }))
  if (answer.status >= 400) return undefined
  const state = sessionState.parse(answer.json)
  const call: Session['call'] = (path, body) =>
    doors.cloud(`${api}/sessions/${state.id}${path}`, { json: body })
  return { session: { id: state.id, call }, state }
}

/** Passes every gate with codes from the user's own phone and mailbox. */
async function passGates(
  doors: Doors,
  session: Session,
  user: string,
  first: SessionState,
): Promise<SessionState> {
  let state = first
  while (state.page === 'verify') state = await passGate(doors, session, user, answerable(state))
  return state
}

/** A method on offer whose code a script can read: a text message, else an e-mail. */
function answerable({ methods }: SessionState): ResetMethod {
  const offered = methods.map(({ method }) => method)
  const found = (['mobileSms', 'email'] as const).find((method) => offered.includes(method))
  if (found) return found
  throw new Error(`no method that this verb can answer: ${offered.join(', ')}`)
}

async function chooseIntent(session: Session, intent: 'reset' | 'unlock'): Promise<SessionState> {
  return sessionState.parse(expectSuccess('Intent', await session.call('/intent', { intent })).json)
}

const contactsOf = (doors: Doors, user: string) =>
  registeredWith.get(doors)?.get(user.toLowerCase()) ?? personal(user)

const challengeOf = (doors: Doors, user: string, method: ResetMethod) => ({
  method,
  ...(method === 'email' ? {} : { phoneNumber: contactsOf(doors, user).phone }),
})

async function passGate(
  doors: Doors,
  session: Session,
  user: string,
  method: ResetMethod,
): Promise<SessionState> {
  const { phone, email } = contactsOf(doors, user)
  const to = method === 'email' ? email : phone
  expectSuccess('Challenge', await session.call('/challenges', challengeOf(doors, user, method)))
  const code = await readCode(doors, method === 'email' ? 'email' : 'sms', to)
  const answer = await session.call('/verifications', { method, code })
  return sessionState.parse(expectSuccess('Verification', answer).json)
}

/** The lab's people have a phone and a private mailbox each. */
const personal = (user: string) => ({ phone: '+65 91234567', email: `${user.split('@')[0]}@home.example` })

/** What people registered with in this run, so that later gates are answered from the same phone. */
const registeredWith = new WeakMap<Doors, Map<string, { phone: string; email: string }>>()

export const user: VerbTable<'user'> = {
  'user.signIn': async (doors, { user, password }) =>
    void (await doors.signIn(user, doors.password(user, password))),
  'user.registerSecurityInfo': async (doors, given) => {
    const own = {
      phone: given.phone ?? personal(given.user).phone,
      email: given.email ?? personal(given.user).email,
    }
    const call = await withToken(doors, given.user, given.password)
    if (given.only !== 'email') await registerMethod(doors, call, 'mobilePhone', own.phone)
    if (given.only !== 'phone') await registerMethod(doors, call, 'email', own.email)
    expectAnswer('Registration', await call('/registration/complete', {}))
    const known = registeredWith.get(doors) ?? new Map()
    registeredWith.set(doors, known.set(given.user.toLowerCase(), own))
  },
  'user.changePassword': async (doors, given) => {
    const oldPassword = doors.password(given.user, given.oldPassword)
    const call = await withToken(doors, given.user, given.signedInWith ?? given.oldPassword)
    expectAnswer('Change password', await call('/change', { oldPassword, newPassword: given.newPassword }))
  },
  'user.changeForcedPassword': async ({ info, password }, given) => {
    const app = info.apps.find(({ name }) => name === 'daemon')
    const [redirectUri = ''] = app?.redirectUris ?? []
    const start = new URL(`${info.authority}/oauth2/v2.0/authorize`)
    const query = {
      client_id: app?.clientId ?? '',
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid',
    }
    for (const [name, value] of Object.entries(query)) start.searchParams.set(name, value)
    const { user, newPassword } = given
    const currentPassword = password(user, given.oldPassword)
    const typed = { currentPassword, newPassword, confirmNewPassword: newPassword }
    const answers = { loginfmt: user, passwd: currentPassword, ...typed }
    await walkThroughPages(info.caCertificate, start.href, answers, redirectUri)
  },
  'user.resetForgottenPassword': async (doors, { user, newPassword }) => {
    const started = await startSession(doors, user)
    if (!started) return
    const state =
      started.state.page === 'intent' ? await chooseIntent(started.session, 'reset') : started.state
    await passGates(doors, started.session, user, state)
    expectAnswer('New password', await started.session.call('/reset', { newPassword }))
  },
  'user.enterWrongCodes': async (doors, { user, times }) => {
    const started = await startSession(doors, user)
    if (!started) return
    const { session } = started
    const state = started.state.page === 'intent' ? await chooseIntent(session, 'reset') : started.state
    const method = answerable(state)
    expectAnswer('Challenge', await session.call('/challenges', challengeOf(doors, user, method)))
    // Six digits are sent; five can never be them.
    for (let time = 0; time < times; time++)
      expectAnswer('Verification', await session.call('/verifications', { method, code: '00000' }))
  },
  'user.unlockAccount': async (doors, { user }) => {
    const started = await startSession(doors, user)
    if (!started) return
    const state = await chooseIntent(started.session, 'unlock')
    await passGates(doors, started.session, user, state)
    expectAnswer('Unlock', await started.session.call('/unlock', {}))
  },
}
