import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, noBrowser } from '../support/chromium.ts'
import { barriersOn } from './accessibility.ts'
import { type OpenedScreens, openScreens } from './open-screens.ts'

const chromium = findChromium()
let screens: OpenedScreens
const dialogs: string[] = []
const left = (): Locator => screens.hands.left
const dialog = (): Locator => screens.hands.page.getByRole('dialog')

/** What a directory may hold: markup, an override of the writing direction, length, pictures, and our own signs. */
const names: readonly (readonly [user: string, displayName: string])[] = [
  ['markup', '<img src=x onerror="window.hostile=1"><script>window.hostile=1</script>'],
  ['quotes', '"\'><b data-hostile>{portal} {{ 7*7 }} @:link | pipe</b>'],
  ['override', '\u202Egnp.exe\u202C Mallory'],
  ['right', 'שלום עולם'],
  ['long', `Hubert${'\u00ADblaine'.repeat(35)}`.slice(0, 256)],
  ['picture', '👩‍👩‍👧‍👦🇸🇬 Zoë'],
]
const markup = names[0]?.[1] ?? ''

async function newUser(user: string, displayName: string): Promise<void> {
  const { hands } = screens
  await hands.press(left(), 'New user')
  await hands.fill(dialog(), 'Display name', displayName)
  await hands.fill(dialog(), 'User name', user)
  await dialog().getByLabel('Usage location').selectOption('SG')
  await hands.fill(dialog(), 'First password', 'Marble-Sunset-71!')
  await hands.press(dialog(), 'Create')
  await dialog().waitFor({ state: 'detached' })
}

async function newGroup(name: string): Promise<void> {
  const { hands } = screens
  await hands.press(left(), 'New group')
  await hands.fill(dialog(), 'Group name', name)
  await hands.press(dialog(), 'Create')
  await dialog().waitFor({ state: 'detached' })
}

/** Nothing of a name has become part of a page, and no page has grown wider than its window. */
async function expectHarmless(path: string): Promise<void> {
  const { page } = screens.hands
  for (const frame of page.frames()) {
    const found = await frame.evaluate(
      "({ ran: 'hostile' in window, parts: document.querySelectorAll('[data-hostile], img[onerror], script:not([src]):not([type])').length, wide: document.documentElement.scrollWidth > innerWidth })",
    )
    expect({ path, found }).toEqual({ path, found: { ran: false, parts: 0, wide: false } })
  }
}

describe.skipIf(chromium === undefined)(chromium ? 'hostile names in the directory' : noBrowser, () => {
  beforeAll(async () => {
    screens = await openScreens(chromium ?? '')
    screens.hands.page.on('dialog', (opened) => {
      dialogs.push(opened.message())
      void opened.dismiss()
    })
    await screens.hands.goTo('/portal/users')
    await screens.hands.signInToPortal(screens.people.admin)
    for (const [user, displayName] of names) await newUser(user, displayName)
    await screens.hands.goTo('/portal/groups')
    await newGroup(markup)
  }, 240_000)
  afterAll(() => screens?.close())

  it('are shown as they are, each within its own writing direction', async () => {
    await screens.hands.goTo('/portal/users')
    for (const [user, displayName] of names) {
      await left().getByLabel('Filter by name or user name').fill(user)
      const link = left()
        .getByRole('row')
        .filter({ hasText: `${user}@` })
        .getByRole('link')
      await link.waitFor()
      expect(await link.locator('bdi').textContent()).toBe(displayName)
    }
  }, 60_000)

  it('do nothing on any page of the portal', async () => {
    const { hands } = screens
    const pages = ['', '/licences', '/authentication-methods', '/audit', '/sign-ins'].flatMap((page) =>
      names.map(([user]) => `/portal/users/${user}@contoso.com${page}`),
    )
    for (const path of [
      '/portal/users',
      '/portal/groups',
      '/portal/audit-logs',
      '/portal/usage-insights/details',
      ...pages,
    ]) {
      await hands.goTo(path)
      await hands.settle()
      await expectHarmless(path)
    }
    await hands.goTo(`/portal/users/${names[1]?.[0]}@contoso.com`)
    await hands.press(left(), 'Reset password')
    await hands.press(left().getByRole('dialog'), 'Reset password')
    await hands.see(left(), 'The password has been reset.')
    await expectHarmless('the reset panel')
    expect(await barriersOn(hands.page)).toEqual([])
  }, 180_000)

  it('do nothing in the user’s browser, the directory, the search and the flow', async () => {
    const { hands } = screens
    await hands.goTo('/portal/users')
    await hands.settle()
    await hands.page.keyboard.press('Control+k')
    await hands.page.getByRole('searchbox').fill('<img')
    await hands.page.getByText(markup).first().waitFor()
    await expectHarmless('the search')
    await hands.page.keyboard.press('Escape')
    await hands.goTo('/browser?url=/pages/myapps')
    await hands.signIn(hands.browser, { userName: 'markup@contoso.com', password: 'Marble-Sunset-71!' })
    await hands.browser.getByRole('heading', { name: 'Update your password' }).waitFor()
    await hands.fill(hands.browser, 'Current password', 'Marble-Sunset-71!')
    await hands.fill(hands.browser, 'New password', 'Quartz-Meadow-81!')
    await hands.fill(hands.browser, 'Confirm password', 'Quartz-Meadow-81!')
    await hands.press(hands.browser, 'Sign in')
    await hands.press(hands.browser, 'No')
    await hands.see(hands.browser, markup)
    for (const path of ['/flow', '/mailbox', '/phone', '/portal/sign-in-logs']) {
      await hands.goTo(path)
      await hands.settle()
      await expectHarmless(path)
    }
  }, 120_000)

  it('opened no dialog and left no complaint', () => {
    expect(dialogs).toEqual([])
    expect(screens.complaints.filter((line) => !/status of (400|403|404)/.test(line))).toEqual([])
  })
})
