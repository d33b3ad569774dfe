import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, noBrowser } from '../support/chromium.ts'
import { type OpenedScreens, openScreens } from './open-screens.ts'

const chromium = findChromium()
let screens: OpenedScreens

async function type(script: string): Promise<string> {
  const { left, page } = screens.hands
  await left.getByLabel('Command').fill(script)
  await page.keyboard.press('Enter')
  await page.waitForFunction("document.querySelector('[data-side=left] textarea')?.readOnly === false")
  return (await left.getByRole('log', { name: 'Output' }).textContent()) ?? ''
}

describe.skipIf(chromium === undefined)(chromium ? 'PowerShell on CONNECT01' : noBrowser, () => {
  beforeAll(async () => {
    screens = await openScreens(chromium ?? '')
    await screens.hands.goTo('/portal/users')
    await screens.hands.signInToPortal(screens.people.admin)
    await screens.hands.goTo('/connect/powershell')
  }, 120_000)
  afterAll(() => screens?.close())

  it('shows the scheduler and starts a cycle', async () => {
    expect(await type('Get-ADSyncScheduler | Select-Object SyncCycleEnabled')).toMatch(
      /SyncCycleEnabled\s+-+\s+True/,
    )
    expect(await type('Start-ADSyncSyncCycle -PolicyType Delta')).toContain('Success')
  })

  it('runs the story’s old script and says what replaces it', async () => {
    await type('Connect-MsolService')
    const told = await type(
      "Get-MsolUser -UserPrincipalName anna@contoso.com | Select-Object UserPrincipalName, @{n='Changed'; e={[TimeZoneInfo]::ConvertTimeBySystemTimeZoneId($_.LastPasswordChangeTimestamp, 'Singapore Standard Time')}}",
    )
    expect(told).toContain('MSOnline is retired')
    expect(told).toMatch(/anna@contoso\.com\s+\d+\/\d+\/\d{4} \d+:\d{2}:\d{2} [AP]M/)
  })

  it('runs its successor', async () => {
    await type('Connect-MgGraph')
    expect(await type('Get-MgUser -UserId anna@contoso.com | Select-Object UserPrincipalName')).toContain(
      'anna@contoso.com',
    )
    expect(await type('Get-MgUser -UserId nobody@contoso.com')).toContain('Request_ResourceNotFound')
  })

  it('asks for a credential where a cmdlet needs one, and shows the server’s refusal', async () => {
    const { left, page } = screens.hands
    await left.getByLabel('Command').fill('Disable-ADSyncExportDeletionThreshold')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'PowerShell credential request' })
    await dialog.getByLabel('User name').fill(screens.people.admin.userName)
    await dialog.getByLabel('Password').fill('not-the-password')
    await dialog.getByRole('button', { name: 'OK' }).click()
    await left.locator('.error').last().waitFor()
    expect(await left.getByRole('log', { name: 'Output' }).textContent()).not.toContain('not-the-password')
  })

  it('leaves no complaint in the browser’s console', () => {
    expect(
      screens.complaints.filter(
        (line) => !line.includes('404') && !line.includes('409') && !line.includes('401'),
      ),
    ).toEqual([])
  })
})
