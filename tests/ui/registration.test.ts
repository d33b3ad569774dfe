import type { FrameLocator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, noBrowser } from '../support/chromium.ts'
import { barriersOn } from './accessibility.ts'
import { type OpenedScreens, openScreens } from './open-screens.ts'

const chromium = findChromium()
let screens: OpenedScreens
const page = (): FrameLocator => screens.hands.browser

/** Password reset for everybody, with every method; Liam is licensed. */
async function prepare(): Promise<void> {
  const { hands, people } = screens
  await hands.goTo('/portal/users')
  await hands.signInToPortal(people.admin)
  await hands.goTo('/portal/password-reset/properties')
  await hands.left.getByRole('radio', { name: 'All' }).check()
  await hands.press(hands.left, 'Save')
  await hands.hear(/has been saved/)
  await hands.goTo('/portal/password-reset/authentication-methods')
  await hands.left.getByLabel('Mobile app code').check()
  await hands.left.getByLabel('Security questions').check()
  await hands.press(hands.left, 'Save')
  await hands.hear(/has been saved/)
  await hands.goTo('/portal/users/liam@contoso.com/licences')
  await hands.left.getByLabel(/Usage location/).selectOption('SG')
  await hands.left.getByLabel(/Entra ID P2/).check()
  await hands.press(hands.left, 'Save')
  await hands.hear('The licences have been saved.')
}

describe.skipIf(chromium === undefined)(chromium ? 'security info, by clicking' : noBrowser, () => {
  beforeAll(async () => {
    screens = await openScreens(chromium ?? '')
    await prepare()
  }, 240_000)
  afterAll(() => screens?.close())

  it('registers the authenticator app with a code that the phone shows', async () => {
    const { hands } = screens
    await hands.goTo('/browser?url=/pages/register')
    await hands.signIn(page(), { userName: 'liam@contoso.com', password: 'Pebble-Comet-64!' })
    await page()
      .getByRole('button', { name: /^(No|Next)$/ })
      .first()
      .click()
    const row = page().getByRole('region', { name: 'Authenticator app' })
    await row.waitFor()
    await row.getByRole('button', { name: 'Set it up now' }).click()
    await row.getByRole('button', { name: 'Scan it with the lab’s phone' }).click()
    await hands.openPlace('Phone')
    const app = hands.right.getByRole('region', { name: 'Authenticator' })
    await app.getByText('liam@contoso.com').waitFor()
    await expect.poll(() => app.locator('strong').textContent()).toMatch(/^\d{6}$/)
    expect(await barriersOn(hands.page)).toEqual([])
    await row.getByLabel('Code that the app shows').fill((await app.locator('strong').textContent()) ?? '')
    await row.getByRole('button', { name: 'Verify' }).click()
    await row.getByText('Set up', { exact: true }).waitFor()
  }, 90_000)

  it('registers security questions', async () => {
    const row = page().getByRole('region', { name: 'Security questions' })
    await row.getByRole('button', { name: 'Set it up now' }).click()
    const answers = row.getByLabel(/^Answer \d$/)
    const words = ['amsterdam', 'whiskers', 'triumph', 'brisbane', 'librarian']
    for (let index = 0; index < (await answers.count()); index++)
      await answers.nth(index).fill(words[index] ?? '')
    await row.getByRole('button', { name: 'Save' }).click()
    await row.getByText(/answered/).waitFor()
    expect(await barriersOn(screens.hands.page)).toEqual([])
  }, 60_000)

  it('registers a phone', () => registerPhone(), 60_000)

  it('resets a password with the number on the page typed into the phone, and with the answers', async () => {
    const { hands } = screens
    await hands.goTo('/portal/password-reset/authentication-methods')
    await hands.left.getByRole('radio', { name: '2' }).check()
    await hands.left.getByLabel('Mobile app notification').check()
    await hands.press(hands.left, 'Save')
    await hands.hear(/has been saved/)
    await hands.goTo('/stage?left=/browser%3Furl%3D/pages/reset&right=/phone')
    await hands.fill(page(), 'User ID', 'liam@contoso.com')
    await page().getByRole('img', { name: 'Characters to copy' }).waitFor()
    await hands.fill(page(), 'Characters in the picture', await hands.readPicture())
    await hands.press(page(), 'Next')
    await approveWith((number) => (number === '42' ? '43' : '42'))
    await hands.see(page().getByRole('alert'), /was denied/)
    await approveWith((number) => number)
    await hands.see(page(), /Verification step 2/)
    await page().getByRole('radio', { name: 'Answer my security questions' }).check()
    expect(
      await page()
        .getByRole('radio', { name: /authenticator app/ })
        .count(),
    ).toBe(0)
  }, 90_000)

  it('confirms a call with the pound key', async () => {
    const { hands } = screens
    await hands.goTo('/portal/password-reset/authentication-methods')
    await hands.left.getByRole('radio', { name: '1' }).check()
    await hands.press(hands.left, 'Save')
    await hands.hear(/has been saved/)
    await hands.goTo('/stage?left=/browser%3Furl%3D/pages/reset&right=/phone')
    await hands.fill(page(), 'User ID', 'liam@contoso.com')
    await page().getByRole('img', { name: 'Characters to copy' }).waitFor()
    await hands.fill(page(), 'Characters in the picture', await hands.readPicture())
    await hands.press(page(), 'Next')
    await page().getByRole('radio', { name: 'Call my mobile phone' }).check()
    await hands.fill(page(), 'Phone number', '+65 91234567')
    await hands.press(page(), 'Call')
    await hands.right.getByRole('button', { name: 'Answer' }).click()
    await hands.right.getByRole('button', { name: 'Press # to confirm' }).click()
    await hands.fill(page(), 'Enter new password', 'Quartz-Meadow-81!')
    await hands.fill(page(), 'Confirm new password', 'Quartz-Meadow-81!')
    await hands.press(page(), 'Finish')
    await page().getByRole('heading', { name: 'Your password has been reset' }).waitFor()
    await hands.goTo('/portal/usage-insights/events')
    await hands.left.getByRole('row', { name: /liam@contoso.com.*reset.*Phone call.*Success/i }).waitFor()
    await hands.left
      .getByRole('row', { name: /liam@contoso.com.*registration.*App code.*Success/i })
      .waitFor()
  }, 90_000)
})

