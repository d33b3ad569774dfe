import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

const round = async (link: string) => {
  const value: Record<string, unknown>[] = []
  let json = (await cloud.graph('GET', link)).json
  while (json['@odata.nextLink'] !== undefined) {
    value.push(...json.value)
    json = (await cloud.graph('GET', json['@odata.nextLink'])).json
  }
  return { value: [...value, ...json.value], link: json['@odata.deltaLink'] as string }
}

const newGroup = async (name: string): Promise<string> =>
  (
    await cloud.graph('POST', '/groups', {
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
