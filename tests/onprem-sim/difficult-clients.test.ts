import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bindRequest, searchRequest } from '#tests/bench/ldap-load.ts'
import { element } from './ntlm-client.ts'
import { listenTo, withControls, withId } from './raw-client.ts'
import {
  administrator,
  administratorPassword,
  base,
  type RunningDirectory,
  startDirectory,
} from './running-directory.ts'

/** A shorter patience with slow readers than Windows has, so that a test can wait for its end. */
const limits = { unreadMs: 2_000 }
const people = 3_000

let world: RunningDirectory
beforeAll(async () => {
  world = await startDirectory({ limits })
  await world.directory.addUsersInBulk(
    Array.from({ length: people }, (_, at) => ({
      parent: `CN=Users,${base}`,
      sAMAccountName: `person${at}`,
      name: `Person ${at}`,
      attributes: { description: 'x'.repeat(1000) },
    })),
  )
}, 60_000)
afterAll(() => world.close())

const bind = withId(bindRequest(administrator, administratorPassword), 1)
const everybody = (id: number, page = 1000) =>
  withId(searchRequest(base, 2, 'objectClass', 'user', [], page), id)
const nobody = (id: number) => withId(searchRequest(base, 2, 'info', 'nobody has this', ['cn']), id)
const abandon = (id: number, target: number) => Buffer.from([0x30, 6, 2, 1, id, 0x50, 1, target])
const unbind = (id: number) => Buffer.from([0x30, 5, 2, 1, id, 0x42, 0])
const startTls = (id: number) =>
  Buffer.concat([
    Buffer.from([0x30, 29, 2, 1, id, 0x77, 24, 0x80, 22]),
    Buffer.from('1.3.6.1.4.1.1466.20037', 'latin1'),
  ])

async function open(where = world) {
  const socket = await where.raw()
  socket.removeAllListeners('error')
  socket.on('error', () => undefined)
  const answers = listenTo(socket)
  socket.write(bind)
  await answers.has(1)
  return { socket, answers }
}

const othersAreServed = async () => {
  const client = world.open('ldap')
  await client.bind(administrator, administratorPassword)
  await client.unbind()
}
it('answers requests that come in one piece, each under its own id', async () => {
  const { socket, answers } = await open()
  const ids = Array.from({ length: 100 }, (_, at) => at + 2)
  socket.write(
    Buffer.concat(ids.map((id) => withId(searchRequest(base, 0, 'objectClass', undefined, ['cn']), id))),
  )
  await answers.has(1 + 2 * ids.length)
  const done = answers.results().slice(1)
  expect(done.map(({ id }) => id)).toEqual(ids)
  expect(done.every(({ code }) => code === 0)).toBe(true)
  socket.destroy()
})

it('reads a request that drips in byte by byte', async () => {
  const { socket, answers } = await open()
  for (const byte of nobody(2)) {
    socket.write(Buffer.from([byte]))
    await new Promise(setImmediate)
  }
  await answers.has(2)
  expect(answers.results().at(-1)).toMatchObject({ id: 2, tag: 0x65, code: 0 })
  socket.destroy()
})

it('closes on a request that never becomes whole', async () => {
  const impatient = await startDirectory({ limits: { receiveMs: 1_500 } })
  const { socket, answers } = await open(impatient)
  const drip = setInterval(() => socket.write(Buffer.from([0x04])), 50)
  socket.write(Buffer.from([0x30, 0x82, 0x10, 0x00]))
  await answers.closed
  clearInterval(drip)
  expect(answers.received).toHaveLength(1)
  await impatient.close()
  await othersAreServed()
})

it('tells an idle connection that it closes', async () => {
  const impatient = await startDirectory({ limits: { idleMs: 1_500 } })
  const { answers } = await open(impatient)
  await answers.closed
  // Notice of Disconnection: message id 0 (RFC 4511 4.4.1).
  expect(answers.received.at(-1)).toEqual({ id: 0, tag: 0x78, code: 52 })
  await impatient.close()
})