/** Sends a notification, and types on the phone what `choose` makes of the number on the page. */
async function approveWith(choose: (number: string) => string): Promise<void> {
  const { hands } = screens
  await page()
    .getByRole('radio', { name: /Approve a notification/ })
    .check()
  await page().getByRole('button', { name: 'Send notification' }).click()
  const number = await page()
    .getByText(/^\d\d$/)
    .textContent()
  const prompt = hands.right.getByRole('list', { name: 'Messages' }).getByRole('listitem').first()
  await prompt.getByLabel('Number shown on the page').fill(choose(number ?? ''))
  expect(await barriersOn(hands.page)).toEqual([])
  await prompt.getByRole('button', { name: 'Approve' }).click()
  await prompt.getByRole('status').waitFor()
}

async function registerPhone(): Promise<void> {
  const { hands } = screens
  const row = page().getByRole('region', { name: 'Authentication phone' })
  await row.getByRole('button', { name: 'Set it up now' }).click()
  await row.getByLabel('Phone number').fill('+65 91234567')
  await row.getByRole('button', { name: 'Text me' }).click()
  await row.getByLabel(/The code that was sent/).waitFor()
  await row.getByLabel(/The code that was sent/).fill(await hands.newestCodeOnPhone())
  await row.getByRole('button', { name: 'Verify' }).click()
  await row.getByRole('button', { name: 'Change' }).waitFor()
}
