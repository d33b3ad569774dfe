/** The instructor's clock and power switch, a script at CONNECT01's console, and the Microsoft 365 admin center, by clicking. */
import { parseDuration } from '#core/contracts/duration.ts'
import { type Clicker, type Clicks, first, typeInPowerShell } from './clicker.ts'
import { passFrame } from './portal-clicks.ts'

const minute = 60_000
const steps = [
  [24 * 60 * minute, 'Advance 1 day'],
  [30 * minute, 'Advance 30 min'],
  [2 * minute, 'Advance 2 min'],
] as const

/** The buttons that move the clock by that much, or by a little more where none fits. */
function buttonsFor(by: string): string[] {
  const buttons: string[] = []
  let left = parseDuration(by) ?? 0
  for (const [at, [ms, button]] of steps.entries()) {
    const isLast = at === steps.length - 1
    const times = isLast ? Math.ceil(left / ms) : Math.floor(left / ms)
    buttons.push(...Array.from({ length: times }, () => button))
    left -= times * ms
  }
  return buttons
}

/** The console as somebody; its sign-in is the one of the portal's browser. */
async function connectGraph(clicker: Clicker, as: string): Promise<void> {
  const { hands } = clicker
  await hands.goTo('/connect/powershell')
  await typeInPowerShell(clicker, 'Disconnect-MgGraph')
  await hands.left.getByLabel('Command').fill('Connect-MgGraph')
  await hands.page.keyboard.press('Enter')
  await passFrame(
    hands,
    { userName: as, password: clicker.password(as, 'original') },
    'Sign in for the console',
  )
  await hands.page.waitForFunction("document.querySelector('[data-side=left] textarea')?.readOnly === false")
}

const quoted = (value: unknown): string => `'${JSON.stringify(value).replaceAll("'", "''")}'`

/** The administrator's browser remembers the first sign-in: the second time nothing is asked. */
const connected = new WeakSet<Clicker>()
async function connectGraphAgain(clicker: Clicker): Promise<void> {
  if (!connected.has(clicker)) await connectGraph(clicker, clicker.admin.userName)
  else {
    await clicker.hands.goTo('/connect/powershell')
    await typeInPowerShell(clicker, 'Connect-MgGraph')
  }
  connected.add(clicker)
}

/** Text in which `{users:anna@contoso.com}` stands for an id, as an expression that asks Graph for it. */
function withIds(text: string): string {
  const all = text.split(/\{(\w+):([^}]+)\}/)
  const pieces = all.flatMap((piece, at) => {
    if (at % 3 === 0) return [`'${piece.replaceAll("'", "''")}'`]
    return at % 3 === 2 ? [`(Invoke-MgGraphRequest -Uri /v1.0/${all[at - 1]}/${piece}).id`] : []
  })
  return `(${pieces.join(' + ')})`
}

export const labClicks: Clicks<
  | 'clock.advance'
  | 'dc.setPower'
  | 'graph.request'
  | 'graph.setPassword'
  | 'graph.changePassword'
  | 'portal.resetInAdminCenter'
> = {
  'clock.advance': async ({ hands }, { by }) => {
    await hands.goTo('/instructor/lab')
    for (const button of buttonsFor(by)) {
      await hands.press(hands.left, button)
      await hands.left.getByRole('heading', { name: 'What ran' }).waitFor({ timeout: 90_000 })
      await hands.left
        .getByRole('button', { name: button, exact: true, disabled: false })
        .waitFor({ timeout: 90_000 })
      await hands.settle()
    }
  },
  'dc.setPower': async ({ hands }, { on }) => {
    await hands.goTo('/instructor/lab')
    await hands.press(hands.left, on ? 'Switch DC01 on' : 'Switch DC01 off')
    await hands.left.getByRole('button', { name: on ? 'Switch DC01 off' : 'Switch DC01 on' }).waitFor()
  },
  'graph.request': async (clicker, { method, path, body }) => {
    await connectGraphAgain(clicker)
    const sent = body === undefined ? '' : ` -Body ${withIds(JSON.stringify(body))}`
    await typeInPowerShell(clicker, `Invoke-MgGraphRequest -Method ${method} -Uri ${withIds(path)}${sent}`)
  },
  'graph.setPassword': async (clicker, { user, newPassword }) => {
    await connectGraph(clicker, clicker.admin.userName)
    const body = quoted({ passwordProfile: { password: newPassword, forceChangePasswordNextSignIn: false } })
    await typeInPowerShell(
      clicker,
      `Invoke-MgGraphRequest -Method PATCH -Uri /v1.0/users/${user} -Body ${body}`,
    )
  },
  'graph.changePassword': async (clicker, { user, oldPassword, newPassword }) => {
    await connectGraph(clicker, user)
    const body = quoted({ currentPassword: clicker.password(user, oldPassword), newPassword })
    await typeInPowerShell(
      clicker,
      `Invoke-MgGraphRequest -Method POST -Uri /v1.0/me/changePassword -Body ${body}`,
    )
  },
  'portal.resetInAdminCenter': async (clicker, { user, newPassword }) => {
    const { hands, admin } = clicker
    await hands.goTo('/browser?url=/pages/admin-center')
    const name = hands.browser.getByLabel('Email address or user name')
    const list = hands.browser.getByRole('table', { name: 'Active users' })
    await first(name, list).waitFor()
    if (await name.isVisible()) {
      await hands.signIn(hands.browser, admin)
      const skip = hands.browser.getByRole('button', { name: 'Skip for now', exact: true })
      const no = hands.browser.getByRole('button', { name: 'No', exact: true })
      await first(skip, no).waitFor()
      if (await skip.isVisible()) await skip.click()
      await no.click()
    }
    await list
      .getByRole('row', { name: new RegExp(user) })
      .getByRole('button')
      .click()
    await hands.fill(hands.browser, 'New password', newPassword)
    await hands.press(hands.browser, 'Reset')
    await hands.see(hands.browser, 'The password has been reset.')
  },
}
