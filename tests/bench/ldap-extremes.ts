/** What one client must not do to the others: how long a bind takes meanwhile, how long nobody is served, what memory stays. */
import { connect, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { Client } from 'ldapts'
import { administratorPassword, newPassword } from './ldap-kinds.ts'
import { ask, bindRequest, open, quantile, replaceRequest, searchRequest } from './ldap-load.ts'
import { atMost, type ResultRow } from './result-rows.ts'
import type { RunningController } from './running-controller.ts'

const milliseconds = (since: bigint): number => Number(process.hrtime.bigint() - since) / 1e6
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** A bind takes no longer than this while others read nothing of what they asked for, ms. */
const deafGoal = 50

export async function measureExtremes(controller: RunningController, users: number): Promise<ResultRow[]> {
  return [
    await passwordLatency(controller, users),
    await renameContainer(controller),
    await during(controller, 'an unindexed search', () => unindexedSearches(controller, users)),
    await during(controller, '1,000 idle clients', () => idleClients(controller)),
    await during(controller, '4,000 mutated packets', () => mutatedPackets(controller)),
    await during(controller, '20 deaf readers', () => deafReaders(controller, users), deafGoal),
  ]
}

/** Binds all the while the disturbance lasts, each on a new connection. */
async function during(
  controller: RunningController,
  name: string,
  disturb: () => Promise<() => void>,
  goal?: number,
): Promise<ResultRow> {
  const { ports } = controller
  const before = await controller.condition()
  const times: number[] = []
  let goesOn = true
  const bystander = (async () => {
    while (goesOn) {
      const began = process.hrtime.bigint()
      const socket = await open({ port: ports.ldap })
      await ask(socket, bindRequest(ports.administrator, administratorPassword))
      times.push(milliseconds(began))
      socket.destroy()
      await wait(2)
    }
  })()
  const end = await disturb()
  goesOn = false
  await bystander
  const meanwhile = await controller.condition()
  end()
  await wait(300)
  const after = await controller.condition()
  const memory = [before, meanwhile, after].map(({ rss }) => (rss / 2 ** 20).toFixed(0)).join(' → ')
  const p99 = quantile(times, 0.99)
  return {
    what: `bind beside ${name}`,
    ours: `p99 ${p99.toFixed(1)} ms`,
    beside: `longest gap ${meanwhile.longestGap.toFixed(0)} ms, memory ${memory} MiB`,
    goal: goal === undefined ? undefined : atMost(p99, goal, ' ms'),
    note: `n ${times.length}`,
  }
}

/** Connect, bind and reset a password over LDAPS, one after the other, with a full handshake and with a resumed one. */
async function passwordLatency({ ports }: RunningController, users: number): Promise<ResultRow> {
  const times: { readonly full: number[]; readonly resumed: number[] } = { full: [], resumed: [] }
  let session: Buffer | undefined
  for (let n = 0; n < 100; n += 1) {
    const resumes = n % 2 === 1
    const began = process.hrtime.bigint()
    const socket = await secure(ports.ldaps, resumes ? session : undefined)
    socket.on('session', (made: Buffer) => {
      session = made
    })
    await ask(socket, bindRequest(ports.administrator, administratorPassword))
    const dn = `CN=User ${n % users},OU=People,${ports.base}`
    await ask(socket, replaceRequest(dn, 'unicodePwd', newPassword(1_000_000 + n)))
    times[resumes ? 'resumed' : 'full'].push(milliseconds(began))
    socket.destroy()
  }
  const p50 = (values: readonly number[]) => quantile(values.slice(10), 0.5).toFixed(1)
  return {
    what: 'LDAPS connect, bind and reset',
    ours: `p50 ${p50(times.full)} ms`,
    beside: `${p50(times.resumed)} ms with a resumed session`,
  }
}

const secure = (port: number, session: Buffer | undefined): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, rejectUnauthorized: false }
    const socket = connectTls(session === undefined ? options : { ...options, session }, () =>
      resolve(socket),
    )
    socket.setNoDelay(true)
    socket.on('error', reject)
  })

async function renameContainer({ ports }: RunningController): Promise<ResultRow> {
  const client = new Client({ url: `ldap://127.0.0.1:${ports.ldap}` })
  await client.bind(ports.administrator, administratorPassword)
  const began = process.hrtime.bigint()
  await client.modifyDN(`OU=People,${ports.base}`, 'OU=Persons')
  const took = milliseconds(began)
  await client.modifyDN(`OU=Persons,${ports.base}`, 'OU=People')
  await client.unbind()
  return { what: 'rename of their OU', ours: `${took.toFixed(1)} ms` }
}

async function unindexedSearches({ ports }: RunningController, users: number): Promise<() => void> {
  const rounds = Math.max(1, Math.round(200_000 / users))
  const sockets = await Promise.all(Array.from({ length: 4 }, () => open({ port: ports.ldap })))
  await Promise.all(
    sockets.map(async (socket) => {
      await ask(socket, bindRequest(ports.administrator, administratorPassword))
      for (let round = 0; round < rounds; round += 1)
        await ask(socket, searchRequest(ports.base, 2, 'info', 'nobody has this', ['cn']))
    }),
  )
  return () => {
    for (const socket of sockets) socket.destroy()
  }
}

const plain = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port }, () => resolve(socket))
    socket.on('error', reject)
  })

async function idleClients({ ports }: RunningController): Promise<() => void> {
  const sockets = await Promise.all(Array.from({ length: 1000 }, () => plain(ports.ldap)))
  await wait(1000)
  return () => {
    for (const socket of sockets) socket.destroy()
  }
}

async function mutatedPackets({ ports }: RunningController): Promise<() => void> {
  const good = [
    bindRequest('CN=x,DC=bench,DC=lab', 'x'),
    searchRequest(ports.base, 2, 'cn', 'x', ['cn']),
    replaceRequest('CN=x,DC=bench,DC=lab', 'description', Buffer.from('x')),
  ]
  for (let batch = 0; batch < 80; batch += 1)
    await Promise.all(Array.from({ length: 50 }, (_, at) => sendMutated(ports.ldap, good, batch * 50 + at)))
  return () => undefined
}

function sendMutated(port: number, good: readonly Buffer[], seed: number): Promise<void> {
  const bytes = Buffer.from(good[seed % good.length] ?? Buffer.alloc(1))
  for (let flip = 1; flip <= 3; flip += 1)
    bytes[(seed * 7919 * flip) % bytes.length] = (seed * 104_729 * flip) % 256
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port }, () => {
      socket.write(bytes)
      setTimeout(() => socket.destroy(), 3)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve())
  })
}

/** They ask for all there is, over and over, and read nothing. */
async function deafReaders({ ports }: RunningController, users: number): Promise<() => void> {
  const sockets = await Promise.all(Array.from({ length: 20 }, () => plain(ports.ldap)))
  for (const socket of sockets) {
    await ask(socket, bindRequest(ports.administrator, administratorPassword))
    socket.pause()
    const search = searchRequest(ports.base, 2, 'objectClass', 'user', [], Math.min(users, 1000))
    socket.write(Buffer.concat(Array.from({ length: 50 }, () => search)))
  }
  await wait(2000)
  return () => {
    for (const socket of sockets) socket.destroy()
  }
}
