import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type StartedLab, startLab } from '#lab/start.ts'
import { findChromium, openBrowser } from '../support/chromium.ts'
import { accountOf, appOf } from './lab-facts.ts'

const executable = findChromium()

const html = '<!doctype html><title>spa</title><body><script src="/app.js"></script></body>'

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./msal-browser/application.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
  })
  return outputFiles[0]?.text ?? ''
}

// A real browser: without one this file is skipped, by name.
describe.skipIf(executable === undefined)('@azure/msal-browser in Chromium', () => {
  let lab: StartedLab
  let server: Server
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let origin: string
  const scopes = ['User.Read']

  beforeAll(async () => {
    lab = await startLab()
    const script = await bundle()
    server = createServer((request, response) => {
      const isScript = request.url === '/app.js'
      response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html')
      response.end(isScript ? script : html)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    origin = `http://localhost:${typeof address === 'object' ? address?.port : ''}/`
    browser = await openBrowser(executable ?? '')
  })
  afterAll(async () => {
    await browser.close()
    server.close()
    await lab.close()
  })
  beforeEach(async () => {
    context = await browser.newContext({ ignoreHTTPSErrors: true })
    page = await context.newPage()
    await start(page)
    return () => context.close()
  })

  /** Loads the application and starts it; after a redirect it starts on the page that it came back to. */
  async function start(on: Page, url = origin): Promise<void> {
    if (on.url() !== url) await on.goto(url)
    await on.evaluate(`window.start(${JSON.stringify(auth())})`)
  }
  const auth = () => ({
    clientId: appOf(lab, 'spa').clientId,
    authority: lab.info.authority,
    knownAuthorities: [new URL(lab.info.authority).host],
    redirectUri: origin,
  })
  async function signIn(on: Page): Promise<void> {
    const { upn, password } = accountOf(lab, 'Global Administrator')
    await on.locator('input[name=loginfmt]').fill(upn)
    await on.locator('#idSIButton9').click()
    await on.locator('input[name=passwd]').fill(password)
    await on.locator('#idSIButton9').click()
    await on.locator('#idBtn_Back').click()
  }
  const silent = (more: object = {}) =>
    page.evaluate<{ fromCache: boolean; accessToken: string }>(
      `window.app.acquireTokenSilent(${JSON.stringify({ scopes, ...more })})`,
    )

  it('signs in through a redirect, then renews silently with its refresh token', async () => {
    await page.evaluate(`void window.app.loginRedirect(${JSON.stringify({ scopes })})`)
    await page.waitForURL(/oauth2\/v2\.0\/authorize/)
    await signIn(page)
    await page.waitForURL((url) => url.href.startsWith(origin))
    await start(page, page.url())
    expect(await page.evaluate('window.returned.account.username')).toBe(
      accountOf(lab, 'Global Administrator').upn,
    )
    await page.evaluate('window.app.setActiveAccount(window.returned.account)')
    expect((await silent()).fromCache).toBe(true)
    const first = await silent({ forceRefresh: true })
    const second = await silent({ forceRefresh: true })
    expect(first.fromCache).toBe(false)
    expect(second.accessToken).not.toBe(first.accessToken)
    const status = await page.evaluate(
      `fetch(${JSON.stringify(`${lab.info.graph}/me`)}, { headers: { authorization: 'Bearer ' + ${JSON.stringify(second.accessToken)} } }).then((answer) => answer.status)`,
    )
    expect(status).toBe(200)
  })

  it('signs in through a popup, and the next page of the same person without asking', async () => {
    const popup = context.waitForEvent('page')
    const done = page.evaluate<string>(
      `window.app.loginPopup(${JSON.stringify({ scopes })}).then(({ account }) => account.username)`,
    )
    const { upn } = accountOf(lab, 'Global Administrator')
    await signIn(await popup)
    expect(await done).toBe(upn)
    await page.evaluate('localStorage.clear(), sessionStorage.clear()')
    await page.reload()
    await start(page, page.url())
    // At the top, not in a frame: browsers keep the cookies of other sites from frames.
    await page.evaluate(
      `void window.app.loginRedirect(${JSON.stringify({ scopes, loginHint: upn, prompt: 'none' })})`,
    )
    await page.waitForURL((url) => url.href.startsWith(origin) && url.hash.includes('code='))
    await start(page, page.url())
    expect(await page.evaluate('window.returned.account.username')).toBe(upn)
  })

  it('nobody signed in: a silent sign-in says that interaction is required', async () => {
    const refusal = await page.evaluate<string>(
      `window.app.ssoSilent(${JSON.stringify({ scopes, loginHint: 'anna@contoso.com' })}).then(() => 'signed in', (error) => error.name + ' ' + error.errorCode)`,
    )
    expect(refusal).toBe('InteractionRequiredAuthError login_required')
  })
})
