/** A browser against the lab's own sign-in page; `playwright-core` drives the Chromium that is installed. */
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
// In your own project: import { startLab } from 'hybrid-identity-lab'
import { type StartedLab, startLab } from '../../lab/start.ts'

const executablePath = process.env.HYBRIDLAB_CHROMIUM
let lab: StartedLab
let browser: Browser

beforeAll(async () => {
  if (executablePath === undefined) return
  lab = await startLab()
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await lab?.close()
})

it.skipIf(executablePath === undefined)(
  'shows the lab’s screens and calls its Graph',
  async () => {
    const page = await browser.newPage({ ignoreHTTPSErrors: true })
    await page.goto(`${lab.control}/flow`)
    expect(await page.title()).not.toBe('')
    const answer = await page.request.get(`${lab.info.graph}/users`)
    expect(answer.status()).toBe(401)
  },
  60_000,
)
