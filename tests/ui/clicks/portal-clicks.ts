/** The administrator at the portal, by clicking. */
import type { Locator } from 'playwright-core'
import { skus } from '#core/entra/skus.ts'
import type { Account, Hands } from '../hands.ts'
import { type Clicker, type Clicks, first } from './clicker.ts'

/** Administrators are asked to register, too, and may skip it. */
export async function passFrame(hands: Hands, account: Account, title: string): Promise<void> {
  const frame = hands.page.frameLocator(`iframe[title="${title}"]`)
  const another = frame.getByRole('button', { name: 'Use another account' })
  await first(frame.getByLabel('Email address or user name'), another).waitFor()
  if (await another.isVisible()) await another.click()
  await hands.signIn(frame, account)
  const [skip, no] = ['Skip for now', 'No'].map((name) =>
    frame.getByRole('button', { name, exact: true }),
  ) as [Locator, Locator]
  await first(skip, no).waitFor()
  if (await skip.isVisible()) await skip.click()
  await no.click()
}

const signInFrame = 'Sign in to the portal'

/** Signs in when the portal asks; within one story it asks once, or again for somebody else. */
async function inPortal(clicker: Clicker, path: string, as?: string): Promise<void> {
  const { hands, admin } = clicker
  const account = as === undefined ? admin : { userName: as, password: clicker.password(as, 'original') }
  await hands.goTo(`/portal/${path}`)
  const menu = hands.left.getByRole('navigation', { name: 'Portal' })
  const frame = hands.page.locator(`iframe[title="${signInFrame}"]`)
  await first(menu, frame).waitFor()
  const signedIn = hands.left.getByText(account.userName, { exact: true })
  if ((await menu.isVisible()) && !(await signedIn.first().isVisible())) {
    await hands.press(hands.left, 'Sign out')
    await hands.goTo(`/portal/${path}`)
    await frame.waitFor()
  }
  if (!(await menu.isVisible())) {
    await passFrame(hands, account, signInFrame)
    await menu.waitFor()
  }
  await hands.settle()
}

/** A form whose values are so already offers nothing to save. */
async function save(hands: Hands): Promise<void> {
  const button = hands.left.getByRole('button', { name: 'Save', exact: true })
  if (!(await button.isEnabled())) return
  await button.click()
  const news = hands.page.getByRole('status', { name: 'News' }).getByRole('listitem')
  const toast = news.filter({ hasText: /saved/ }).first()
  await first(toast, hands.left.getByRole('alert')).waitFor()
  if (await toast.isVisible()) await hands.press(toast, 'Dismiss')
}

async function chooseIn(within: Locator, group: RegExp | string, choice: string): Promise<void> {
  await within
    .getByRole('group', { name: group })
    .getByRole('radio', { name: choice, exact: true })
    .check({ force: true })
}

const states = {
  Enabled: 'Enabled',
  Warning: 'Expired, in grace',
  Suspended: 'Suspended',
  Deleted: 'Deleted',
  LockedOut: 'Cancelled',
} as const

async function addMethod({ hands }: Clicker, kind: string, label: string, value: string): Promise<void> {
  await hands.press(hands.left, 'Add authentication method')
  const dialog = hands.page.getByRole('dialog')
  await chooseIn(dialog, 'Method', kind)
  await dialog.getByRole('textbox', { name: label, exact: true }).fill(value)
  await hands.press(dialog, 'Add')
  await dialog.waitFor({ state: 'detached' })
}

export const portalClicks: Clicks<
  | 'portal.resetPassword'
  | 'portal.setUsageLocation'
  | 'portal.assignLicense'
  | 'portal.setSubscription'
  | 'portal.setContacts'
  | 'portal.enablePasswordReset'
  | 'portal.setOnPremisesIntegration'
> = {
  'portal.resetPassword': async (clicker, { user, newPassword = '' }, as) => {
    const { hands } = clicker
    await inPortal(clicker, `users/${user}`, as)
    await hands.left.getByRole('button', { name: 'Reset password' }).click()
    const panel = hands.left.getByRole('dialog', { name: 'Reset password' })
    const typed = panel.getByLabel('Temporary password', { exact: true })
    await panel.getByRole('button', { name: 'Reset password', exact: true }).waitFor()
    // For people of the cloud the portal makes one up.
    if (await typed.isVisible()) await typed.fill(newPassword)
    await hands.press(panel, 'Reset password')
    await first(panel.getByRole('alert'), panel.getByText(/has been reset/)).waitFor()
  },
  'portal.setUsageLocation': async (clicker, { user, country }) => {
    await inPortal(clicker, `users/${user}/licences`)
    await clicker.hands.left.getByLabel('Usage location').selectOption(country)
    await save(clicker.hands)
  },
  'portal.assignLicense': async (clicker, { user, sku }) => {
    const { hands } = clicker
    await inPortal(clicker, `users/${user}/licences`)
    await hands.left.getByRole('checkbox', { name: new RegExp(`${sku}\\b(?!_)`) }).check()
    await save(hands)
  },
  'portal.setSubscription': async (clicker, { sku, units, state }) => {
    const { hands } = clicker
    await inPortal(clicker, 'licences')
    const held = hands.left.getByRole('button', { name: `Change the subscription of ${sku}`, exact: true })
    await hands.left.getByRole('table', { name: 'Subscriptions' }).waitFor()
    const isHeld = await held.isVisible()
    await (isHeld ? held : hands.left.getByRole('button', { name: 'Buy a product' })).click()
    const dialog = hands.page.getByRole('dialog')
    const product = skus.find(({ skuPartNumber }) => skuPartNumber === sku)?.product ?? sku
    if (!isHeld) await dialog.getByLabel('Product').selectOption({ label: product })
    await dialog.getByLabel('Units').fill(String(units))
    await chooseIn(dialog, 'State', states[state])
    await hands.press(dialog, isHeld ? 'Apply' : 'Buy')
    await dialog.waitFor({ state: 'detached' })
  },
  'portal.setContacts': async (clicker, { user, phone, email }) => {
    await inPortal(clicker, `users/${user}/authentication-methods`)
    if (phone !== undefined) await addMethod(clicker, 'Phone number', 'Phone number', phone)
    if (email !== undefined) await addMethod(clicker, 'Email', 'E-mail address', email)
  },
  'portal.enablePasswordReset': async (clicker, { scope }) => {
    await inPortal(clicker, 'password-reset/properties')
    await chooseIn(clicker.hands.left, /Self service/, scope)
    await save(clicker.hands)
  },
  'portal.setOnPremisesIntegration': async (clicker, { writeBack, unlock }) => {
    const { hands } = clicker
    await inPortal(clicker, 'password-reset/on-premises-integration')
    const yes = (on: boolean) => (on ? 'Yes' : 'No')
    if (writeBack !== undefined) await chooseIn(hands.left, /Write back passwords/, yes(writeBack))
    if (unlock !== undefined) await chooseIn(hands.left, /unlock accounts/, yes(unlock))
    await save(hands)
  },
}
