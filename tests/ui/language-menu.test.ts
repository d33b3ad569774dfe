import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, noBrowser } from '../support/chromium.ts'
import { type OpenedScreens, openScreens } from './open-screens.ts'

const chromium = findChromium()
let screens: OpenedScreens

const languageOf = () => screens.hands.page.evaluate('document.documentElement.lang')
const choose = async (menu: string, item: string): Promise<void> => {
  const { page } = screens.hands
  await page.getByRole('button', { name: menu, exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitemradio', { name: item }).focus()
  await page.keyboard.press('Enter')
}

describe.skipIf(chromium === undefined)(chromium ? 'the language menu' : noBrowser, () => {
  beforeAll(async () => {
    screens = await openScreens(chromium ?? '')
  }, 180_000)
  afterAll(() => screens?.close())

  it('turns the screens to German by the keyboard, and they stay so after a reload', async () => {
    const { hands } = screens
    await hands.goTo('/instructor/lab')
    await choose('Language and wording', 'Deutsch')
    await hands.left.getByRole('heading', { name: 'Zurück zum Anfang' }).waitFor()
    await hands.page.reload()
    await hands.left.getByRole('heading', { name: 'Zurück zum Anfang' }).waitFor()
    expect(await languageOf()).toBe('de')
    expect(await hands.left.getByRole('heading', { name: 'Back to the beginning' }).count()).toBe(0)
  })

  it('turns the pages in the user’s browser, too', async () => {
    await screens.hands.goTo('/browser?url=/pages/reset')
    const page = screens.hands.page.frameLocator('iframe')
    await page.getByRole('heading', { name: 'Zurück in Ihr Konto' }).waitFor()
  })

  it('turns the token service’s sign-in pages, too', async () => {
    const { hands } = screens
    await hands.goTo('/browser?url=/pages/myapps')
    const page = hands.page.frameLocator('iframe')
    await hands.fill(page, 'E-Mail-Adresse oder Benutzername', 'anna@contoso.com')
    await hands.press(page, 'Weiter')
    await hands.fill(page, 'Kennwort', 'wrong')
    await hands.press(page, 'Anmelden')
    await hands.see(page.getByRole('alert'), /Kennwort/)
    await page.getByRole('link', { name: 'Kennwort vergessen' }).waitFor()
  })

  it('says in German why something was refused, and what to do', async () => {
    const { hands } = screens
    await hands.goTo('/workstation')
    await hands.fill(hands.left, 'Benutzername', 'frank@contoso.com')
    await hands.fill(hands.left, 'Kennwort', 'Silver-Pine-39!')
    await hands.press(hands.left, 'Anmelden')
    await hands.see(hands.left.getByRole('alert'), 'Das Konto ist deaktiviert.')
    const strip = hands.page.getByRole('complementary', { name: /Warum/ })
    await hands.see(strip, 'In userAccountControl ist ACCOUNTDISABLE gesetzt.')
    await strip.getByText('Mehr', { exact: true }).click()
    await hands.see(strip, 'Das Konto aktivieren.')
  })

  it('says the product’s other name in the same language', async () => {
    const { hands } = screens
    await choose('Sprache und Bezeichnungen', 'Azure AD, wie 2019')
    await hands.page
      .getByRole('navigation', { name: 'Orte' })
      .getByRole('link', { name: /Azure portal/ })
      .waitFor()
  })

  it('goes back to English', async () => {
    const { hands } = screens
    await choose('Sprache und Bezeichnungen', 'English')
    await hands.goTo('/instructor/lab')
    await hands.left.getByRole('heading', { name: 'Back to the beginning' }).waitFor()
    expect(await languageOf()).toBe('en')
    expect(screens.complaints).toEqual([])
  })
})
