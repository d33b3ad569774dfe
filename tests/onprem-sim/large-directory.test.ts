import { Attribute, Change } from 'ldapts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bindRequest, searchRequest } from '#tests/bench/ldap-load.ts'
import { listenTo, withId } from './raw-client.ts'
import {
  administrator,
  administratorPassword,
  base,
  quoted,
  type RunningDirectory,
  startDirectory,
} from './running-directory.ts'

const members = 6_000
const everyone = `CN=Everyone,OU=People,${base}`
const person = (at: number, container = 'People') => `CN=Person ${at},OU=${container},${base}`

let world: RunningDirectory
beforeAll(async () => {
  world = await startDirectory()
  const client = await world.bound()
  await client.add(`OU=People,${base}`, { objectClass: 'organizationalUnit' })
  await world.directory.addUsersInBulk(
    Array.from({ length: members }, (_, at) => ({
      parent: `OU=People,${base}`,
      sAMAccountName: `person${at}`,
      name: `Person ${at}`,
      password: 'Lantern-Moss-42!',
    })),
  )
  await client.add(everyone, { objectClass: 'group', sAMAccountName: 'Everyone' })
  const all = Array.from({ length: members - 1 }, (_, at) => person(at))
  await client.modify(everyone, change('add', 'member', all))
}, 120_000)
afterAll(() => world.close())

const change = (operation: 'add' | 'delete' | 'replace', type: string, values: string[]) =>
  new Change({ operation, modification: new Attribute({ type, values }) })

/** How many records of each collection an operation put. */
async function recordsPutBy(work: () => Promise<void>): Promise<Record<string, number>> {
  const put: Record<string, number> = {}
  const stops = ['directory.objects', 'directory.links', 'directory.secrets', 'directory.logons'].map(
    (name) => {
      let starting = true
      const stop = world.lab.store.collection(name).watch(() => {
        if (!starting) put[name] = (put[name] ?? 0) + 1
      })
      starting = false
      return stop
    },
  )
  await work()
  for (const stop of stops) stop()
  return put
}

it('adds one member to a large group by writing the group and that one link', async () => {
  const client = await world.bound()
  const put = await recordsPutBy(() =>
    client.modify(everyone, change('add', 'member', [person(members - 1)])),
  )
  expect(put).toEqual({ 'directory.objects': 1, 'directory.links': 1 })
})

it('gives the members of a large group in ranges, each once', async () => {
  const client = await world.bound()
  const found = new Set<string>()
  for (let from = 0; ; ) {
    const { searchEntries } = await client.search(everyone, {
      scope: 'base',
      attributes: [`member;range=${from}-*`],
    })
    const [name = '', values = []] =
      Object.entries(searchEntries[0] ?? {}).find(([key]) => key.startsWith('member;')) ?? []
    for (const value of [values].flat()) found.add(String(value))
    if (name.endsWith('-*')) break
    expect(name).toBe(`member;range=${from}-${from + 1499}`)
    from += 1500
  }
  expect(found.size).toBe(members)
})

it('renames a container of thousands by writing the container alone', async () => {
  const client = await world.bound()
  const put = await recordsPutBy(() => client.modifyDN(`OU=People,${base}`, 'OU=Persons'))
  expect(put).toEqual({ 'directory.objects': 1 })
  const { searchEntries } = await client.search(person(17, 'Persons'), {
    scope: 'base',
    attributes: ['memberOf'],
  })
  expect(searchEntries[0]?.memberOf).toBe(`CN=Everyone,OU=Persons,${base}`)
  await expect(client.search(person(17), { scope: 'base' })).rejects.toThrow()
  await client.modifyDN(`OU=Persons,${base}`, 'OU=People')
})

it('finds by the beginning of a name whether its index is in order yet or not', async () => {
  const client = await world.bound()
  const find = async () => {
    const filter = '(&(objectCategory=person)(displayName=late*))'
    const { searchEntries } = await client.search(base, { filter, attributes: ['displayName'] })
    return searchEntries.map(({ displayName }) => displayName).sort()
  }
  expect(await find()).toEqual([])
  await client.modify(person(5), change('replace', 'displayName', ['Late Arrival']))
  expect(await find()).toEqual(['Late Arrival'])
  const byAccount = async (prefix: string) => {
    const { searchEntries } = await client.search(base, {
      filter: `(sAMAccountName=${prefix}*)`,
      attributes: ['cn'],
    })
    return searchEntries.length
  }
  const counts = [await byAccount('person599'), await byAccount('person599'), await byAccount('person599')]
  expect(counts).toEqual([11, 11, 11])
  await client.modify(person(5), change('delete', 'displayName', []))
  expect(await find()).toEqual([])
})

