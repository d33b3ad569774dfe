/** The seed story, click by click. The test walks it, and the tour takes a picture after each step. */
import type { Account, Hands } from './hands.ts'

export interface StoryStep {
  readonly name: string
  readonly act: (hands: Hands) => Promise<void>
}

export interface StoryPeople {
  readonly admin: Account
  readonly anna: Account
}

const changed = 'Autumn-Ferry-2026!'
const recovered = 'Winter-Lantern-2027!'
/** Typed on the way; none of them may be found in the journal. */
export const passwordsOfTheStory = [changed, recovered, 'Spring-Harbour-2026!', 'harbourlantern']
const phone = '+65 91234567'
const mail = 'anna@example.org'

export const seedStory = ({ admin, anna }: StoryPeople): readonly StoryStep[] => [
  {
    name: 'the administrator signs in to the portal and sees the users',
    act: async (hands) => {
      await hands.goTo('/portal/users')
      await hands.signInToPortal(admin)
      await hands.left.getByRole('link', { name: 'Anna Berg' }).waitFor()
    },
  },
  {
    name: 'resetting a synced user’s password is refused, with the code beside the flow that marks the step',
    act: async (hands) => {
      await hands.left.getByRole('link', { name: 'Anna Berg' }).click()
      await resetInPortal(hands, 'Spring-Harbour-2026!')
      await hands.see(hands.left.getByRole('dialog'), 'WritebackNotEnabled')
      await hands.page.getByRole('link', { name: 'Show the flow' }).click()
      const step = hands.right.getByRole('listitem').filter({ hasText: 'require writeback enabled' })
      await step.getByText('WritebackNotEnabled').waitFor()
      await step.getByText('because').waitFor()
      await hands.see(hands.page.getByRole('complementary', { name: 'Why, and what to do' }), 'fix')
    },
  },
  {
    name: 'a licence without a usage location is refused',
    act: async (hands) => {
      await hands.goTo('/portal/users/ben@contoso.com/licences')
      await hands.left.getByRole('checkbox', { name: /Entra ID P2/ }).check()
      await hands.press(hands.left, 'Save')
      await hands.see(hands.left.getByRole('alert'), /usage location/i)
    },
  },
  {
    name: 'with a usage location the licence is assigned',
    act: async (hands) => {
      await hands.goTo('/portal/users/anna@contoso.com/licences')
      await hands.left.getByLabel('Usage location').selectOption('SG')
      await hands.left.getByRole('checkbox', { name: /Entra ID P2/ }).check()
      await hands.press(hands.left, 'Save')
      await hands.hear('The licences have been saved.')
    },
  },
  {
    name: 'the wizard on CONNECT01 refuses a wrong password',
    act: async (hands) => {
      await hands.openPlace('CONNECT01')
      await hands.press(hands.left, 'Open the wizard')
      await hands.press(hands.left, 'Configure')
      await hands.left.getByRole('radio', { name: 'Customize synchronization options' }).check()
      await hands.press(hands.left, 'Next')
      await hands.fill(hands.left, 'Username', admin.userName)
      await hands.fill(hands.left, 'Password', 'Not-The-Password-1!')
      await hands.press(hands.left, 'Next')
      await hands.see(hands.left.getByRole('alert'), 'WizardInvalidGrant')
    },
  },
  {
    name: 'the wizard enables password writeback',
    act: async (hands) => {
      await hands.fill(hands.left, 'Password', admin.password)
      await hands.press(hands.left, 'Next')
      await hands.left.getByRole('table', { name: 'Configured directories' }).waitFor()
      await hands.press(hands.left, 'Next')
      await hands.left.getByRole('group', { name: 'Synchronise these organizational units' }).waitFor()
      await hands.press(hands.left, 'Next')
      await hands.left.getByRole('checkbox', { name: 'Password writeback' }).check()
      await hands.press(hands.left, 'Next')
      await hands.see(hands.left, /Choose Configure/)
      await hands.press(hands.left, 'Configure')
      await hands.left.getByRole('heading', { name: 'Configuration complete' }).waitFor({ timeout: 30_000 })
      await hands.press(hands.left, 'Exit')
    },
  },
  {
    name: 'the Event Viewer shows the onboarding',
    act: async (hands) => {
      await hands.left.getByRole('link', { name: 'Event Viewer' }).click()
      const log = hands.left.getByRole('table', { name: 'Application log' })
      for (const id of ['31017', '31018', '31004', '31005', '31015']) await hands.see(log, id)
    },
  },
  {
    name: 'the portal lets passwords be written back and accounts be unlocked',
    act: async (hands) => {
      await hands.goTo('/portal/password-reset/on-premises-integration')
      await hands.left
        .getByRole('group', { name: /Write back passwords/ })
        .getByRole('radio', { name: 'Yes' })
        .check()
      await hands.left
        .getByRole('group', { name: /unlock accounts/ })
        .getByRole('radio', { name: 'Yes' })
        .check()
      await hands.press(hands.left, 'Save')
      await hands.hear(/has been saved/)
    },
  },
  {
    name: 'self-service password reset is turned on for all',
    act: async (hands) => {
      await hands.left.getByRole('link', { name: 'Properties' }).click()
      await hands.left
        .getByRole('group', { name: /Self service/ })
        .getByRole('radio', { name: 'All' })
        .check()
      await hands.press(hands.left, 'Save')
      await hands.hear(/has been saved/)
    },
  },
  {
    name: 'the user signs in and is asked for more information',
    act: async (hands) => {
      await hands.goTo('/browser?url=/pages/myapps')
      await hands.signIn(hands.browser, anna)
      await hands.browser.getByRole('heading', { name: 'More information required' }).waitFor()
      await hands.press(hands.browser, 'Next')
      await hands.browser.getByRole('region', { name: 'Authentication phone' }).waitFor()
    },
  },
  {
    name: 'the user registers a phone with the code on its screen',
    act: async (hands) => {
      const row = hands.browser.getByRole('region', { name: 'Authentication phone' })
      await row.getByRole('button', { name: 'Set it up now' }).click()
      await row.getByLabel(/Phone number/).fill(phone)
      await row.getByRole('button', { name: 'Text me' }).click()
      await row.getByLabel(/The code that was sent/).waitFor()
      await row.getByLabel(/The code that was sent/).fill(await hands.newestCodeOnPhone())
      await row.getByRole('button', { name: 'Verify' }).click()
      await row.getByRole('button', { name: 'Change' }).waitFor()
    },
  },
  {
    name: 'the user registers an e-mail address with the code in the mailbox, and finishes',
    act: async (hands) => {
      const row = hands.browser.getByRole('region', { name: 'Authentication email' })
      await row.getByRole('button', { name: 'Set it up now' }).click()
      await row.getByLabel('E-mail address').fill(mail)
      await row.getByRole('button', { name: 'Email me' }).click()
      await row.getByLabel(/The code that was sent/).waitFor()
      await row.getByLabel(/The code that was sent/).fill(await hands.newestCodeInMailbox())
      await row.getByRole('button', { name: 'Verify' }).click()
      await row.getByRole('button', { name: 'Change' }).waitFor()
      await hands.press(hands.browser, 'Finish')
      await hands.press(hands.browser, 'No')
      await hands.see(hands.browser, /Signed in as/)
    },
  },
  {
    name: 'a new password that breaks the domain policy is refused',
    act: async (hands) => {
      await hands.browser.getByRole('link', { name: 'Change password' }).click()
      await changePassword(hands, anna.password, 'harbourlantern')
      await hands.see(hands.browser.getByRole('alert'), /policy/)
    },
  },
  {
    name: 'a good one is taken by both sides',
    act: async (hands) => {
      await changePassword(hands, anna.password, changed)
      await hands.browser.getByRole('heading', { name: 'Password changed' }).waitFor()
    },
  },
  {
    name: 'the workstation refuses the old password',
    act: async (hands) => {
      await hands.goTo('/workstation')
      await logOn(hands, anna.userName, anna.password)
      await hands.left.getByRole('alert').waitFor()
    },
  },
  {
    name: 'the workstation takes the new one',
    act: async (hands) => {
      await logOn(hands, anna.userName, changed)
      await hands.see(hands.left, /Logged on to CLIENT01/)
    },
  },
  {
    name: 'a day later the clock has moved past the minimum password age',
    act: async (hands) => {
      await hands.goTo('/instructor/lab')
      await hands.press(hands.left, 'Advance 1 day')
      await hands.left.getByRole('heading', { name: 'What ran' }).waitFor({ timeout: 60_000 })
      await hands.press(hands.left, 'Advance 30 min')
    },
  },
  {
    name: 'a forgotten password is reset with captcha and a code from the phone',
    act: async (hands) => {
      await hands.goTo('/browser?url=/pages/reset')
      await hands.fill(hands.browser, 'User ID', anna.userName)
      await hands.browser.getByRole('img', { name: 'Characters to copy' }).waitFor()
      await hands.fill(hands.browser, 'Characters in the picture', await hands.readPicture())
      await hands.press(hands.browser, 'Next')
      await hands.browser.getByRole('radio', { name: 'I forgot my password' }).check()
      await hands.press(hands.browser, 'Next')
      await hands.browser.getByRole('radio', { name: 'Text my mobile phone' }).check()
      await hands.fill(hands.browser, 'Phone number', phone)
      await hands.press(hands.browser, 'Text')
      await hands.browser.getByLabel('Verification code').waitFor()
      await hands.fill(hands.browser, 'Verification code', await hands.newestCodeOnPhone())
      await hands.press(hands.browser, 'Next')
      await hands.fill(hands.browser, 'Enter new password', recovered)
      await hands.fill(hands.browser, 'Confirm new password', recovered)
      await hands.press(hands.browser, 'Finish')
      await hands.browser.getByRole('heading', { name: 'Your password has been reset' }).waitFor()
    },
  },
  {
    name: 'the audit log tells of it, and a row leads to the whole flow',
    act: async (hands) => {
      await hands.goTo('/portal/audit-logs')
      await hands.left
        .getByRole('combobox', { name: 'Service' })
        .selectOption('Self-service Password Management')
      const row = hands.left.getByRole('row').filter({ hasText: 'Reset password (self-service)' }).first()
      await row.getByRole('button').click()
      await hands.left.getByRole('link', { name: /Follow this correlation id/ }).click()
      await hands.right.getByRole('table', { name: 'Journal of this correlation id' }).waitFor()
      await hands.see(hands.right, 'relay.sent')
    },
  },
]

async function resetInPortal(hands: Hands, password: string): Promise<void> {
  await hands.left.getByRole('button', { name: 'Reset password' }).click()
  const panel = hands.left.getByRole('dialog', { name: 'Reset password' })
  await hands.fill(panel, 'Temporary password', password)
  await hands.press(panel, 'Reset password')
}

async function changePassword(hands: Hands, before: string, after: string): Promise<void> {
  await hands.fill(hands.browser, 'Old password', before)
  await hands.fill(hands.browser, 'Create new password', after)
  await hands.fill(hands.browser, 'Confirm new password', after)
  await hands.press(hands.browser, 'Submit')
}

async function logOn(hands: Hands, user: string, password: string): Promise<void> {
  await hands.fill(hands.left, 'User name', user)
  await hands.fill(hands.left, 'Password', password)
  await hands.press(hands.left, 'Log on')
}
