/** A federated domain: the cloud sends the browser to the lab's own AD FS, and believes only what that has signed. */
import { Agent, fetch } from 'undici'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Doors, openDoors } from '#lab/scenarios/doors.ts'
import { walkThroughPages } from '#lab/scenarios/sign-in-pages.ts'
import { type StartedLab, startLab } from '#lab/start.ts'
import { accountOf, appOf } from '../clients/lab-facts.ts'

let lab: StartedLab
let doors: Doors
beforeAll(async () => {
  lab = await startLab()
  doors = openDoors(lab.info, lab.control)
  const chosen = await choose('federation')
  expect(chosen.json).toEqual({ method: 'federation' })
})
afterAll(async () => {
  await doors.close()
  await lab.close()
})

const choose = (method: string) => {
  const { upn: username, password } = accountOf(lab, 'Global Administrator')
  return doors.control('connect/user-sign-in', { method: 'PUT', json: { method, username, password } })
}
const anna = () => accountOf(lab, 'anna@contoso.com')
const redirect = 'http://localhost:3000/callback'
const authorizeUrl = (more: Record<string, string> = {}) =>
  `${lab.info.authority}/oauth2/v2.0/authorize?${new URLSearchParams({
    client_id: appOf(lab, 'daemon').clientId,
    response_type: 'code',
    redirect_uri: redirect,
    scope: 'openid profile User.Read',
    ...more,
  })}`
const signIn = (upn: string, password: string, target = redirect) =>
  walkThroughPages(
    lab.info.caCertificate,
    authorizeUrl(),
    { loginfmt: upn, UserName: upn, Password: password, passwd: password },
    target,
  )
const lastSignIn = () => lab.events({ type: 'sign-in.recorded' }).at(-1)?.data
/** What AD FS posts to the cloud for whoever signs in there. */
const postedAnswer = async () => {
  const origin = new URL(lab.info.authority).origin
  const { upn, password } = anna()
  return walkThroughPages(
    lab.info.caCertificate,
    authorizeUrl({ login_hint: upn }),
    { UserName: upn, Password: password },
    `${origin}/login.srf`,
  )
}
const hand = (form: URLSearchParams) =>
  doors.cloud('/login.srf', { method: 'POST', form: Object.fromEntries(form) })

test('user realm says Federated and names the service’s addresses', async () => {
  const { json } = await doors.cloud(`/common/userrealm/${anna().upn}?api-version=1.0`)
  expect(json).toMatchObject({
    account_type: 'Federated',
    federation_protocol: 'WSTrust',
    federation_metadata_url: expect.stringMatching(/\/adfs\/services\/trust\/mex$/),
    federation_active_auth_url: expect.stringMatching(/\/adfs\/services\/trust\/2005\/usernamemixed$/),
  })
})

test('a synced user signs in at AD FS’s page and comes back to the application with a code', async () => {
  const returned = await signIn(anna().upn, anna().password)
  expect(returned.get('code')).toBeTruthy()
  const flow = lab.events({ type: 'step.passed' }).filter(({ flow: name }) => name === 'federated-sign-in')
  expect(flow.map(({ step }) => step)).toEqual([
    'find-realm',
    'verify-signature',
    'require-it-fits',
    'match-immutable-id',
    'require-enabled',
  ])
  expect(lastSignIn()).toMatchObject({ userPrincipalName: anna().upn, status: { errorCode: 0 } })
})

test('a wrong password stays at AD FS, and nobody is signed in', async () => {
  const before = lab.events().at(-1)?.seq ?? 0
  // The walk tries until the account is locked: not Anna's.
  await expect(signIn('ben@contoso.com', 'wrong')).rejects.toThrow(/never came/)
  expect(lab.events({ after: before, flow: 'federated-sign-in' })).toEqual([])
})

test('a cloud-only administrator of the domain still signs in with the cloud password', async () => {
  const { upn, password } = accountOf(lab, 'Global Administrator')
  expect((await signIn(upn, password)).get('code')).toBeTruthy()
})

test('the cloud itself takes no password of a federated user', async () => {
  expect((await doors.signIn(anna().upn, anna().password)).code).toBe(50126)
})

test('an answer works once', async () => {
  const form = await postedAnswer()
  expect((await hand(form)).text).toContain('Stay signed in?')
  expect((await hand(form)).text).toContain('AADSTS50008')
  expect(lastSignIn()).toMatchObject({ status: { errorCode: 50008 } })
})

