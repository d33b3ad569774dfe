import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, noBrowser } from '../support/chromium.ts'
import { barriersOn } from './accessibility.ts'
import { type OpenedScreens, openScreens } from './open-screens.ts'

const chromium = findChromium()
let screens: OpenedScreens

describe.skipIf(chromium === undefined)(chromium ? 'a federated domain, by clicking' : noBrowser, () => {
  beforeAll(async () => {
    screens = await openScreens(chromium ?? '', undefined, 'contoso-federated')
  }, 180_000)
  afterAll(() => screens?.close())

  it('sends who signs in in the user’s browser to AD FS, which refuses a wrong password and takes the right one', async () => {
    const { hands, people } = screens
    const { browser } = hands
    const signIns = () =>
      screens.lab.events({ type: 'sign-in.recorded', target: people.anna.userName }).length
    const before = signIns()
    await hands.goTo('/browser?url=/pages/myapps')
    await hands.fill(browser, 'Email address or user name', people.anna.userName)
    await hands.press(browser, 'Next')
    await browser.getByRole('heading', { name: 'Sign in with your organizational account' }).waitFor()
    expect(await barriersOn(hands.page)).toEqual([])
    await hands.fill(browser, 'Password', 'Wrong-Harbor-11!')
    await hands.press(browser, 'Sign in')
    await hands.see(browser.getByRole('alert'), /Incorrect user ID or password/)
    expect(signIns()).toBe(before)
    await hands.fill(browser, 'Password', people.anna.password)
    await hands.press(browser, 'Sign in')
    await hands.press(browser, 'No')
    await hands.see(browser, people.anna.userName)
    expect(signIns()).toBe(before + 1)
    expect(screens.complaints).toEqual([])
  }, 60_000)
})
