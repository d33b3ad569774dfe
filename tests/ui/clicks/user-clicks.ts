/** A user at the browser and at CLIENT01, by clicking. */
import { expect } from 'vitest'
import type { Hands } from '../hands.ts'
import { type Clicker, type Clicks, first } from './clicker.ts'

const phone = '+65 91234567'
const personalMail = (user: string): string => `${user.split('@')[0]}@home.example`

/** Codes that were typed before: what is shown first may be the one of last time, until the new one arrives. */
const typed = new WeakMap<Hands, Set<string>>()

async function newCode(hands: Hands, where: 'phone' | 'mailbox'): Promise<string> {
  const known = typed.get(hands) ?? new Set()
  const read = () => (where === 'phone' ? hands.newestCodeOnPhone() : hands.newestCodeInMailbox())
  await expect.poll(async () => known.has(await read()), { timeout: 30_000, interval: 200 }).toBe(false)
  const code = await read()
  typed.set(hands, known.add(code))
  return code
}

/** Whoever is signed in there signs out first. */
async function signInAs({ hands, password }: Clicker, user: string, written: string): Promise<void> {
  await hands.goTo('/browser?url=/pages/myapps')
  const out = hands.browser.getByRole('button', { name: 'Sign out', exact: true })
  const name = hands.browser.getByLabel('Email address or user name')
  await first(out, name).waitFor()
  if (await out.isVisible()) {
    await out.click()
    await name.waitFor()
  }
  await hands.signIn(hands.browser, { userName: user, password: password(user, written) })
}

const nextPage = (hands: Hands) =>
  first(
    hands.browser.getByRole('heading', {
      name: /Stay signed in|Update your password|More information required/,
    }),
    hands.browser.getByText(/AADSTS\d+/),
    hands.browser.locator('[role=alert]'),
  )

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

const refusedHere = (hands: Hands) => hands.browser.getByText(/SSPR_\d+|Contact your administrator/).first()
const gate = (hands: Hands) =>
  hands.browser.getByRole('radio', { name: /my mobile phone|alternate email/ }).first()

/** The public page up to its first question; false when it said no before. */
async function identify({ hands }: Clicker, user: string): Promise<boolean> {
  await hands.goTo('/browser?url=/pages/reset')
  await hands.fill(hands.browser, 'User ID', user)
  await hands.browser.getByRole('img', { name: 'Characters to copy' }).waitFor()
  await hands.fill(hands.browser, 'Characters in the picture', await hands.readPicture())
  await hands.press(hands.browser, 'Next')
  const why = hands.browser.getByRole('radio', { name: 'I forgot my password' })
  await first(why, gate(hands), refusedHere(hands)).waitFor()
  return (await why.isVisible()) || (await gate(hands).isVisible())
}

/** With the unlock option off the page does not ask. */
async function sayWhy({ hands }: Clicker, why: RegExp): Promise<void> {
  const answer = hands.browser.getByRole('radio', { name: why })
  if (!(await answer.isVisible())) return
  await answer.check()
  await hands.press(hands.browser, 'Next')
  await gate(hands).waitFor()
}

/** One gate: a code on the phone, or in the mailbox when the phone has been asked. */
async function askForCode({ hands }: Clicker): Promise<'phone' | 'mailbox'> {
  const text = hands.browser.getByRole('radio', { name: 'Text my mobile phone' })
  await gate(hands).waitFor()
  const byPhone = await text.isVisible()
  await (byPhone ? text : hands.browser.getByRole('radio', { name: /alternate email/ })).check()
  if (byPhone) await hands.fill(hands.browser, 'Phone number', phone)
  await hands.press(hands.browser, byPhone ? 'Text' : 'Email')
  await hands.browser.getByLabel('Verification code').waitFor()
  return byPhone ? 'phone' : 'mailbox'
}

async function passGates(clicker: Clicker, reached: RegExp): Promise<void> {
  const { hands } = clicker
  const there = hands.browser.getByRole('button', { name: reached })
  for (let asked = 0; asked < 2; asked += 1) {
    const code = await newCode(hands, await askForCode(clicker))
    await hands.fill(hands.browser, 'Verification code', code)
    await hands.press(hands.browser, 'Next')
    await hands.browser.getByLabel('Verification code').waitFor({ state: 'detached' })
    await first(there, gate(hands)).waitFor()
    if (await there.isVisible()) return
  }
}

async function logOn(clicker: Clicker, user: string, password: string): Promise<void> {
  const { hands } = clicker
  await hands.goTo('/workstation')
  await hands.fill(hands.left, 'User name', user)
  await hands.fill(hands.left, 'Password', password)
  await hands.press(hands.left, 'Log on')
  await first(hands.left.getByRole('alert'), hands.left.getByText(/Logged on to CLIENT01/)).waitFor()
}

export const userClicks: Clicks<
  | 'user.signIn'
  | 'user.registerSecurityInfo'
  | 'user.changePassword'
  | 'user.changeForcedPassword'
  | 'user.resetForgottenPassword'
  | 'user.unlockAccount'
  | 'user.enterWrongCodes'
  | 'workstation.logon'
  | 'workstation.changePassword'
  | 'workstation.failLogons'
