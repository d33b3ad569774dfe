import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, noBrowser } from '../support/chromium.ts'
import { barriersOn } from './accessibility.ts'
import { type OpenedScreens, openScreens } from './open-screens.ts'

const chromium = findChromium()
const domain = 'DC=contoso,DC=local'
const sales = `OU=Sales,OU=Staff,${domain}`
const console = (query: Record<string, string>): string =>
  `/dc/users-and-computers?${new URLSearchParams(query)}`
let screens: OpenedScreens

const left = (): Locator => screens.hands.left
const dialog = (): Locator => screens.hands.page.getByRole('dialog')
const press = (within: Locator, name: string): Promise<void> => screens.hands.press(within, name)
const fill = (within: Locator, label: string, text: string): Promise<void> =>
  screens.hands.fill(within, label, text)
const openIn = (container: string): Promise<void> => screens.hands.goTo(console({ container }))
const choose = (name: string): Promise<void> => left().getByLabel(`Choose ${name}`).check()

/** What is said after something was done, in the list's status. */
const said = (text: string): Promise<void> => screens.hands.see(left(), text)

async function logOnAs(user: string, password: string): Promise<void> {
  await press(left(), 'Switch account')
  await fill(dialog(), 'User name', user)
  await fill(dialog(), 'Password', password)
  await press(dialog(), 'Log on')
  await dialog().waitFor({ state: 'detached' })
}

async function resetPassword(name: string, newPassword: string): Promise<void> {
  await choose(name)
  await press(left(), 'Reset password')
  await fill(dialog(), 'New password', newPassword)
  await fill(dialog(), 'Confirm password', newPassword)
  await press(dialog(), 'Reset password')
}

async function newObject(kind: string): Promise<void> {
  await press(left(), 'New')
  await screens.hands.page.getByRole('menuitem', { name: kind, exact: true }).click()
}

