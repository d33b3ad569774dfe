/** A lab on free ports with the screens in a browser; what the browser complains of is kept. */
import type { Browser } from 'playwright-core'
import { type StartedLab, startLab } from '#lab/start.ts'
import { buildScreens } from '../support/built-screens.ts'
import { openBrowser } from '../support/chromium.ts'
import { Hands } from './hands.ts'
import type { StoryPeople } from './seed-story.ts'

export interface OpenedScreens {
  readonly lab: StartedLab
  readonly browser: Browser
  readonly hands: Hands
  readonly people: StoryPeople
  /** Errors on the console and uncaught ones, oldest first. */
  readonly complaints: string[]
  close(): Promise<void>
}

export async function openScreens(
  chromium: string,
  viewport = { width: 1280, height: 720 },
  world = 'contoso',
): Promise<OpenedScreens> {
  await buildScreens()
  const lab = await startLab({ world })
  const browser = await openBrowser(chromium)
  const page = await browser.newPage({ viewport })
  page.setDefaultTimeout(15_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`)
  })
  return {
    lab,
    browser,
    hands: new Hands(page, new URL(lab.info.portal).origin),
    people: { admin: account(lab, 'admin@contoso.com'), anna: account(lab, 'anna@contoso.com') },
    complaints,
    close: async () => {
      await browser.close()
      await lab.close()
    },
  }
}

function account(lab: StartedLab, userName: string) {
  const found = lab.info.accounts.find(({ upn }) => upn === userName)
  if (!found) throw new Error(`the world has no ${userName}`)
  return { userName, password: found.password }
}
