import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './support/browser.ts'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

const authorize = () =>
  `${cloud.origin}/${cloud.lab.tenantId}/oauth2/v2.0/authorize?${new URLSearchParams({ client_id: cloud.app.daemon, response_type: 'code', redirect_uri: 'http://localhost:3000/callback', scope: 'openid' })}`

async function pageFor(choices: Record<string, string>) {
  const browser = openBrowser(cloud)
  for (const [name, value] of Object.entries(choices)) browser.cookies.set(name, value)
  return (await browser.go(authorize())).html
}

test.each(['light', 'dark', 'projector'])(
  'a reader who chose the theme %s gets pages in it',
  async (theme) => {
    expect(await pageFor({ 'hybridlab.theme': theme })).toContain(`<html lang="en" data-theme="${theme}">`)
  },
)

test('without a choice, and with one that there is not, the pages follow the reader’s system', async () => {
  for (const choices of [{}, { 'hybridlab.theme': '"><script>alert(1)</script>' }]) {
    const html = await pageFor(choices)
    expect(html).toContain('<html lang="en">')
    expect(html).toContain('prefers-color-scheme:dark')
    expect(html).not.toContain('alert(1)')
  }
})

test('language and theme are chosen apart', async () => {
  const html = await pageFor({ 'hybridlab.language': 'de', 'hybridlab.theme': 'dark' })
  expect(html).toContain('<html lang="de" data-theme="dark">')
  expect(html).toContain('Anmelden')
})
