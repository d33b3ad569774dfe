import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, noBrowser } from '../support/chromium.ts'
import { type OpenedScreens, openScreens } from './open-screens.ts'
import { seedStory } from './seed-story.ts'

const chromium = findChromium()
const nobody = { userName: '', password: '' }
let screens: OpenedScreens | undefined
let brokenAt: string | undefined

describe.skipIf(chromium === undefined)(chromium ? 'the seed story, by clicking' : noBrowser, () => {
  beforeAll(async () => {
    screens = await openScreens(chromium ?? '')
  }, 120_000)
  afterAll(() => screens?.close())

  it.each(seedStory({ admin: nobody, anna: nobody }).map(({ name }, index) => [name, index] as const))(
    '%s',
    async (name, index) => {
      if (!screens || brokenAt) throw new Error(`not tried: the story broke at "${brokenAt}"`)
      brokenAt = name
      await seedStory(screens.people)[index]?.act(screens.hands)
      brokenAt = undefined
    },
    90_000,
  )

  it('complained of nothing on the console but the refusals of the story', () => {
    const unexpected = screens?.complaints.filter((line) => !/status of (400|401|403|422)/.test(line))
    expect(unexpected).toEqual([])
  })
})