describe.skipIf(chromium === undefined)(chromium ? 'DC01, by clicking' : noBrowser, () => {
  beforeAll(async () => {
    screens = await openScreens(chromium ?? '')
  }, 180_000)
  afterAll(() => screens?.close())

  it('shows the containers, and who stands in one, with who is disabled and locked out', async () => {
    await openIn(sales)
    const rows = left().getByRole('table', { name: 'Objects' })
    await rows.getByRole('row', { name: /Grace Tan.*Locked out/ }).waitFor()
    await rows.getByRole('row', { name: /Frank Weber.*Disabled/ }).waitFor()
    await left().getByRole('navigation', { name: 'Console tree' }).getByText('Engineering').waitFor()
  }, 60_000)

  it('creates a user who has to change the password, and does, at CLIENT01', async () => {
    await openIn(`OU=Contractors,${domain}`)
    await newObject('User')
    await fill(dialog(), 'First name', 'Nora')
    await fill(dialog(), 'Last name', 'Quist')
    await dialog().getByLabel('User logon name').fill('nora')
    await fill(dialog(), 'Password', 'Marble-Sunset-71!')
    await press(dialog(), 'Create')
    await said('The user Nora Quist has been created.')

    await screens.hands.goTo('/workstation')
    await fill(left(), 'User name', 'nora')
    await fill(left(), 'Password', 'Marble-Sunset-71!')
    await press(left(), 'Log on')
    await fill(left(), 'Old password', 'Marble-Sunset-71!')
    await fill(left(), 'New password', 'Granite-Harbor-31!')
    await fill(left(), 'Confirm password', 'Granite-Harbor-31!')
    expect(await barriersOn(screens.hands.page)).toEqual([])
    await press(left(), 'Change password')
    await screens.hands.see(left(), 'Your password has been changed.')
    await fill(left(), 'Password', 'Granite-Harbor-31!')
    await press(left(), 'Log on')
    await screens.hands.see(left(), /Logged on to CLIENT01/)
  }, 60_000)

  it('lets her in without a network afterwards, and nobody who was never there', async () => {
    await press(left(), 'Sign out')
    await left().getByLabel('Network unplugged').check()
    await fill(left(), 'User name', 'nora')
    await fill(left(), 'Password', 'Granite-Harbor-31!')
    await press(left(), 'Log on')
    await screens.hands.see(left(), /No domain controller was asked/)
    await press(left(), 'Sign out')
    await fill(left(), 'User name', 'emma')
    await fill(left(), 'Password', 'Garnet-Cloud-84!')
    await press(left(), 'Log on')
    await screens.hands.see(left(), 'LabNoLogonServer')
  }, 60_000)

  it('leads whoever has forgotten a password from the logon screen to the public reset page', async () => {
    await screens.hands.goTo('/workstation')
    await left().getByRole('link', { name: 'Reset password', exact: true }).click()
    await screens.hands.browser.getByLabel('User ID', { exact: true }).waitFor()
  }, 60_000)

  it('shows what the directory refuses: its code, its words, and why', async () => {
    await openIn(sales)
    await resetPassword('Anna Berg', 'short')
    await screens.hands.see(dialog(), /LDAP \d+ \w+ · 0000052D/)
    await screens.hands.see(dialog(), /shorter than the minimum password length/)
    expect(await barriersOn(screens.hands.page)).toEqual([])
    await press(dialog(), 'Cancel')
  }, 60_000)

  it('unlocks, disables and enables accounts', async () => {
    await openIn(sales)
    await choose('Grace Tan')
    await press(left(), 'Unlock')
    await said('Grace Tan: unlocked.')
    await choose('Ben Okafor')
    await press(left(), 'Disable')
    await said('Ben Okafor: disabled.')
    await choose('Ben Okafor')
    await press(left(), 'Enable')
    await said('Ben Okafor: enabled.')
  }, 60_000)

  it('protects a unit from deletion, so that it stays until the box is unticked', async () => {
    await openIn(domain)
    await newObject('Organizational unit')
    await fill(dialog(), 'Name', 'Field')
    await press(dialog(), 'Create')
    await said('The organizational unit Field has been created.')
    await choose('Field')
    await press(left(), 'Delete')
    await press(dialog(), 'Delete')
    await screens.hands.see(dialog(), /LDAP 50 insufficientAccessRights/)
    await press(dialog(), 'Cancel')
    await screens.hands.goTo(console({ container: domain, object: `OU=Field,${domain}`, page: 'object' }))
    const box = left().getByLabel('Protect object from accidental deletion')
    await screens.hands.page.waitForFunction(
      "[...document.querySelectorAll('label.check')].some((label) => label.textContent.includes('accidental') && label.querySelector('input').checked)",
    )
    await box.uncheck()
    await screens.hands.settle()
  }, 60_000)

  it('moves and renames an object', async () => {
    await openIn(`OU=Contractors,${domain}`)
    await choose('Nora Quist')
    await press(left(), 'Rename')
    await fill(dialog(), 'New name', 'Nora Berg')
    await press(dialog(), 'Rename')
    await said('Nora Quist is now called Nora Berg.')
    await choose('Nora Berg')
    await press(left(), 'Move')
    await dialog().getByRole('button', { name: 'Field', exact: true }).click()
    await press(dialog(), 'Move')
    await left().getByRole('link', { name: 'Nora Berg' }).waitFor({ state: 'detached' })
    await openIn(`OU=Field,${domain}`)
    await left().getByRole('link', { name: 'Nora Berg' }).waitFor()
  }, 60_000)

  it('refuses what an account may not do, until it is delegated', async () => {
    await openIn(sales)
    await logOnAs('ben', 'Copper-Field-58!')
    await resetPassword('Anna Berg', 'Granite-Harbor-32!')
    await screens.hands.see(dialog(), /LDAP 50 insufficientAccessRights/)
    await press(dialog(), 'Cancel')

    await press(left(), 'Switch account')
    await press(dialog(), 'Back to the domain administrator')
    await dialog().waitFor({ state: 'detached' })
    await press(left(), 'Delegate control')
    await fill(dialog(), 'User or group', 'Ben')
    await press(dialog(), 'Check names')
    await dialog()
      .getByRole('list', { name: 'Found names' })
      .getByRole('button', { name: /Ben Okafor/ })
      .click()
    await dialog()
      .getByLabel(/Reset user passwords/)
      .check()
    expect(await barriersOn(screens.hands.page)).toEqual([])
    await press(dialog(), 'Delegate')
    await said('Ben Okafor may do it now: 2 permissions were added.')

    await logOnAs('ben', 'Copper-Field-58!')
    await resetPassword('Anna Berg', 'Granite-Harbor-32!')
    await said('The password of Anna Berg has been reset.')
    await press(left(), 'Switch account')
    await press(dialog(), 'Back to the domain administrator')
    await dialog().waitFor({ state: 'detached' })
  }, 90_000)

  it('writes an attribute, and shows the permissions with the account’s effective access', async () => {
    const object = `CN=Anna Berg,${sales}`
    await screens.hands.goTo(console({ container: sales, object, page: 'attributes' }))
    await press(left(), 'department')
    await fill(dialog(), 'Values', 'Sales & more')
    await press(dialog(), 'Write')
    await screens.hands.see(left(), 'Sales & more')
    await screens.hands.goTo(console({ container: sales, object, page: 'security' }))
    await left().getByText('Effective access of an account').click()
    await fill(left(), 'User or computer', 'Ben')
    await press(left(), 'Check names')
    await left()
      .getByRole('button', { name: /Ben Okafor/ })
      .click()
    await screens.hands.see(left(), 'Reset Password: yes')
    await screens.hands.see(left(), 'Delete: no')
    expect(await left().getByLabel('SDDL', { exact: true }).inputValue()).toMatch(/^O:.*D:/)
  }, 60_000)

  it('keeps “user cannot change password” in the access list', async () => {
    await screens.hands.goTo(console({ container: sales, object: `CN=Ben Okafor,${sales}`, page: 'account' }))
    await left().getByLabel('User cannot change password').check()
    await screens.hands.see(left(), 'User cannot change password: on.')
    await screens.hands.page.reload()
    await screens.hands.see(left(), 'Password last set')
    await expect.poll(() => left().getByLabel('User cannot change password').isChecked()).toBe(true)
  }, 60_000)

  it('edits the policy of the domain, and a fine-grained one', async () => {
    await screens.hands.goTo('/dc/password-policy')
    await left().getByLabel('Minimum password length (characters)').fill('12')
    await press(left(), 'Save policy')
    await screens.hands.see(left(), 'The policy has been saved.')
    await press(left(), 'New policy')
    await fill(dialog(), 'Name', 'Administrators')
    await press(dialog(), 'Save')
    await left().getByRole('table', { name: 'Fine-grained policies' }).getByText('Administrators').waitFor()
    await openIn(sales)
    await resetPassword('Anna Berg', 'Ab3!efgh')
    await screens.hands.see(dialog(), /0000052D/)
    await press(dialog(), 'Cancel')
  }, 60_000)

  it('shows hostile names as the text they are', async () => {
    const names = ['<img src=x onerror="document.title=1">', '\u202Egnp.exe\u202C', `😀 ${'x'.repeat(60)}`]
    for (const [index, name] of names.entries()) {
      await openIn(`OU=Contractors,${domain}`)
      await newObject('Contact')
      await fill(dialog(), 'Full name', name)
      await fill(dialog(), 'E-mail', `hostile${index}@contoso.com`)
      await press(dialog(), 'Create')
      await dialog().waitFor({ state: 'detached' })
      await left().getByRole('link', { name, exact: true }).click()
      await left().getByRole('heading', { name, exact: true }).waitFor()
    }
    expect(await screens.hands.page.locator('img[src=x]').count()).toBe(0)
    expect(await screens.hands.page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false)
  }, 60_000)

  it('filters the Security log', async () => {
    await screens.hands.goTo('/dc/security-log')
    await left().getByLabel('Event ID, name or text').fill('4724')
    const log = left().getByRole('table', { name: 'Security log' })
    await log.getByText('PasswordReset', { exact: true }).first().waitFor()
    expect(await log.getByText('LogonSucceeded').count()).toBe(0)
  }, 60_000)

  it('complained of nothing on the console but the refusals it showed', () => {
    expect(screens.complaints.filter((line) => !/status of 422/.test(line))).toEqual([])
  })

  it('left no password in the journal', async () => {
    const answer = await fetch(`${screens.hands.origin}/lab/v1/labs/contoso/events?limit=20000`)
    const journal = await answer.text()
    for (const password of [
      'Granite-Harbor-31!',
      'Granite-Harbor-32!',
      'Marble-Sunset-71!',
      'Copper-Field-58!',
    ])
      expect(journal).not.toContain(password)
  })
})
