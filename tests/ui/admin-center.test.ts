import { readFile } from 'node:fs/promises'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, noBrowser } from '../support/chromium.ts'
import { barriersOn } from './accessibility.ts'
import { type OpenedScreens, openScreens } from './open-screens.ts'

const chromium = findChromium()
let screens: OpenedScreens

const left = (): Locator => screens.hands.left
const dialog = (): Locator => screens.hands.page.getByRole('dialog')
const press = (within: Locator, name: string): Promise<void> => screens.hands.press(within, name)
const fill = (within: Locator, label: string, text: string): Promise<void> =>
  screens.hands.fill(within, label, text)
const goTo = (path: string): Promise<void> => screens.hands.goTo(path)
const row = (name: RegExp): Locator => left().getByRole('row', { name })

async function pick(menu: string, item: string): Promise<void> {
  await press(left(), menu)
  await screens.hands.page.getByRole('menuitem', { name: item, exact: true }).click()
}

async function newUser(displayName: string, name: string): Promise<void> {
  await press(left(), 'New user')
  await fill(dialog(), 'Display name', displayName)
  await fill(dialog(), 'User name', name)
  await dialog().getByLabel('Usage location').selectOption('SG')
  await fill(dialog(), 'First password', 'Marble-Sunset-71!')
  await press(dialog(), 'Create')
  await dialog().waitFor({ state: 'detached' })
}

