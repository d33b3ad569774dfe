import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { families } from '#core/codes/document.ts'
import { findChromium, noBrowser } from '../support/chromium.ts'
import { barriersOn } from './accessibility.ts'
import { type OpenedScreens, openScreens } from './open-screens.ts'

const chromium = findChromium()
const built = new URL('../../ui/dist/', import.meta.url).pathname
let screens: OpenedScreens

const search = (): Locator => screens.hands.page.getByRole('searchbox', { name: /^Search places/ })
const pathNow = (): string => {
  const { pathname, hash } = new URL(screens.hands.page.url())
  return pathname + hash
}

/** Signs in with a wrong password, through the front door: a flow with a refusal. */
async function failSignIn(): Promise<void> {
  const { hands, lab, people } = screens
  const { pathname } = new URL(lab.info.authority)
  const answer = await fetch(`${hands.origin}${pathname}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: lab.info.apps.find(({ name }) => name === 'public')?.clientId ?? '',
      scope: 'openid',
      username: people.anna.userName,
      password: 'not-this-one',
    }),
  })
  expect(answer.status).toBe(400)
}

describe.skipIf(chromium === undefined)(chromium ? 'the shell and its documentation' : noBrowser, () => {
  beforeAll(async () => {
    screens = await openScreens(chromium ?? '')
    await screens.hands.goTo('/docs')
  }, 180_000)
  afterAll(() => screens?.close())

  it('needs less than 200 kB, compressed, for its first view', async () => {
    const { hands, browser } = screens
    const page = await browser.newPage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.goto(hands.origin)
    await page.locator('iframe[title="Sign in to the portal"]').waitFor()
    await page.close()
    const files = [...new Set(asked)].filter((path) => path.startsWith('/assets/'))
    const sizes = files.map((path) => gzipSync(readFileSync(join(built, path))).length)
    const sum = sizes.reduce((all, size) => all + size, 0)
    expect(files.length).toBeGreaterThan(5)
    expect(sum).toBeLessThan(200_000)
  })

  it('opens Users and Computers without the schema, which only the attribute editor and the permissions read', () => {
    const files = readdirSync(join(built, 'assets'))
    const textOf = (name: string) =>
      readFileSync(
        join(
          built,
          'assets',
          files.find((file) => file.startsWith(`${name}-`) && file.endsWith('.js')) ?? '',
        ),
        'utf8',
      )
    const console = textOf('UsersAndComputers')
    expect(console.length).toBeLessThan(100_000)
    expect(console).not.toMatch(/from"\.\/base-schema-/)
    for (const page of ['AttributeEditor', 'SecurityPage'])
      expect(textOf(page)).toMatch(/from"\.\/base-schema-/)
  })

  it('renders a page, with its headings as links and what is to be typed to copy', async () => {
    const { hands } = screens
    const article = hands.left.getByRole('article', { name: 'Getting started' })
    await article.getByRole('heading', { level: 1, name: 'Getting started' }).waitFor()
    await article.getByRole('button', { name: 'Copy these lines' }).first().waitFor()
    const contents = hands.left.getByRole('navigation', { name: 'Documentation' })
    await contents.getByRole('link', { name: 'Starting over, and other ways to start' }).click()
    expect(pathNow()).toBe('/docs/getting-started#starting-over-and-other-ways-to-start')
    expect(await barriersOn(hands.page)).toEqual([])
  })

  it('follows a link from one page to another', async () => {
    const { hands } = screens
    await hands.left.getByRole('article').getByRole('link', { name: 'clients', exact: true }).click()
    await hands.left.getByRole('heading', { level: 1, name: 'Pointing real clients at a lab' }).waitFor()
    expect(pathNow()).toBe('/docs/clients')
  })

  it('finds an entry of the catalogue by its code, and by the code of the page', async () => {
    const { hands } = screens
    for (const code of ['WritebackNotEnabled', 'SSPR_0010']) {
      await hands.goTo(`/docs/codes#${code}`)
      const entry = hands.left.getByRole('listitem').filter({ hasText: 'WritebackNotEnabled' }).first()
      await entry.waitFor()
      await expect.poll(() => entry.getAttribute('data-target')).toBe('')
    }
    const codes = families.flatMap(({ entries }) => Object.keys(entries))
    const missing = await hands.left.evaluate(
      (side, names) => names.filter((name) => !side.querySelector(`#${CSS.escape(name)}`)),
      codes,
    )
    expect(codes.length).toBeGreaterThan(200)
    expect(missing).toEqual([])
    await hands.goTo('/docs/codes#NoSuchCode')
    await hands.left.getByText('The catalogue has no entry for NoSuchCode.').waitFor()
  })

  it('finds documents, objects of the domain and actions by the search', async () => {
    const { hands } = screens
    await hands.page.keyboard.press('Control+k')
    await search().fill('SSPR_0010')
    await hands.page
      .getByRole('dialog')
      .getByRole('link', { name: /WritebackNotEnabled/ })
      .click()
    expect(pathNow()).toBe('/docs/codes#WritebackNotEnabled')
    await hands.page.keyboard.press('Control+k')
    await search().fill('anna')
    await hands.page
      .getByRole('dialog')
      .getByRole('link', { name: /OU=Sales/ })
      .click()
    await hands.left.getByRole('heading', { name: 'Anna Berg' }).waitFor()
    await hands.page.keyboard.press('Control+k')
    await search().fill('freeze')
    await hands.page
      .getByRole('dialog')
      .getByRole('button', { name: /Freeze the clock/ })
      .click()
    await hands.page.getByRole('button', { name: /^Lab clock: .*, frozen$/ }).waitFor()
  })

  it('tells its keys on a question mark, and goes to places by them', async () => {
    const { hands } = screens
    await hands.page.keyboard.press('?')
    const sheet = hands.page.getByRole('dialog', { name: 'Keyboard' })
    await sheet.getByText('The places of the rail, from the top').waitFor()
    expect(await barriersOn(hands.page)).toEqual([])
    await hands.page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    await hands.page.keyboard.press('Alt+3')
    await hands.left.getByRole('heading', { name: 'DC01', exact: true }).waitFor()
    await hands.page.keyboard.press('Alt+2')
    await hands.left.getByRole('heading', { name: 'CONNECT01', exact: true }).waitFor()
  })

  it('opens the raw request of a step, at a URL, and leads from its code to the catalogue', async () => {
    const { hands } = screens
    await failSignIn()
    await hands.goTo('/flow')
    const refused = hands.left.getByRole('listitem').filter({ hasText: 'refused here' })
    await refused.getByRole('button').first().click()
    const record = hands.page.getByRole('dialog')
    await record.getByText('Request', { exact: true }).waitFor()
    expect(new URL(hands.page.url()).searchParams.has('event')).toBe(true)
    expect(await record.textContent()).not.toContain('not-this-one')
    expect(await barriersOn(hands.page)).toEqual([])
    await hands.page.reload()
    await record.getByText('Recorded in the journal').waitFor()
    await hands.page.keyboard.press('Escape')
    await refused.getByRole('link', { name: /^AADSTS/ }).click()
    await hands.right.getByRole('article', { name: 'Catalogue of codes' }).waitFor()
  })

  it('draws a fault that waits between the parts that it strikes', async () => {
    const { hands } = screens
    await hands.goTo('/flow')
    const inTheWay = hands.left.getByRole('list', { name: 'In the way' })
    expect(await inTheWay.count()).toBe(0)
    await fetch(`${hands.origin}/lab/v1/labs/contoso/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ match: { operation: 'relay.deliver' }, effect: { drop: true }, phase: 'after' }),
    })
    await inTheWay.getByText('relay.deliver: answer lost').waitFor()
    await fetch(`${hands.origin}/lab/v1/labs/contoso/faults`, { method: 'DELETE' })
    await inTheWay.waitFor({ state: 'detached' })
    expect(screens.complaints).toEqual([])
  })
})
