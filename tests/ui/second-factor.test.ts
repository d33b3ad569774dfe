import type { FrameLocator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, noBrowser } from '../support/chromium.ts'
import { barriersOn } from './accessibility.ts'
import { type OpenedScreens, openScreens } from './open-screens.ts'

const chromium = findChromium()
let screens: OpenedScreens
const page = (): FrameLocator => screens.hands.browser
const liam = { userName: 'liam@contoso.com', password: 'Pebble-Comet-64!' }

/** With an administrator's token, as a script would: there is no page for policies. */
async function askEverybodyButTheAdministrator(): Promise<void> {
  const { lab, people, hands } = screens
  const app = lab.info.apps.find(({ name }) => name === 'public')
  const tokens = await fetch(`${hands.origin}/${lab.info.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: app?.clientId ?? '',
      username: people.admin.userName,
      password: people.admin.password,
      scope: 'https://graph.microsoft.com/.default',
    }),
  })
  const { access_token } = (await tokens.json()) as { access_token: string }
  const call = (path: string, body?: unknown) =>
    fetch(`${hands.origin}/v1.0${path}`, {
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    })
  const { id } = (await (await call('/me')).json()) as { id: string }
  const made = await call('/identity/conditionalAccess/policies', {
    displayName: 'Everybody twice',
    state: 'enabled',
    conditions: {
      users: { includeUsers: ['All'], excludeUsers: [id] },
      applications: { includeApplications: ['All'] },
    },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] },
  })
  expect(made.status).toBe(201)
}

const numberOnPage = async (): Promise<string> =>
  (await page().locator('#idRichContext_DisplaySign').textContent()) ?? ''

const prompts = () => screens.hands.right.getByRole('list', { name: 'Messages' }).getByRole('listitem')
const newestPrompt = () => prompts().first()

async function openSignIn(): Promise<void> {
  const { hands } = screens
  await hands.goTo('/stage?left=/browser%3Furl%3D/pages/myapps&right=/phone')
  await hands.signIn(page(), liam)
}

describe.skipIf(chromium === undefined)(chromium ? 'a second factor, by clicking' : noBrowser, () => {
  beforeAll(async () => {
    screens = await openScreens(chromium ?? '')
    await askEverybodyButTheAdministrator()
  }, 240_000)
  afterAll(() => screens?.close())

  it('asks who has none to set one up, and does not take no for an answer', async () => {
    const { hands } = screens
    await openSignIn()
    await page().getByRole('heading', { name: 'More information required' }).waitFor()
    expect(await page().getByRole('button', { name: 'Skip for now' }).count()).toBe(0)
    await hands.press(page(), 'Next')
    await page().getByRole('heading', { name: 'Keep your account secure' }).waitFor()
    expect(await page().getByRole('button', { name: 'Finish' }).isDisabled()).toBe(true)
    expect(await barriersOn(hands.page)).toEqual([])
    const row = page().getByRole('region', { name: 'Authenticator app' })
    await row.getByRole('button', { name: 'Set it up now' }).click()
    await row.getByRole('button', { name: 'Scan it with the lab’s phone' }).click()
    const app = hands.right.getByRole('region', { name: 'Authenticator' })
    await app.getByText(liam.userName).waitFor()
    await expect.poll(() => app.locator('strong').textContent(), { timeout: 15_000 }).toMatch(/^\d{6}$/)
    await row.getByLabel('Code that the app shows').fill((await app.locator('strong').textContent()) ?? '')
    await row.getByRole('button', { name: 'Verify' }).click()
    await row.getByText('Set up', { exact: true }).waitFor()
    await hands.press(page(), 'Finish')
    await page().getByRole('heading', { name: 'Approve sign-in request' }).waitFor()
  }, 120_000)

  it('goes on by itself once the number is typed into the phone', async () => {
    const { hands } = screens
    const prompt = newestPrompt()
    await prompt.getByLabel('Number shown on the page').fill(await numberOnPage())
    expect(await barriersOn(hands.page)).toEqual([])
    await prompt.getByRole('button', { name: 'Approve' }).click()
    await page().getByRole('heading', { name: 'Stay signed in?' }).waitFor()
    await hands.press(page(), 'No')
    await page().getByRole('heading', { name: 'My apps' }).waitFor()
    await hands.goTo('/browser?url=/pages/register')
    await page()
      .getByRole('heading', { name: /security info|Don't lose access/i })
      .waitFor()
  }, 120_000)

  it('lets the person say that it was somebody else, and tells the administrator', async () => {
    const { hands } = screens
    await screens.hands.page.context().clearCookies()
    await hands.page.evaluate('sessionStorage.clear()')
    await openSignIn()
    await page().getByRole('heading', { name: 'Approve sign-in request' }).waitFor()
    // The phone still shows the prompt of the sign-in before.
    await expect.poll(() => prompts().count(), { timeout: 15_000 }).toBe(2)
    await newestPrompt().getByRole('button', { name: 'No, it’s not me' }).click()
    await newestPrompt().getByText('Denied.').waitFor()
    await page().getByText('The request was denied', { exact: false }).waitFor()
    await page().getByRole('heading', { name: 'Verify your identity' }).waitFor()
    await newestPrompt().getByRole('button', { name: 'It wasn’t me: report this sign-in' }).click()
    await newestPrompt().getByText('Reported.', { exact: false }).waitFor()
    expect(
      await newestPrompt()
        .getByRole('button', { name: /report/ })
        .count(),
    ).toBe(0)
    await hands.goTo('/portal/audit-logs')
    await hands.signInToPortal(screens.people.admin)
    await hands.left
      .getByRole('row', { name: /Fraud reported/ })
      .first()
      .waitFor()
  }, 120_000)

  it('shows in the sign-in log what was asked for, how it was given, and which policy asked', async () => {
    const { hands } = screens
    await hands.goTo('/portal/users/liam@contoso.com/sign-ins')
    const success = hands.left.getByRole('row', { name: /Success/i }).first()
    await success.waitFor()
    await success.getByRole('button').click()
    await hands.see(hands.left, /Mobile app notification: MFA successfully completed/)
    await hands.see(hands.left, /Everybody twice: success/)
  }, 120_000)

  it('wears the theme that is chosen while the page stands', async () => {
    const { hands } = screens
    await hands.page.context().clearCookies()
    await hands.goTo('/browser?url=/pages/myapps')
    await hands.page.evaluate('sessionStorage.clear()')
    await hands.goTo('/browser?url=/pages/myapps')
    await page().getByLabel('Email address or user name').waitFor()
    const look = () => page().locator('html').getAttribute('data-theme')
    const seen: (string | null)[] = []
    for (let turn = 0; turn < 3; turn++) {
      const before = await look()
      await hands.page.getByRole('button', { name: /^Theme: / }).click()
      await expect.poll(look, { timeout: 15_000 }).not.toBe(before)
      seen.push(await look())
    }
    expect([...seen].sort()).toEqual(['dark', 'light', 'projector'])
  }, 120_000)

  it('leaves no barriers on the token service’s pages in any theme', async () => {
    const { lab, browser, hands } = screens
    // Their policy lets no script of a test in: this one browser does not ask it.
    const context = await browser.newContext({ bypassCSP: true })
    const alone = await context.newPage()
    alone.setDefaultTimeout(15_000)
    const app = lab.info.apps.find(({ name }) => name === 'spa')
    const look = async (title: string) => {
      await alone.getByRole('heading', { name: title }).waitFor()
      for (const theme of ['light', 'dark', 'projector']) {
        await alone.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
        const found = await barriersOn(alone, theme === 'light' ? 'everything' : 'contrast')
        expect([title, theme, found]).toEqual([title, theme, []])
      }
    }
    const query = new URLSearchParams({
      client_id: app?.clientId ?? '',
      response_type: 'code',
      redirect_uri: app?.redirectUris[0] ?? '',
      scope: 'openid',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    })
    await alone.goto(`${hands.origin}/${lab.info.tenantId}/oauth2/v2.0/authorize?${query}`)
    await look('Sign in')
    await hands.fill(alone, 'Email address or user name', liam.userName)
    await hands.press(alone, 'Next')
    await look('Enter password')
    await hands.fill(alone, 'Password', liam.password)
    await hands.press(alone, 'Sign in')
    await look('Approve sign-in request')
    await hands.press(alone, 'Use another way')
    await look('Verify your identity')
    await hands.press(alone, 'Use a code from my authenticator app')
    await look('Enter code')
    await alone.getByLabel(/Code that your/).fill('000000')
    await hands.press(alone, 'Verify')
    await alone.getByRole('alert').waitFor()
    await look('Enter code')
    await context.close()
  }, 120_000)

  it('complains of nothing on the console', () => {
    expect(screens.complaints.filter((line) => !/403|401/.test(line))).toEqual([])
  })
})
