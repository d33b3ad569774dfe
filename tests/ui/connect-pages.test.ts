import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { syncSettings } from '#core/contracts/sync-settings.ts'
import { findChromium, noBrowser } from '../support/chromium.ts'
import { barriersOn } from './accessibility.ts'
import { type OpenedScreens, openScreens } from './open-screens.ts'

const sales = 'OU=Sales,OU=Staff,DC=contoso,DC=local'
const chromium = findChromium()
let screens: OpenedScreens

describe.skipIf(chromium === undefined)(chromium ? 'the Synchronization Service' : noBrowser, () => {
  beforeAll(async () => {
    screens = await openScreens(chromium ?? '')
  }, 180_000)
  afterAll(() => screens?.close())

  it.each([
    ['operations', 'Start'],
    ['connectors', 'contoso.local'],
    ['rules', 'Precedence'],
  ])('shows its %s at their own address', async (page, text) => {
    const { hands } = screens
    await hands.goTo(`/connect/synchronization-service/${page}`)
    await hands.left.getByText(text).first().waitFor()
    expect(await barriersOn(hands.page)).toEqual([])
  })

  it('finds a person in the metaverse by the beginning of the name, and nobody else', async () => {
    const { hands } = screens
    await hands.goTo('/connect/synchronization-service/metaverse')
    const found = hands.left.getByRole('table')
    await found.getByRole('row', { name: /Ben Okafor/ }).waitFor()
    await hands.left.getByRole('searchbox').fill('anna')
    await found.getByRole('row', { name: /Ben Okafor/ }).waitFor({ state: 'detached' })
    await found.getByRole('link', { name: /Anna Berg/ }).click()
    await hands.see(hands.left, 'sourceAnchor')
  }, 60_000)

  it('names the rule behind each value that a preview would write, to either side', async () => {
    const { hands } = screens
    await hands.goTo(`/dc/users-and-computers?container=${encodeURIComponent(sales)}`)
    await hands.press(hands.left, 'New')
    await hands.page.getByRole('menuitem', { name: 'User', exact: true }).click()
    const dialog = hands.page.getByRole('dialog')
    await hands.fill(dialog, 'First name', 'Nora')
    await hands.fill(dialog, 'Last name', 'Quist')
    await dialog.getByLabel('User logon name').fill('nora')
    await hands.fill(dialog, 'Password', 'Marble-Sunset-71!')
    await hands.press(dialog, 'Create')
    await hands.see(hands.left, 'The user Nora Quist has been created.')

    await hands.goTo('/connect/synchronization-service/preview')
    await hands.press(hands.left, 'Preview a delta cycle')
    await hands.left.getByRole('button', { name: /nora@contoso/ }).click()
    await hands.left.getByRole('row', { name: /displayName.*Out to AAD - User Join.*Nora Quist/ }).waitFor()
    await hands.left.getByRole('button', { name: /CN=Nora Quist/ }).click()
    await hands.left.getByRole('row', { name: /ConsistencyGuid.*keeps the source anchor/ }).waitFor()
  }, 60_000)

  it('shows the configuration in the wizard, and saves it as a file without accounts', async () => {
    const { hands } = screens
    await hands.goTo('/connect/wizard')
    await hands.press(hands.left, 'Open the wizard')
    await hands.press(hands.left, 'Configure')
    await hands.left.getByRole('radio', { name: 'View or export current configuration' }).check()
    await hands.press(hands.left, 'Next')
    await hands.see(hands.left, 'contoso.onmicrosoft.com')
    expect(await barriersOn(hands.page)).toEqual([])
    const saving = hands.page.waitForEvent('download')
    await hands.press(hands.left, 'Export settings')
    const download = await saving
    expect(download.suggestedFilename()).toMatch(/^Exported-SynchronizationPolicy-\d{8}-\d{6}\.JSON$/)
    const text = await readFile(await download.path(), 'utf8')
    expect(syncSettings.parse(JSON.parse(text)).serverName).toBe('CONNECT01')
    expect(text).not.toContain('MSOL_')
    await hands.press(hands.left, 'Cancel')
  }, 60_000)

  it('asks for the unit of Group writeback once it is ticked, and plans what it has been told', async () => {
    const { hands } = screens
    const { userName, password } = screens.people.admin
    await hands.goTo('/connect/wizard')
    await hands.press(hands.left, 'Open the wizard')
    await hands.press(hands.left, 'Configure')
    await hands.left.getByRole('radio', { name: 'Customize synchronization options' }).check()
    await hands.press(hands.left, 'Next')
    await hands.fill(hands.left, 'Username', userName)
    await hands.fill(hands.left, 'Password', password)
    for (const page of ['Connect your directories', 'Domain and OU filtering', 'Optional features']) {
      await hands.press(hands.left, 'Next')
      await hands.left.getByRole('heading', { name: page }).waitFor()
    }
    expect(await hands.left.getByLabel('Organizational unit for groups').count()).toBe(0)
    await hands.left.getByRole('checkbox', { name: 'Group writeback' }).check()
    await hands.left.getByLabel('Organizational unit for groups').selectOption(sales)
    expect(await barriersOn(hands.page)).toEqual([])
    await hands.press(hands.left, 'Next')
    await hands.see(hands.left, 'Enable Group writeback')
    await hands.press(hands.left, 'Cancel')
  }, 60_000)

  it('previews a cycle and writes nothing', async () => {
    const { hands } = screens
    const runs = (): Promise<string> =>
      fetch(`${hands.origin}/lab/v1/labs/contoso/connect/runs`).then((answer) => answer.text())
    const before = await runs()
    expect(before).toContain('runNumber')
    await hands.goTo('/connect/synchronization-service/preview')
    await hands.press(hands.left, 'Preview a delta cycle')
    await hands.left
      .getByText('Nothing would change')
      .or(hands.left.getByRole('list', { name: 'Objects that would change' }))
      .first()
      .waitFor()
    expect(await runs()).toBe(before)
    expect(screens.complaints).toEqual([])
  })
})