it('answers what was asked before the client closed its side', async () => {
  const { socket, answers } = await open()
  socket.end(Buffer.concat([nobody(2), everybody(3)]))
  await answers.closed
  expect(
    answers
      .results()
      .map(({ id }) => id)
      .sort(),
  ).toEqual([1, 2, 3])
})

it('stops an abandoned search without an answer, and goes on with the next', async () => {
  const { socket, answers } = await open()
  socket.write(Buffer.concat([everybody(2), abandon(3, 2), nobody(4)]))
  await answers.has(2)
  while (answers.results().every(({ id }) => id !== 4)) await answers.has(answers.received.length + 1)
  expect(answers.results().some(({ id }) => id === 2)).toBe(false)
  expect(answers.received.filter(({ tag }) => tag === 0x64).length).toBeLessThan(1000)
  socket.destroy()
})

const integer = (value: number) => element(0x02, Buffer.from([value]))
const text = (value: string) => element(0x04, Buffer.from(value))
const sortedView = [
  { oid: '1.2.840.113556.1.4.473', value: element(0x30, element(0x30, text('cn'))) },
  {
    oid: '2.16.840.1.113730.3.4.9',
    value: element(0x30, integer(0), integer(9), element(0xa0, integer(1), integer(0))),
  },
]
const dirSync = [{ oid: '1.2.840.113556.1.4.841', value: element(0x30, integer(0), integer(0), text('')) }]

it.each([
  ['sorted view', sortedView],
  ['DirSync', dirSync],
])(
  'forgets an abandoned %s: the next request and a new bind are answered, and nothing of it comes after',
  async (_, controls) => {
    const { socket, answers } = await open()
    socket.write(withId(withControls(searchRequest(base, 2, 'objectClass', 'user', ['cn']), ...controls), 2))
    await new Promise((resolve) => setImmediate(resolve))
    socket.write(Buffer.concat([abandon(3, 2), nobody(4), withId(bind, 5)]))
    while (answers.results().every(({ id }) => id !== 5)) await answers.has(answers.received.length + 1)
    expect(answers.results().map(({ id }) => id)).toContain(4)
    await othersAreServed()
    expect(answers.received.at(-1)).toMatchObject({ id: 5, code: 0 })
    socket.destroy()
  },
)

it('ends with an unbind in the middle of a search', async () => {
  const { socket, answers } = await open()
  socket.write(Buffer.concat([everybody(2), unbind(3)]))
  await answers.closed
  expect(answers.results().map(({ id }) => id)).toEqual([1])
  await othersAreServed()
})

it('ends a change notification when the client binds again', async () => {
  const { socket, answers } = await open()
  const client = await world.bound()
  socket.write(Buffer.concat([notification(2), withId(bind, 3)]))
  await answers.has(2)
  expect(answers.results().map(({ id }) => id)).toEqual([1, 3])
  await client.unbind()
  socket.destroy()
})

/** Control 1.2.840.113556.1.4.528 on `(objectClass=*)` at the base. */
function notification(id: number): Buffer {
  const search = searchRequest(base, 2, 'objectClass', undefined, ['cn'])
  const oid = Buffer.from('1.2.840.113556.1.4.528', 'latin1')
  const control = Buffer.concat([
    Buffer.from([0xa0, oid.length + 7, 0x30, oid.length + 5, 0x04, oid.length]),
    oid,
    Buffer.from([0x01, 0x01, 0xff]),
  ])
  const content = Buffer.concat([search.subarray(2), control])
  return withId(Buffer.concat([Buffer.from([0x30, content.length]), content]), id)
}

it('waits with StartTLS for what runs, drops what came behind it in clear, and refuses it twice', async () => {
  const { socket, answers } = await open()
  socket.write(Buffer.concat([everybody(2), startTls(3), nobody(4)]))
  while (answers.results().every(({ id }) => id !== 3)) await answers.has(answers.received.length + 1)
  expect(answers.results().map(({ id, code }) => [id, code])).toEqual([
    [1, 0],
    [2, 0],
    [3, 0],
  ])
  socket.removeAllListeners('data')
  const secured = connectTls({ socket, rejectUnauthorized: false })
  await new Promise((resolve) => secured.once('secureConnect', resolve))
  const inside = listenTo(secured)
  secured.write(Buffer.concat([startTls(5), nobody(6)]))
  while (inside.results().length < 2) await inside.has(inside.received.length + 1)
  expect(inside.results().map(({ id, code }) => [id, code])).toEqual([
    [5, 1],
    [6, 0],
  ])
  secured.destroy()
})

