/** Verbs of stories as a person does them on the screens. A verb that is missing here is left to "Do it for me". */
import type { Locator } from 'playwright-core'
import type { ScenarioVerb, VerbArguments } from '#core/contracts/scenario-verbs.ts'
import type { Account, Hands } from './hands.ts'

export interface Clicker {
  readonly hands: Hands
  readonly admin: Account
  /** `original` is the one that the world gave the account. */
  password(user: string, written: string): string
}

type Clicks = { [Verb in ScenarioVerb]?: (clicker: Clicker, given: VerbArguments<Verb>) => Promise<void> }

const phone = '+65 91234567'
const mail = 'anna@home.example'

const first = (...candidates: Locator[]): Locator =>
  candidates.reduce((all, candidate) => all.or(candidate)).first()

/** Administrators are asked to register, too, and may skip it. */
async function signInToPortal(hands: Hands, admin: Account): Promise<void> {
  const frame = hands.page.frameLocator('iframe[title="Sign in to the portal"]')
  await hands.signIn(frame, admin)
  const [skip, no] = ['Skip for now', 'No'].map((name) =>
    frame.getByRole('button', { name, exact: true }),
  ) as [Locator, Locator]
  await first(skip, no).waitFor()
  if (await skip.isVisible()) await skip.click()
  await no.click()
  await hands.left.getByRole('navigation', { name: 'Portal' }).waitFor()
}

/** Signs in when the portal asks; within one story it asks once. */
async function inPortal({ hands, admin }: Clicker, path: string): Promise<void> {
  await hands.goTo(`/portal/${path}`)
  const menu = hands.left.getByRole('navigation', { name: 'Portal' })
  await first(menu, hands.page.locator('iframe[title="Sign in to the portal"]')).waitFor()
  if (!(await menu.isVisible())) await signInToPortal(hands, admin)
  await hands.settle()
}

/** A form whose values are so already offers nothing to save. */
async function save(hands: Hands): Promise<void> {
  const button = hands.left.getByRole('button', { name: 'Save', exact: true })
  if (!(await button.isEnabled())) return
  await button.click()
  await hands.hear(/saved/)
}

async function chooseIn(hands: Hands, group: RegExp, choice: string): Promise<void> {
  await hands.left
    .getByRole('group', { name: group })
    .getByRole('radio', { name: choice, exact: true })
    .check()
}

async function signInAs(clicker: Clicker, user: string, written: string): Promise<void> {
  const { hands } = clicker
  await hands.goTo('/browser?url=/pages/myapps')
  await hands.signIn(hands.browser, { userName: user, password: clicker.password(user, written) })
}

async function registerMethod(
  { hands }: Clicker,
  region: string,
  label: RegExp,
  [contact, send, code]: readonly [string, string, () => Promise<string>],
): Promise<void> {
  const row = hands.browser.getByRole('region', { name: region })
  await row.getByRole('button', { name: 'Set it up now' }).click()
  await row.getByLabel(label).fill(contact)
  await row.getByRole('button', { name: send }).click()
  await row.getByLabel(/The code that was sent/).waitFor()
  await row.getByLabel(/The code that was sent/).fill(await code())
  await row.getByRole('button', { name: 'Verify' }).click()
  await row.getByRole('button', { name: 'Change' }).waitFor()
}

const leaveWizard = (hands: Hands): Promise<void> =>
  first(
    hands.left.getByRole('button', { name: 'Exit', exact: true }),
    hands.left.getByRole('button', { name: 'Cancel', exact: true }),
  ).click()

/** The wizard up to the directories; false when it does not take the administrator. */
async function openCustomization(hands: Hands, { userName, password }: Account): Promise<boolean> {
  await hands.goTo('/connect')
  await hands.press(hands.left, 'Open the wizard')
  await hands.press(hands.left, 'Configure')
  await hands.left.getByRole('radio', { name: 'Customize synchronization options' }).check()
  await hands.press(hands.left, 'Next')
  await hands.fill(hands.left, 'Username', userName)
  await hands.fill(hands.left, 'Password', password)
  await hands.press(hands.left, 'Next')
  const directories = hands.left.getByRole('table', { name: 'Configured directories' })
  await first(directories, hands.left.getByRole('alert')).waitFor()
  return directories.isVisible()
}

const refusedHere = (hands: Hands) => hands.browser.getByText(/SSPR_\d+|Contact your administrator/).first()

