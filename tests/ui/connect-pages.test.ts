import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, noBrowser } from '../support/chromium.ts'
import { barriersOn } from './accessibility.ts'
import { type OpenedScreens, openScreens } from './open-screens.ts'

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
