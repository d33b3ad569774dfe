import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, noBrowser } from '../support/chromium.ts'
import { barriersOn } from './accessibility.ts'
import { type OpenedScreens, openScreens } from './open-screens.ts'
import { passwordsOfTheStory, seedStory } from './seed-story.ts'

const chromium = findChromium()
const nobody = { userName: '', password: '' }
const steps = seedStory({ admin: nobody, anna: nobody }).map(({ name }, index) => [name, index] as const)
let screens: OpenedScreens
let brokenAt: string | undefined

describe.skipIf(chromium === undefined)(chromium ? 'the seed story, by clicking' : noBrowser, () => {
  beforeAll(async () => {
    screens = await openScreens(chromium ?? '')
  }, 120_000)
  afterAll(() => screens?.close())

  it.each(steps)(
    '%s',
    async (name, index) => {
      if (brokenAt !== undefined) throw new Error(`not tried: the story broke at "${brokenAt}"`)
      brokenAt = name
      await seedStory(screens.people)[index]?.act(screens.hands)
      brokenAt = undefined
      expect(await barriersOn(screens.hands.page)).toEqual([])
    },
    90_000,
  )

  it('complained of nothing on the console but the refusals of the story', () => {
    const unexpected = screens.complaints.filter((line) => !/status of (400|401|403|422)/.test(line))
    expect(unexpected).toEqual([])
  })

  it('left no password in the journal', async () => {
    const { hands, people } = screens
    const answer = await fetch(`${hands.origin}/lab/v1/labs/contoso/events?limit=20000`)
    const journal = await answer.text()
    expect(journal).toContain('Reset password (self-service)')
    for (const password of [people.anna.password, people.admin.password, ...passwordsOfTheStory])
      expect(journal).not.toContain(password)
  })
})