/** The public page up to the question why; false when it said no before. */
async function identify({ hands }: Clicker, user: string): Promise<boolean> {
  await hands.goTo('/browser?url=/pages/reset')
  await hands.fill(hands.browser, 'User ID', user)
  await hands.browser.getByRole('img', { name: 'Characters to copy' }).waitFor()
  await hands.fill(hands.browser, 'Characters in the picture', await hands.readPicture())
  await hands.press(hands.browser, 'Next')
  const why = hands.browser.getByRole('radio', { name: 'I forgot my password' })
  await first(why, refusedHere(hands)).waitFor()
  return why.isVisible()
}

/** One gate, by a code on the phone. */
async function prove({ hands }: Clicker): Promise<void> {
  await hands.browser.getByRole('radio', { name: 'Text my mobile phone' }).check()
  await hands.fill(hands.browser, 'Phone number', phone)
  await hands.press(hands.browser, 'Text')
  await hands.browser.getByLabel('Verification code').waitFor()
  await hands.fill(hands.browser, 'Verification code', await hands.newestCodeOnPhone())
  await hands.press(hands.browser, 'Next')
}

async function logOn(clicker: Clicker, user: string, password: string): Promise<void> {
  const { hands } = clicker
  await hands.goTo('/workstation')
  await hands.fill(hands.left, 'User name', user)
  await hands.fill(hands.left, 'Password', password)
  await hands.press(hands.left, 'Log on')
  await first(hands.left.getByRole('alert'), hands.left.getByText(/Logged on to CLIENT01/)).waitFor()
}

const spans: Readonly<Record<string, readonly string[]>> = {
  PT1M: ['Advance 2 min'],
  PT2M: ['Advance 2 min'],
  PT10M: Array.from({ length: 5 }, () => 'Advance 2 min'),
  PT30M: ['Advance 30 min'],
  P1DT1H: ['Advance 1 day', 'Advance 30 min', 'Advance 30 min'],
}