test.each([
  [
    'names another user',
    (text: string) => text.replace(/(NameIdentifier[^>]*>)[^<]+/g, '$1AAAAAAAAAAAAAAAAAAAAAA=='),
    50006,
  ],
  ['has lost its signature', (text: string) => text.replace(/<Signature[\s\S]*<\/Signature>/, ''), 50006],
  [
    'is of another issuer',
    (text: string) => text.replace(/Issuer="[^"]*"/, 'Issuer="http://evil.example/"'),
    50107,
  ],
  [
    'comes with a second assertion',
    (text: string) => text.replace('<saml:Assertion', '<saml:Assertion></saml:Assertion><saml:Assertion'),
    50008,
  ],
  [
    'declares entities',
    (text: string) => text.replace('<saml:Assertion ', '<saml:Assertion x="<!ENTITY a">'),
    50008,
  ],
  ['is no XML at all', () => 'nonsense', 50008],
])('an answer that %s is refused, and nobody is signed in', async (_what, change, number) => {
  const form = await postedAnswer()
  form.set('wresult', change(form.get('wresult') ?? ''))
  const { text } = await hand(form)
  expect(text).not.toContain('Stay signed in?')
  expect(lastSignIn()).toMatchObject({ status: { errorCode: number } })
})

test('an answer that has expired is refused', async () => {
  const form = await postedAnswer()
  await lab.clock.advance(3_600_000 - 60_000)
  const late = await postedAnswer()
  await lab.clock.advance(3_600_000 + 301_000)
  late.set('wctx', (await postedAnswer()).get('wctx') ?? '')
  expect((await hand(late)).text).toContain('AADSTS50008')
  expect(form.get('wctx')).toBeTruthy()
})

test('an answer of a federation service whose clock runs ahead is refused until the clock is right', async () => {
  const setClock = (json: object) => doors.control('connect/clock', { method: 'PUT', json })
  await setClock({ ahead: '10m' })
  const early = await postedAnswer()
  expect((await hand(early)).text).toContain('AADSTS50008')
  expect(lastSignIn()).toMatchObject({ status: { errorCode: 50008 } })
  await setClock({})
  expect((await hand(await postedAnswer())).text).toContain('Stay signed in?')
})

test('the active way: WS-Trust gives an assertion, and that gives tokens, once', async () => {
  const { json } = await doors.cloud(`/common/userrealm/${anna().upn}?api-version=1.0`)
  const { federation_active_auth_url: url } = json as { federation_active_auth_url: string }
  const dispatcher = new Agent({ connect: { ca: lab.info.caCertificate } })
  const ask = async (password: string) => {
    const headers = { 'content-type': 'application/soap+xml' }
    const body = usernameToken(anna().upn, password)
    const answer = await fetch(url, { dispatcher, method: 'POST', headers, body })
    return { status: answer.status, text: await answer.text() }
  }
  const refused = await ask('wrong')
  expect([refused.status, refused.text]).toEqual([500, expect.stringContaining('FailedAuthentication')])
  const answer = await ask(anna().password)
  const assertion = /<saml:Assertion[\s\S]*<\/saml:Assertion>/.exec(answer.text)?.[0] ?? ''
  const redeem = () =>
    doors.web.send(`${lab.info.authority}/oauth2/v2.0/token`, {
      form: {
        grant_type: 'urn:ietf:params:oauth:grant-type:saml1_1-bearer',
        client_id: appOf(lab, 'public').clientId,
        scope: 'openid offline_access User.Read',
        assertion: Buffer.from(assertion).toString('base64url'),
      },
    })
  const answers = await Promise.all(Array.from({ length: 8 }, redeem))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.find(({ status }) => status !== 200)?.json).toMatchObject({ error_codes: [50008] })
})

test('back to managed: the cloud asks for the password again', async () => {
  await choose('password-hash-sync')
  expect((await doors.signIn(anna().upn, anna().password)).code).toBeUndefined()
  const { json } = await doors.cloud(`/common/userrealm/${anna().upn}?api-version=1.0`)
  expect(json).toMatchObject({ account_type: 'Managed' })
})

const usernameToken = (user: string, password: string) =>
  `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header><o:Security xmlns:o="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"><o:UsernameToken><o:Username>${user}</o:Username><o:Password>${password}</o:Password></o:UsernameToken></o:Security></s:Header><s:Body/></s:Envelope>`