> = {
  'user.signIn': async (clicker, { user, password }) => {
    const { hands } = clicker
    await signInAs(clicker, user, password)
    await nextPage(hands).waitFor()
    const no = hands.browser.getByRole('button', { name: 'No', exact: true })
    if (await no.isVisible()) {
      await no.click()
      await hands.see(hands.browser, /Signed in as/)
    }
  },
  'user.registerSecurityInfo': async (clicker, { user, password, only }) => {
    const { hands } = clicker
    await signInAs(clicker, user, password)
    await nextPage(hands).waitFor()
    const asked = hands.browser.getByRole('heading', { name: 'More information required' })
    const interrupted = await asked.isVisible()
    await hands.press(hands.browser, interrupted ? 'Next' : 'No')
    if (!interrupted) await hands.browser.getByRole('link', { name: 'Security info' }).click()
    await hands.browser.getByRole('region', { name: 'Authentication phone' }).waitFor()
    const codes = { sms: () => newCode(hands, 'phone'), email: () => newCode(hands, 'mailbox') }
    const mail = personalMail(user)
    if (only !== 'email')
      await registerMethod(clicker, 'Authentication phone', /Phone number/, [phone, 'Text me', codes.sms])
    if (only !== 'phone')
      await registerMethod(clicker, 'Authentication email', /E-mail address/, [mail, 'Email me', codes.email])
    await hands.press(hands.browser, 'Finish')
    if (!interrupted) return hands.settle()
    await hands.press(hands.browser, 'No')
    await hands.see(hands.browser, /Signed in as/)
  },
  'user.changePassword': async (clicker, { user, oldPassword, newPassword, signedInWith }) => {
    const { hands } = clicker
    await hands.goTo('/browser?url=/pages/change-password')
    const form = hands.browser.getByLabel('Old password', { exact: true })
    const name = hands.browser.getByLabel('Email address or user name')
    await first(form, name).waitFor()
    if (await name.isVisible()) {
      const password = clicker.password(user, signedInWith ?? oldPassword)
      await hands.signIn(hands.browser, { userName: user, password })
      await hands.press(hands.browser, 'No')
    }
    await form.fill(clicker.password(user, oldPassword))
    await hands.fill(hands.browser, 'Create new password', newPassword)
    await hands.fill(hands.browser, 'Confirm new password', newPassword)
    await hands.press(hands.browser, 'Submit')
    const changed = hands.browser.getByRole('heading', { name: 'Password changed' })
    await first(changed, hands.browser.getByRole('alert')).waitFor()
  },
  'user.changeForcedPassword': async (clicker, { user, oldPassword, newPassword }) => {
    const { hands } = clicker
    await signInAs(clicker, user, oldPassword)
    await hands.browser.getByRole('heading', { name: 'Update your password' }).waitFor()
    await hands.fill(hands.browser, 'Current password', clicker.password(user, oldPassword))
    await hands.fill(hands.browser, 'New password', newPassword)
    await hands.fill(hands.browser, 'Confirm password', newPassword)
    await hands.press(hands.browser, 'Sign in')
    await hands.press(hands.browser, 'No')
    await hands.see(hands.browser, /Signed in as/)
  },
  'user.resetForgottenPassword': async (clicker, { user, newPassword }) => {
    const { hands } = clicker
    if (!(await identify(clicker, user))) return
    await sayWhy(clicker, /I forgot my password/)
    await passGates(clicker, /^Finish$/)
    await hands.fill(hands.browser, 'Enter new password', newPassword)
    await hands.fill(hands.browser, 'Confirm new password', newPassword)
    await hands.press(hands.browser, 'Finish')
    const done = hands.browser.getByRole('heading', { name: 'Your password has been reset' })
    await first(done, hands.browser.getByRole('alert'), refusedHere(hands)).waitFor()
  },
  'user.unlockAccount': async (clicker, { user }) => {
    const { hands } = clicker
    if (!(await identify(clicker, user))) return
    await sayWhy(clicker, /I know my password/)
    await passGates(clicker, /^Unlock my account$/)
    await hands.press(hands.browser, 'Unlock my account')
    await hands.browser.getByRole('heading', { name: 'Your account has been unlocked' }).waitFor()
  },
  'user.enterWrongCodes': async (clicker, { user, times }) => {
    const { hands } = clicker
    if (!(await identify(clicker, user))) return
    await sayWhy(clicker, /I forgot my password/)
    await askForCode(clicker)
    // Six digits are sent; five can never be them.
    for (let time = 0; time < times; time += 1) {
      const answered = hands.page.waitForResponse((answer) => answer.url().endsWith('/verifications'))
      await hands.fill(hands.browser, 'Verification code', '00000')
      await hands.press(hands.browser, 'Next')
      await answered
      await hands.settle()
      // Who is blocked is asked for nothing more.
      if (await refusedHere(hands).isVisible()) return
    }
  },
  'workstation.logon': (clicker, { user, password }) =>
    logOn(clicker, user, clicker.password(user, password)),
  'workstation.changePassword': async (clicker, { user, oldPassword, newPassword }) => {
    const { hands } = clicker
    await hands.goTo('/workstation')
    await hands.fill(hands.left, 'User name', user)
    await hands.press(hands.left, 'Change a password')
    await hands.fill(hands.left, 'Old password', clicker.password(user, oldPassword))
    await hands.fill(hands.left, 'New password', newPassword)
    await hands.fill(hands.left, 'Confirm password', newPassword)
    await hands.press(hands.left, 'Change password')
    await hands.see(hands.left, 'Your password has been changed.')
  },
  'workstation.failLogons': async (clicker, { user, times }) => {
    for (let time = 0; time < times; time += 1) await logOn(clicker, user, `Not-The-Password-${time}!`)
  },
}