it('keeps the page of one connection from another', async () => {
  const first = await world.bound()
  const second = await world.bound()
  const page = await first
    .searchPaginated(base, { filter: '(objectClass=user)', paged: { pageSize: 10 } })
    .next()
  expect(page.value?.searchEntries).toHaveLength(10)
  const answer = second.search(base, { filter: '(objectClass=user)' }, [
    new (await import('ldapts')).PagedResultsControl({
      value: { size: 10, cookie: Buffer.from('P1', 'latin1') },
    }),
  ])
  await expect(answer).rejects.toThrow()
  await othersAreServed()
})

it('lets one address hold only so many connections', async () => {
  const other = await startDirectory({ limits: { perAddress: 10 } })
  const sockets = await Promise.all(Array.from({ length: 30 }, () => other.raw()))
  let closed = 0
  await new Promise<void>((resolve) => {
    for (const socket of sockets) {
      socket.on('error', () => undefined)
      socket.on('close', () => {
        closed += 1
        if (closed === 20) resolve()
      })
      socket.resume()
    }
  })
  const stranger = other.open('ldap')
  await expect(stranger.bind(administrator, administratorPassword)).rejects.toThrow()
  const left = sockets.filter((socket) => !socket.destroyed)
  expect(left).toHaveLength(10)
  const [first] = left
  if (first === undefined) throw new Error('nobody is left')
  const answers = listenTo(first)
  first.write(bind)
  await answers.has(1)
  expect(answers.results()).toEqual([{ id: 1, tag: 0x61, code: 0 }])
  for (const socket of left) socket.destroy()
  await other.close()
})

it('holds little for a reader that stops reading, serves the others, and cuts it off in the end', async () => {
  const { socket } = await open()
  socket.pause()
  global.gc?.()
  const before = process.memoryUsage().arrayBuffers
  socket.write(Buffer.concat(Array.from({ length: 60 }, (_, at) => everybody(at + 2))))
  for (let round = 0; round < 20; round += 1) await othersAreServed()
  // 60 pages of a MiB and more were asked for.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 << 20)
  await new Promise((resolve) => setTimeout(resolve, limits.unreadMs + 200))
  const cutOff = new Promise((resolve) => socket.on('close', resolve))
  socket.resume()
  await cutOff
  await othersAreServed()
})

it('lets eight clients change one account at once and loses none of the values', async () => {
  const clients = await Promise.all(Array.from({ length: 8 }, () => world.bound()))
  const { Attribute, Change } = await import('ldapts')
  const dn = `CN=Person 1,CN=Users,${base}`
  const add = (value: string) =>
    new Change({ operation: 'add', modification: new Attribute({ type: 'otherTelephone', values: [value] }) })
  await Promise.all(
    clients.flatMap((client, at) =>
      Array.from({ length: 10 }, (_, n) => client.modify(dn, add(`${at}-${n}`))),
    ),
  )
  const { searchEntries } = await (await world.bound()).search(dn, {
    scope: 'base',
    attributes: ['otherTelephone'],
  })
  expect(new Set(searchEntries[0]?.otherTelephone as string[]).size).toBe(80)
})

it.each(['TLSv1.2', 'TLSv1.3'] as const)('speaks %s where it may', async (version) => {
  const other = await startDirectory({ maxVersion: version })
  const client = await other.bound()
  const { searchEntries } = await client.search('', { scope: 'base' })
  expect(searchEntries).toHaveLength(1)
  const socket = connectTls({
    host: '127.0.0.1',
    port: other.directory.ports.ldaps,
    rejectUnauthorized: false,
  })
  await new Promise((resolve) => socket.once('secureConnect', resolve))
  expect(socket.getProtocol()).toBe(version)
  socket.destroy()
  await other.close()
})