it('sorts more than one slice of entries and pages through them in order', async () => {
  const client = await world.bound()
  const { ServerSideSortingRequestControl } = await import('ldapts')
  const sort = new ServerSideSortingRequestControl({
    value: { attributeType: 'sAMAccountName', reverseOrder: true },
  })
  const names: string[] = []
  const options = {
    filter: '(objectCategory=person)',
    attributes: ['sAMAccountName'],
    paged: { pageSize: 500 },
  }
  for await (const { searchEntries } of client.searchPaginated(`OU=People,${base}`, options, [sort]))
    for (const { sAMAccountName } of searchEntries) names.push(String(sAMAccountName))
  expect(names).toHaveLength(members)
  expect(names).toEqual([...names].sort().reverse())
})

it('lets eight clients set one password at once: the last one counts, and no other', async () => {
  const clients = await Promise.all(Array.from({ length: 8 }, () => world.bound()))
  const passwords = clients.map((_, at) => `Granite-${'abcdefgh'[at]}-Shore!`)
  const order: string[] = []
  await Promise.all(
    clients.map(async (client, at) => {
      const password = passwords[at] ?? ''
      const modification = new Attribute({ type: 'unicodePwd', values: [quoted(password)] })
      await client.modify(person(9), new Change({ operation: 'replace', modification }))
      order.push(password)
    }),
  )
  expect(order).toHaveLength(8)
  const accepted: string[] = []
  for (const password of [...passwords, 'Lantern-Moss-42!']) {
    const client = world.open()
    if (
      await client.bind(person(9), password).then(
        () => true,
        () => false,
      )
    )
      accepted.push(password)
  }
  expect(accepted).toHaveLength(1)
  expect(passwords).toContain(accepted[0])
})

it('gives a large value back whole; one larger than the schema allows changes nothing', async () => {
  const client = await world.bound()
  const picture = Buffer.alloc(2 << 20, 7)
  const modification = new Attribute({ type: 'thumbnailPhoto', values: [picture.subarray(0, 90_000)] })
  await client.modify(person(3), new Change({ operation: 'replace', modification }))
  const { searchEntries } = await client.search(person(3), {
    scope: 'base',
    attributes: ['thumbnailPhoto'],
    explicitBufferAttributes: ['thumbnailPhoto'],
  })
  expect(searchEntries[0]?.thumbnailPhoto).toHaveLength(90_000)
  const tooLarge = new Attribute({ type: 'thumbnailPhoto', values: [picture] })
  await expect(
    client.modify(person(3), new Change({ operation: 'replace', modification: tooLarge })),
  ).rejects.toThrow()
  const after = await client.search(person(3), {
    scope: 'base',
    attributes: ['thumbnailPhoto'],
    explicitBufferAttributes: ['thumbnailPhoto'],
  })
  expect(after.searchEntries[0]?.thumbnailPhoto).toHaveLength(90_000)
})

/** The same search with a second's time. */
function withinASecond(request: Buffer): Buffer {
  const copy = Buffer.from(request)
  copy[copy.indexOf(Buffer.from('020100020100', 'hex')) + 5] = 1
  return copy
}

it('ends a search whose time is up with what was found so far, and serves the connection further', async () => {
  const socket = await world.raw()
  const answers = listenTo(socket)
  socket.write(withId(bindRequest(administrator, administratorPassword), 1))
  await answers.has(1)
  const page = searchRequest(base, 2, 'objectClass', 'user', [], 1000)
  const searches = Array.from({ length: 40 }, (_, at) => withId(withinASecond(page), 2 + at))
  socket.pause()
  socket.write(Buffer.concat(searches))
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  socket.resume()
  while (answers.results().length < 41) await answers.has(answers.received.length + 1)
  const late = answers.results().filter(({ code }) => code === 3)
  expect(late.length).toBeGreaterThan(0)
  expect(answers.results().every(({ code }) => code === 3 || code === 0)).toBe(true)
  const entriesOf = (id: number | undefined) =>
    answers.received.filter((one) => one.id === id && one.code === undefined).length
  expect(entriesOf(late[0]?.id)).toBeGreaterThan(0)
  expect(entriesOf(late[0]?.id)).toBeLessThan(1000)
  socket.destroy()
})