describe.skipIf(chromium === undefined)(chromium ? 'the admin center, by clicking' : noBrowser, () => {
  beforeAll(async () => {
    screens = await openScreens(chromium ?? '')
    await goTo('/portal/users')
    await screens.hands.signInToPortal(screens.people.admin)
  }, 180_000)
  afterAll(() => screens?.close())

  it('creates a user of the cloud, and refuses a second one of that name with Graph’s words', async () => {
    await newUser('Mia Stone', 'mia')
    await row(/Mia Stone.*mia@contoso.com.*No.*Enabled/).waitFor()
    await press(left(), 'New user')
    await fill(dialog(), 'Display name', 'Mia Stone')
    await fill(dialog(), 'User name', 'mia')
    await fill(dialog(), 'First password', 'Marble-Sunset-71!')
    await press(dialog(), 'Create')
    await screens.hands.see(dialog(), 'Request_BadRequest')
    expect(await barriersOn(screens.hands.page)).toEqual([])
    await press(dialog(), 'Cancel')
  }, 60_000)

  it('narrows the list by name, source and account state', async () => {
    await left().getByLabel('Source').selectOption('premises')
    await left().getByLabel('Account', { exact: true }).selectOption('disabled')
    await screens.hands.see(left(), '1 users')
    await row(/Frank Weber/).waitFor()
    await left().getByLabel('Source').selectOption('')
    await left().getByLabel('Account', { exact: true }).selectOption('')
    await left().getByLabel('Filter by name or user name').fill('mi')
    await screens.hands.see(left(), '1 users')
    await row(/Mia Stone/).waitFor()
  }, 60_000)

  it('shows the columns that were chosen, also after a reload', async () => {
    await press(left(), 'Columns')
    await screens.hands.page.getByRole('menuitemcheckbox', { name: 'Usage location' }).click()
    await screens.hands.page.keyboard.press('Escape')
    await left().getByRole('columnheader', { name: 'Usage location' }).waitFor()
    await screens.hands.page.reload()
    await left().getByRole('columnheader', { name: 'Usage location' }).waitFor()
  }, 60_000)

  it('disables several users at once; a bulk action stops at the first refusal and names the user', async () => {
    await goTo('/portal/users')
    await left().getByLabel('Choose Kara Dahl').check()
    await left().getByLabel('Choose Mia Stone').check()
    await pick('Bulk actions', 'Disable accounts')
    await press(dialog(), 'Disable accounts')
    await screens.hands.see(left(), 'Users disabled: 2.')
    await row(/Kara Dahl.*Disabled/).waitFor()
    await left().getByLabel('Choose Ben Okafor').check()
    await pick('Bulk actions', 'Assign a licence')
    await press(dialog(), 'Assign a licence')
    await screens.hands.see(dialog(), /ben@contoso\.com: .*usage location/)
    await press(dialog(), 'Cancel')
    await row(/Ben Okafor.*–/).waitFor()
  }, 60_000)

  it('downloads what is shown, with cells that no spreadsheet takes for a formula', async () => {
    await newUser('=HYPERLINK("http://x","y")', 'formula')
    const [download] = await Promise.all([
      screens.hands.page.waitForEvent('download'),
      pick('Download', 'CSV'),
    ])
    const text = await readFile(await download.path(), 'utf8')
    expect(download.suggestedFilename()).toBe('users.csv')
    expect(text).toContain('"Anna Berg","anna@contoso.com","Yes"')
    expect(text).toContain(`"'=HYPERLINK(""http://x"",""y"")"`)
  }, 60_000)

  it('edits a user of the cloud, and leaves to Active Directory what it masters', async () => {
    await goTo('/portal/users/mia@contoso.com')
    await press(left(), 'Edit')
    await fill(dialog(), 'Job title', 'Surveyor')
    await press(dialog(), 'Save')
    await screens.hands.hear('The user has been changed.')
    await screens.hands.see(left(), 'Surveyor')
    await goTo('/portal/users/anna@contoso.com')
    await press(left(), 'Edit')
    expect(await dialog().getByLabel('Job title').isDisabled()).toBe(true)
    await dialog().getByLabel('Usage location').selectOption('DE')
    await press(dialog(), 'Save')
    await screens.hands.hear('The user has been changed.')
  }, 60_000)

  it('folds its menu away beside a second place, and opens it by the keyboard', async () => {
    await goTo('/stage?left=/portal/users/anna@contoso.com&right=/phone')
    const menu = left().getByRole('navigation', { name: 'Portal' })
    const button = left().getByRole('button', { name: 'Menu Users' })
    await button.waitFor()
    expect(await menu.isVisible()).toBe(false)
    await button.press('Enter')
    await menu.getByRole('link', { name: 'Groups' }).press('Enter')
    await left().getByRole('heading', { name: 'Groups' }).waitFor()
    expect(await menu.isVisible()).toBe(false)
  }, 60_000)

  it('makes a group, puts people in and takes them out; a synchronised one is managed at DC01', async () => {
    await goTo('/portal/groups')
    await press(left(), 'New group')
    await fill(dialog(), 'Group name', 'Reset pilots')
    await press(dialog(), 'Create')
    await left().getByRole('link', { name: 'Reset pilots' }).click()
    await press(left(), 'Add member')
    await dialog().getByLabel('User').fill('Anna')
    await dialog()
      .getByRole('list', { name: 'Found users' })
      .getByRole('button', { name: /Anna Berg/ })
      .click()
    await press(dialog(), 'Add')
    await left().getByRole('table', { name: 'Members' }).getByText('anna@contoso.com').waitFor()
    await press(left(), 'Remove Anna Berg')
    await screens.hands.see(left(), 'Nobody yet')
    await goTo('/portal/groups')
    await left().getByRole('link', { name: 'Sales Team' }).click()
    await screens.hands.see(left(), /managed in Active Directory/)
    expect(await left().getByRole('button', { name: 'Add member' }).count()).toBe(0)
  }, 60_000)

  it('gives a role to somebody', async () => {
    await goTo('/portal/roles')
    await left().getByLabel('Filter roles').fill('password administrator')
    await left().getByRole('link', { name: 'Password Administrator' }).click()
    await press(left(), 'Add assignment')
    await dialog().getByLabel('User').fill('Liam')
    await dialog().getByRole('list', { name: 'Found users' }).getByRole('button', { name: /Liam/ }).click()
    await press(dialog(), 'Add')
    await left().getByRole('table', { name: 'Assignments' }).getByText('liam@contoso.com').waitFor()
  }, 60_000)

  it('buys a product, and ages a subscription', async () => {
    await goTo('/portal/licences')
    await press(left(), 'Buy a product')
    await dialog().getByLabel('Product').selectOption('EMS')
    await dialog().getByLabel('Units').fill('7')
    await press(dialog(), 'Buy')
    await row(/EMS.*Enabled.*7/).waitFor()
    await press(left(), 'Change the subscription of EMS')
    await dialog().getByRole('radio', { name: 'Suspended' }).check()
    await press(dialog(), 'Apply')
    await row(/EMS.*Suspended/).waitFor()
  }, 60_000)

  it('adds a domain name and verifies it', async () => {
    await goTo('/portal/domains')
    await press(left(), 'Add custom domain')
    await fill(dialog(), 'Domain name', 'fabrikam.com')
    await press(dialog(), 'Add domain')
    await row(/fabrikam.com.*Unverified/).waitFor()
    await press(left(), 'DNS record')
    await screens.hands.see(left(), /TXT|Txt/)
    await press(left(), 'Verify')
    await row(/fabrikam.com.*Verified/).waitFor()
  }, 60_000)

  it('registers an application, and shows its secret once', async () => {
    await goTo('/portal/applications')
    await press(left(), 'New registration')
    await fill(dialog(), 'Name', 'Report tool')
    await press(dialog(), 'Register')
    await left().getByRole('link', { name: 'Report tool' }).click()
    await press(left(), 'New client secret')
    await screens.hands.see(left(), /Copy the secret now/)
    const secret = (await left().getByRole('status').locator('code').textContent()) ?? ''
    expect(secret.length).toBeGreaterThan(20)
    await screens.hands.page.reload()
    await left().getByRole('table', { name: 'Client secrets' }).waitFor()
    expect(await left().getByText(secret).count()).toBe(0)
  }, 60_000)

  it('bans words of the tenant’s own', async () => {
    await goTo('/portal/password-reset/banned-passwords')
    await fill(left(), 'Custom banned words, one a line', 'contoso\nharbor')
    await press(left(), 'Save')
    await screens.hands.hear('The list has been saved.')
    await screens.hands.page.reload()
    await expect
      .poll(() => left().getByLabel('Custom banned words, one a line').inputValue())
      .toBe('contoso\nharbor')
  }, 60_000)

  it('counts who has registered, and lists them', async () => {
    await goTo('/portal/usage-insights')
    await screens.hands.see(left(), 'Capable of self-service password reset')
    await left().getByRole('link', { name: 'User registration details' }).click()
    await row(/Anna Berg/).waitFor()
    await left().getByRole('link', { name: 'Usage', exact: true }).click()
    await screens.hands.see(left(), 'Failures by reason')
    const methods = left().getByRole('figure', { name: 'Sign-ins by authentication method' })
    await methods.getByText('Password', { exact: true }).waitFor()
    await left()
      .getByRole('figure', { name: 'Sign-ins by authentication requirement' })
      .getByText('Single-factor authentication')
      .waitFor()
  }, 60_000)

  it('filters the audit log', async () => {
    await goTo('/portal/audit-logs')
    await left().getByLabel('Filter the rows').fill('fabrikam')
    await left().getByRole('button', { name: /\d{4}/ }).first().click()
    await screens.hands.see(left(), 'Correlation id')
    await left().getByLabel('Status').selectOption('failure')
    await screens.hands.see(left(), 'No audit rows')
  }, 60_000)

  it('complained of nothing on the console but the refusals it showed', () => {
    expect(screens.complaints.filter((line) => !/status of (400|403|404|409)/.test(line))).toEqual([])
  })
})
