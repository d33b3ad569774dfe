/** The administrator at CONNECT01, by clicking: wizard, services, proxy, connector, clock. */
import type { Account, Hands } from '../hands.ts'
import { type Clicker, type Clicks, first, typeInPowerShell } from './clicker.ts'

const leaveWizard = (hands: Hands): Promise<void> =>
  first(
    hands.left.getByRole('button', { name: 'Exit', exact: true }),
    hands.left.getByRole('button', { name: 'Cancel', exact: true }),
  ).click()

/** The wizard up to what follows the sign-in; false when it does not take the administrator. */
async function openWizard(hands: Hands, task: string, { userName, password }: Account): Promise<boolean> {
  await hands.goTo('/connect')
  await hands.press(hands.left, 'Open the wizard')
  await hands.press(hands.left, 'Configure')
  await hands.left.getByRole('radio', { name: task }).check()
  await hands.press(hands.left, 'Next')
  await hands.fill(hands.left, 'Username', userName)
  await hands.fill(hands.left, 'Password', password)
  await hands.press(hands.left, 'Next')
  const directories = hands.left.getByRole('table', { name: 'Configured directories' })
  const staging = hands.left.getByLabel('Enable staging mode')
  await first(directories, staging, hands.left.getByRole('alert')).waitFor()
  return (await directories.isVisible()) || (await staging.isVisible())
}

const customization = 'Customize synchronization options'

async function configure(hands: Hands): Promise<void> {
  await hands.see(hands.left, /Choose Configure/)
  await hands.press(hands.left, 'Configure')
  const complete = hands.left.getByRole('heading', { name: 'Configuration complete' })
  await first(complete, hands.left.getByRole('alert')).waitFor({ timeout: 60_000 })
  await leaveWizard(hands)
}

const unitsOf = (hands: Hands) =>
  hands.left.getByRole('group', { name: 'Synchronise these organizational units' })

async function turnService(hands: Hands, turn: string, state: string): Promise<void> {
  await hands.goTo('/connect/services')
  const row = hands.left.getByRole('row', { name: /Azure AD Sync/ })
  await row.getByRole('button', { name: new RegExp(`^${turn} `) }).click()
  await row.getByText(state, { exact: true }).waitFor({ timeout: 60_000 })
  await row.getByRole('button', { disabled: true }).first().waitFor({ state: 'detached' })
}

/** Only ever set right again by hand: the stories begin with a clock that is ten minutes behind. */
async function setClockRight(clicker: Clicker): Promise<void> {
  await clicker.hands.goTo('/connect/powershell')
  await typeInPowerShell(clicker, 'Set-Date -Adjust 00:10:00')
}

async function fillCredentials(
  hands: Hands,
  where: string,
  { username, password }: { username: string; password: string },
) {
  await hands.fill(hands.left, `Name ${where}`, username)
  await hands.fill(hands.left, `Password ${where}`, password)
}

export const connectClicks: Clicks<
  | 'connect.setPasswordWriteback'
  | 'connect.setOrganizationalUnits'
  | 'connect.setStagingMode'
  | 'connect.synchronize'
  | 'connect.setProxy'
  | 'connect.restartService'
  | 'connect.stopService'
  | 'connect.startService'
  | 'connect.setSignAndEncrypt'
  | 'connect.setClock'
  | 'connect.setTls12'
> = {
  'connect.setPasswordWriteback': async (clicker, { enabled, username, password }) => {
    const { hands, admin } = clicker
    const by = username === undefined ? admin : { userName: username, password: password ?? 'original' }
    const typed = { ...by, password: clicker.password(by.userName, by.password) }
    if (!(await openWizard(hands, customization, typed))) return leaveWizard(hands)
    await hands.press(hands.left, 'Next')
    await unitsOf(hands).waitFor()
    await hands.press(hands.left, 'Next')
    await hands.left.getByRole('checkbox', { name: 'Password writeback' }).setChecked(enabled)
    await hands.press(hands.left, 'Next')
    await configure(hands)
  },
  'connect.setOrganizationalUnits': async ({ hands, admin }, { units }) => {
    if (!(await openWizard(hands, customization, admin))) throw new Error('the wizard refuses')
    await hands.press(hands.left, 'Next')
    await unitsOf(hands).waitFor()
    for (const box of await unitsOf(hands).getByRole('checkbox').all()) await box.uncheck()
    for (const unit of units)
      await unitsOf(hands)
        .getByRole('checkbox', { name: new RegExp(`^${unit},DC=`) })
        .check()
    await hands.press(hands.left, 'Next')
    await hands.left.getByRole('checkbox', { name: 'Password writeback' }).waitFor()
    await hands.press(hands.left, 'Next')
    await configure(hands)
  },
  'connect.setStagingMode': async ({ hands, admin }, { enabled }) => {
    if (!(await openWizard(hands, 'Configure staging mode', admin))) throw new Error('the wizard refuses')
    await hands.left.getByLabel('Enable staging mode').setChecked(enabled)
    await hands.press(hands.left, 'Next')
    await configure(hands)
  },
  'connect.synchronize': async ({ hands }, { policyType }) => {
    await hands.goTo('/connect/synchronization-service')
    const button = hands.left.getByRole('button', {
      name: policyType === 'Initial' ? 'Initial cycle' : 'Synchronise now (delta)',
      exact: true,
    })
    await button.click()
    await hands.left
      .getByText('A synchronisation cycle is running')
      .waitFor({ state: 'detached', timeout: 120_000 })
    await hands.settle()
  },
  'connect.setProxy': async ({ hands }, { allow, demands, knows }) => {
    await hands.goTo('/connect/network')
    const { left } = hands
    await left.getByRole('radio', { name: allow === undefined ? 'Direct' : /Through the proxy only/ }).check()
    if (allow !== undefined) {
      await hands.fill(left, 'Hosts that the proxy lets through, one a line', allow.join('\n'))
      await left
        .getByRole('checkbox', { name: 'The proxy demands a name and a password' })
        .setChecked(demands !== undefined)
    }
    if (demands !== undefined) {
      await fillCredentials(hands, 'at the proxy', demands)
      await left
        .getByRole('checkbox', { name: 'machine.config of this server names them' })
        .setChecked(knows !== undefined)
    }
    if (knows !== undefined) await fillCredentials(hands, 'in machine.config', knows)
    const saved = hands.page.waitForResponse((answer) => answer.request().method() === 'PUT')
    await hands.press(left, 'Save')
    await saved
    await hands.settle()
  },
  'connect.restartService': ({ hands }) => turnService(hands, 'Restart', 'Running'),
  'connect.stopService': ({ hands }) => turnService(hands, 'Stop', 'Stopped'),
  'connect.startService': ({ hands }) => turnService(hands, 'Start', 'Running'),
  'connect.setSignAndEncrypt': async ({ hands }, { enabled }) => {
    await hands.goTo('/connect/synchronization-service/connectors')
    await hands.left.getByLabel('Sign and Encrypt LDAP Traffic').setChecked(enabled)
    await hands.press(hands.left, 'Save')
    await hands.hear(/connector has been saved/)
  },
  'connect.setClock': (clicker) => setClockRight(clicker),
  'connect.setTls12': async (clicker, { enabled }) => {
    await clicker.hands.goTo('/connect/powershell')
    await typeInPowerShell(clicker, `Set-ADSyncToolsTls12 -Enabled $${enabled}`)
  },
}
