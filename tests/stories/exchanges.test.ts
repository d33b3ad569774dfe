import { afterAll, beforeAll, expect, it } from 'vitest'
import { config } from '#core/contracts/config.ts'
import { type Exchange, exchangesAnswer } from '#core/contracts/exchanges.ts'
import { perform } from '#lab/scenarios/verbs/all.ts'
import { type StartedHost, startHost } from '#lab/start.ts'

/** One reset of a synced user: what went over each wire can be opened afterwards, and nothing secret with it. */
const anyPort = { httpPort: 0, httpsPort: 0, ldapPort: 0, ldapsPort: 0, gcPort: 0 }
const newPassword = 'Juniper-Slate-47!'
const anna = 'anna@contoso.com'
let host: StartedHost
let exchanges: readonly Exchange[]
let correlationId: string

const lab = () => {
  const found = host.labs.get('contoso')
  if (!found) throw new Error('no lab contoso')
  return found
}

const ask = async (id: string, of = 'contoso') => {
  const url = `${host.addresses.http}/lab/v1/labs/${of}/exchanges?correlationId=${id}`
  return exchangesAnswer.parse(await (await fetch(url)).json()).exchanges
}

beforeAll(async () => {
  host = await startHost(config.parse({ ...anyPort, ephemeral: true, world: 'contoso-ready' }))
  await host.createLab({ id: 'evening-class' })
  const { doors } = lab()
  const admin = doors.who('Global Administrator')
  await perform(doors, { verb: 'portal.resetPassword', arguments: { user: anna, newPassword } }, admin)
  const { journal } = lab().lab
  correlationId = journal.events({ type: 'relay.sent' }).at(-1)?.correlationId ?? ''
  exchanges = await ask(correlationId)
})
afterAll(() => host.close())

it('shows the call to Graph, the sealed message and the change in the directory, in the order of their answers', () => {
  const by = (protocol: string) => exchanges.filter((one) => one.protocol === protocol)
  expect(by('https')[0]?.title).toMatch(/^POST \/beta\/users\/.+\/resetPassword$/)
  expect(by('https')[0]?.request).toContain('"newPassword": "••••••"')
  expect(by('relay')[0]).toMatchObject({ place: 'relay', outcome: 'ok' })
  expect(by('relay')[0]?.request).toContain('"ciphertext"')
  const change = by('ldap').find(({ title }) => title.startsWith('modify '))
  expect(change).toMatchObject({ place: 'directory', outcome: '0', refused: false })
  expect(change?.request).toMatch(/replace: unicodePwd\nunicodePwd:: \(\d+ bytes, masked\)/)
})

it('shows no password and no token', () => {
  const text = JSON.stringify(exchanges)
  expect(text).not.toContain(newPassword)
  expect(text).not.toContain(Buffer.from(`"${newPassword}"`, 'utf16le').toString('base64'))
  expect(text).not.toMatch(/eyJ[\w-]+\./)
})

it('shows them to their own lab only', async () => {
  expect(await ask(correlationId, 'evening-class')).toEqual([])
})
