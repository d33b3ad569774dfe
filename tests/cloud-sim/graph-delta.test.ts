import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

const round = async (link: string, at = cloud) => {
  const value: Record<string, unknown>[] = []
  let json = (await at.graph('GET', link)).json
  while (json['@odata.nextLink'] !== undefined) {
    value.push(...json.value)
    json = (await at.graph('GET', json['@odata.nextLink'])).json
  }
  return { value: [...value, ...json.value], link: json['@odata.deltaLink'] as string }
}

const newGroup = async (name: string, at = cloud): Promise<string> =>
  (
    await at.graph('POST', '/groups', {
      body: { displayName: name, mailEnabled: false, mailNickname: name, securityEnabled: true },
    })
  ).json.id

test('a round that spans pages tells every member change of a group', async () => {
  const first = await newGroup('spanned')
  const anna = await cloud.addUser('delta-anna')
  const begun = await round('/groups/delta')
  const { directory } = cloud.tenant
  await directory.transaction(() => directory.links.add('member', first, anna.id))
  const model = directory.findGroup(first)
  if (model === undefined) throw new Error('the group was made above')
  await directory.transaction(() => {
    for (let i = 0; i < 230; i++)
      directory.putGroup({ ...model, id: cloud.lab.random.guid(), displayName: `filler${i}` })
  })
  const bert = await cloud.addUser('delta-bert')
  await directory.transaction(() => directory.links.add('member', first, bert.id))
  const changes = await round(begun.link)
  const told = changes.value.find(({ id }) => id === first)?.['members@delta'] as { id: string }[]
  expect(told.map(({ id }) => id)).toEqual([anna.id, bert.id])
  expect((await round(changes.link)).value).toEqual([])
})

test('a token older than seven days is gone, and the answer says where to begin again', async () => {
  const { link } = await round('/users/delta?$select=id')
  await cloud.lab.clock.advance(8 * 86_400_000)
  const answer = await cloud.graph('GET', link, { as: await cloud.userToken() })
  expect([answer.status, answer.json.error.code]).toEqual([410, 'syncStateNotFound'])
  expect(answer.headers.get('location')).toBe(`${cloud.origin}/v1.0/users/delta`)
})

test('a delta names ids and nothing else in its filter', async () => {
  const as = await cloud.userToken()
  const answer = await cloud.graph('GET', "/users/delta?$filter=displayName eq 'x'", { as })
  expect([answer.status, answer.json.error.code]).toEqual([400, 'Request_UnsupportedQuery'])
})

test('a token outlives restarts of a lab on disk, an orderly one and a crash, and tells what happened before and since', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'delta-'))
  const open = (name: string) => openCloud('contoso', undefined, { directory: join(folder, name) })
  const pathOf = (link: string) => link.slice(link.indexOf('/v1.0') + '/v1.0'.length)
  try {
    const first = await open('one')
    const early = await first.addUser('early')
    const group = await newGroup('kept', first)
    const [users, groups] = [await round('/users/delta', first), await round('/groups/delta', first)]
    const member = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${early.id}` }
    await first.graph('POST', `/groups/${group}/members/$ref`, { body: member })
    const before = await first.addUser('before')
    await first.close()

    const second = await open('one')
    await second.graph('PATCH', `/users/${early.id}`, { body: { jobTitle: 'Pilot' } })
    await second.graph('DELETE', `/users/${before.id}`)
    const told = await round(pathOf(users.link), second)
    expect(told.value.map(({ id }) => id)).toEqual([early.id, before.id])
    expect(told.value).toMatchObject([{ jobTitle: 'Pilot' }, { '@removed': { reason: 'changed' } }])
    const toldOfGroups = await round(pathOf(groups.link), second)
    expect(toldOfGroups.value).toMatchObject([{ id: group, 'members@delta': [{ id: early.id }] }])
    expect((await round(pathOf(told.link), second)).value).toEqual([])

    // The disk as a power cut would leave it: nobody closed anything.
    const late = await second.addUser('late')
    const isLock = (source: string) => source.endsWith('lock')
    cpSync(join(folder, 'one'), join(folder, 'two'), { recursive: true, filter: (name) => !isLock(name) })
    await second.close()
    const third = await open('two')
    const afterCrash = await round(pathOf(told.link), third)
    expect(afterCrash.value.map(({ id }) => id)).toEqual([late.id])
    await third.lab.clock.advance(8 * 86_400_000)
    const as = await third.userToken()
    expect((await third.graph('GET', pathOf(afterCrash.link), { as })).status).toBe(410)
    await third.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('a token of another lab, and one that was tampered with, end in 410', async () => {
  const as = await cloud.userToken()
  const first = await cloud.graph('GET', '/users/delta?$deltatoken=latest', { as })
  const link: string = first.json['@odata.deltaLink']
  const token = new URL(link).searchParams.get('$deltatoken') ?? ''
  const state = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
  const forged = (change: object) =>
    Buffer.from(JSON.stringify({ ...state, ...change })).toString('base64url')
  for (const bad of [forged({ epoch: 'other' }), forged({ from: state.from + 1e12 }), 'not-a-token'])
    expect((await cloud.graph('GET', `/users/delta?$deltatoken=${bad}`, { as })).status).toBe(410)
  expect((await cloud.graph('GET', `/users/delta?$deltatoken=${token}`, { as })).status).toBe(200)
})
