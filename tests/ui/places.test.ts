import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { graphAppId } from '#core/entra/first-party-apps.ts'
import { findChromium, noBrowser } from '../support/chromium.ts'
import { barriersOn } from './accessibility.ts'
import { type OpenedScreens, openScreens } from './open-screens.ts'
import { placesToSee } from './places-to-see.ts'

const chromium = findChromium()
let screens: OpenedScreens

describe.skipIf(chromium === undefined)(chromium ? 'every place' : noBrowser, () => {
  beforeAll(async () => {
    screens = await openScreens(chromium ?? '')
    await screens.hands.goTo('/portal/users')
    await screens.hands.signInToPortal(screens.people.admin)
  }, 120_000)
  afterAll(() => screens?.close())

  it.each(['light', 'dark', 'projector'])(
    'is without barriers and complaints in the %s theme',
    async (theme) => {
      const { hands, complaints } = screens
      await hands.chooseTheme(theme)
      const barriers: string[] = []
      for (const { path } of placesToSee) {
        await hands.goTo(path)
        await hands.settle()
        barriers.push(...(await barriersOn(hands.page, theme === 'light' ? 'everything' : 'contrast')))
      }
      expect(barriers).toEqual([])
      expect(complaints).toEqual([])
    },
    600_000,
  )

  it.each([
    [1280, 720],
    [1920, 1080],
    [820, 1180],
  ])(
    'loses nothing sideways at %i × %i',
    async (width, height) => {
      const { hands } = screens
      await hands.page.setViewportSize({ width, height })
      const wide: string[] = []
      for (const { path } of placesToSee) {
        await hands.goTo(path)
        await hands.settle()
        if (await hands.page.evaluate('document.documentElement.scrollWidth > innerWidth')) wide.push(path)
      }
      await hands.page.setViewportSize({ width: 1280, height: 720 })
      expect(wide).toEqual([])
    },
    480_000,
  )

  it('is found by the search, and by the keyboard alone', async () => {
    const { hands } = screens
    await hands.goTo('/portal/users')
    // A key that is pressed before the shell is there is nobody's.
    await hands.settle()
    await hands.page.keyboard.press('Control+k')
    await hands.page
      .getByRole('searchbox', { name: 'Search places, people, docs and actions' })
      .fill('event viewer')
    await hands.page.keyboard.press('Enter')
    await hands.left.getByRole('table', { name: 'Application log' }).waitFor()
    expect(new URL(hands.page.url()).pathname).toBe('/connect/events')
  })

  it('finds users, too, once the administrator is signed in', async () => {
    const { hands } = screens
    await hands.page.keyboard.press('Control+k')
    await hands.page.getByRole('searchbox', { name: 'Search places, people, docs and actions' }).fill('anna')
    const dialog = hands.page.getByRole('dialog')
    await dialog.getByRole('link', { name: 'Anna Berg anna@contoso.com' }).click()
    await hands.left.getByRole('heading', { name: 'Anna Berg' }).waitFor()
  })

  it('stands beside another one, at a URL that opens both again', async () => {
    const { hands } = screens
    await hands.goTo('/portal/users/anna@contoso.com')
    await hands.openPlace('Flow')
    await hands.right.getByRole('navigation', { name: 'Last flows' }).waitFor()
    const { pathname, searchParams } = new URL(hands.page.url())
    expect([pathname, searchParams.get('right')]).toEqual(['/stage', '/flow'])
    await hands.page.reload()
    await hands.left.getByRole('heading', { name: 'Anna Berg' }).waitFor()
    await hands.page.goBack()
    await hands.right.waitFor({ state: 'detached' })
  })

  it('shows hostile names as the text they are', async () => {
    const { hands } = screens
    const names = ['<img src=x onerror="document.title=1">', '\u202Egnp.exe\u202C', `😀 ${'x'.repeat(200)}`]
    for (const [index, displayName] of names.entries())
      await addUser(hands.page, displayName, `hostile${index}`)
    await hands.goTo('/portal/users')
    for (const name of names) {
      await hands.left.getByRole('link', { name, exact: true }).click()
      await hands.left.getByRole('heading', { name, exact: true }).waitFor()
      await hands.page.goBack()
    }
    expect(await hands.page.locator('img[src=x]').count()).toBe(0)
    expect(await hands.page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false)
  })
})

const signedIn = z.object({ accessTokens: z.record(z.string(), z.string()) })

/** Through Graph, with the token of the administrator at the screens. */
async function addUser(page: Page, displayName: string, name: string): Promise<void> {
  const stored = await page.evaluate("sessionStorage.getItem('hybridlab.signed-in.admin')")
  const { accessTokens } = signedIn.parse(JSON.parse(String(stored)))
  const answer = await fetch(new URL('/v1.0/users', page.url()), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessTokens[graphAppId]}` },
    body: JSON.stringify({
      accountEnabled: true,
      displayName,
      mailNickname: name,
      userPrincipalName: `${name}@contoso.com`,
      passwordProfile: { password: 'Marble-Sunset-71!' },
    }),
  })
  expect(answer.status).toBe(201)
}