export const clicks: Clicks = {
  'portal.resetPassword': async (clicker, { user, newPassword = '' }) => {
    const { hands } = clicker
    await inPortal(clicker, `users/${user}`)
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
  'portal.enablePasswordReset': async (clicker, { scope }) => {
    await inPortal(clicker, 'password-reset/properties')
    await chooseIn(clicker.hands, /Self service/, scope)
    await save(clicker.hands)
  },
  'portal.setOnPremisesIntegration': async (clicker, { writeBack, unlock }) => {
    const { hands } = clicker
    await inPortal(clicker, 'password-reset/on-premises-integration')
    const yes = (on: boolean) => (on ? 'Yes' : 'No')
    if (writeBack !== undefined) await chooseIn(hands, /Write back passwords/, yes(writeBack))
    if (unlock !== undefined) await chooseIn(hands, /unlock accounts/, yes(unlock))
    await save(hands)
  },
  'connect.setPasswordWriteback': async (clicker, { enabled, username, password }) => {
    const { hands, admin } = clicker
    const by = username === undefined ? admin : { userName: username, password: password ?? 'original' }
    const typed = { ...by, password: clicker.password(by.userName, by.password) }
    if (!(await openCustomization(hands, typed))) return leaveWizard(hands)
    await hands.press(hands.left, 'Next')
    await hands.left.getByRole('group', { name: 'Synchronise these organizational units' }).waitFor()
    await hands.press(hands.left, 'Next')
    await hands.left.getByRole('checkbox', { name: 'Password writeback' }).setChecked(enabled)
    await hands.press(hands.left, 'Next')
    await hands.see(hands.left, /Choose Configure/)
    await hands.press(hands.left, 'Configure')
    const complete = hands.left.getByRole('heading', { name: 'Configuration complete' })
    await first(complete, hands.left.getByRole('alert')).waitFor({ timeout: 30_000 })
    await leaveWizard(hands)
  },
  'connect.stopService': ({ hands }) => turnService(hands, 'Stop', 'Stopped'),
  'connect.startService': ({ hands }) => turnService(hands, 'Start', 'Running'),
  'user.registerSecurityInfo': async (clicker, { user, password }) => {
    const { hands } = clicker
    await signInAs(clicker, user, password)
    await hands.browser.getByRole('heading', { name: 'More information required' }).waitFor()
    await hands.press(hands.browser, 'Next')
    await hands.browser.getByRole('region', { name: 'Authentication phone' }).waitFor()
    const codes = { sms: () => hands.newestCodeOnPhone(), email: () => hands.newestCodeInMailbox() }
    await registerMethod(clicker, 'Authentication phone', /Phone number/, [phone, 'Text me', codes.sms])
    await registerMethod(clicker, 'Authentication email', /E-mail address/, [mail, 'Email me', codes.email])
    await hands.press(hands.browser, 'Finish')
    await hands.press(hands.browser, 'No')
    await hands.see(hands.browser, /Signed in as/)
  },
  'user.changePassword': async (clicker, { user, oldPassword, newPassword }) => {
    const { hands } = clicker
    await hands.goTo('/browser?url=/pages/change-password')
    const form = hands.browser.getByLabel('Old password', { exact: true })
    const name = hands.browser.getByLabel('Email address or user name')
    await first(form, name).waitFor()
    const before = clicker.password(user, oldPassword)
    if (await name.isVisible()) {
      await hands.signIn(hands.browser, { userName: user, password: before })
      await hands.press(hands.browser, 'No')
    }
    await form.fill(before)
    await hands.fill(hands.browser, 'Create new password', newPassword)
    await hands.fill(hands.browser, 'Confirm new password', newPassword)
    await hands.press(hands.browser, 'Submit')
    const changed = hands.browser.getByRole('heading', { name: 'Password changed' })
    await first(changed, hands.browser.getByRole('alert')).waitFor()
  },
  'user.resetForgottenPassword': async (clicker, { user, newPassword }) => {
    const { hands } = clicker
    if (!(await identify(clicker, user))) return
    await hands.browser.getByRole('radio', { name: 'I forgot my password' }).check()
    await hands.press(hands.browser, 'Next')
    await prove(clicker)
    await hands.fill(hands.browser, 'Enter new password', newPassword)
    await hands.fill(hands.browser, 'Confirm new password', newPassword)
    await hands.press(hands.browser, 'Finish')
    const done = hands.browser.getByRole('heading', { name: 'Your password has been reset' })
    await first(done, hands.browser.getByRole('alert'), refusedHere(hands)).waitFor()
  },
  'user.unlockAccount': async (clicker, { user }) => {
    const { hands } = clicker
    if (!(await identify(clicker, user))) return
    await hands.browser.getByRole('radio', { name: /I know my password/ }).check()
    await hands.press(hands.browser, 'Next')
    await prove(clicker)
    await hands.press(hands.browser, 'Unlock my account')
    await hands.browser.getByRole('heading', { name: 'Your account has been unlocked' }).waitFor()
  },
  'workstation.logon': (clicker, { user, password }) =>
    logOn(clicker, user, clicker.password(user, password)),
  'workstation.failLogons': async (clicker, { user, times }) => {
    for (let time = 0; time < times; time += 1) await logOn(clicker, user, `Not-The-Password-${time}!`)
  },
  'ldap.setPassword': async ({ hands }, { user, newPassword }) => {
    await hands.goTo('/dc/users-and-computers?container=OU%3DSales%2COU%3DStaff%2CDC%3Dcontoso%2CDC%3Dlocal')
    const name = user === 'anna' ? 'Anna Berg' : user
    await hands.left.getByLabel(`Choose ${name}`).check()
    await hands.press(hands.left, 'Reset password')
    const dialog = hands.page.getByRole('dialog')
    await hands.fill(dialog, 'New password', newPassword)
    await hands.fill(dialog, 'Confirm password', newPassword)
    await dialog.getByRole('checkbox', { name: /must change password/ }).uncheck()
    await hands.press(dialog, 'Reset password')
    await dialog.waitFor({ state: 'detached' })
  },
  'clock.advance': async ({ hands }, { by }) => {
    const buttons = spans[by]
    if (buttons === undefined) throw new Error(`no button moves the clock by ${by}`)
    await hands.goTo('/instructor/lab')
    for (const button of buttons) {
      await hands.press(hands.left, button)
      await hands.left.getByRole('heading', { name: 'What ran' }).waitFor({ timeout: 90_000 })
      await hands.settle()
    }
  },
}

async function turnService(hands: Hands, turn: string, state: string): Promise<void> {
  await hands.goTo('/connect/services')
  const row = hands.left.getByRole('row', { name: /Azure AD Sync/ })
  await row.getByRole('button', { name: new RegExp(`^${turn} `) }).click()
  await row.getByText(state, { exact: true }).waitFor({ timeout: 30_000 })
}
