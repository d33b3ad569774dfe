import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  administrator,
  administratorPassword,
  type RunningDirectory,
  startDirectory,
} from './running-directory.ts'

let world: RunningDirectory
beforeAll(async () => {
  world = await startDirectory()
})
afterAll(() => world.close())

const bindWorks = async (): Promise<void> => {
  const client = world.open('ldap')
  await client.bind(administrator, administratorPassword)
  await client.unbind()
}

/** Sends bytes and waits until the domain controller closes or `ms` pass; answers what came back. */
async function send(bytes: Buffer, ms = 300): Promise<{ closed: boolean; answer: Buffer }> {
  const socket = await world.raw()
  const parts: Buffer[] = []
  socket.on('data', (chunk: Buffer) => parts.push(chunk))
  socket.on('error', () => undefined)
  const closed = new Promise<boolean>((resolve) => socket.on('close', () => resolve(true)))
  socket.write(bytes)
  const result = await Promise.race([
    closed,
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ms)),
  ])
  socket.destroy()
  return { closed: result, answer: Buffer.concat(parts) }
}

it('closes on the 56 bytes whose inner length runs past their end, and serves everybody else', async () => {
  const packet =
    '3034020104682f0414434e3d612c44433d73616d62612c44433d6c616230173015040b6f626a656374436c61737231060461ac0475736572'
  expect((await send(Buffer.from(packet, 'hex'))).closed).toBe(true)
  await bindWorks()
})

it.each([
  ['an announced GiB', '3084400000000201016000'],
  ['an indefinite length', '308002010142000000'],
  ['an unknown operation', '300702010a7e020400'],
  ['a remote desktop probe', '030000130ee000000000000100080003000000'],
  ['a web request', Buffer.from('GET / HTTP/1.0\r\n\r\n').toString('hex')],
])('closes on %s', async (_, hex) => {
  expect((await send(Buffer.from(hex, 'hex'))).closed).toBe(true)
  await bindWorks()
})

const wrap = (tag: number, content: Buffer): Buffer => {
  const length = content.length
  const header =
    length < 128
      ? [tag, length]
      : [tag, 0x84, (length >>> 24) & 255, (length >> 16) & 255, (length >> 8) & 255, length & 255]
  return Buffer.concat([Buffer.from(header), content])
}

it('closes on a filter nested 5,000 deep without holding the others up', async () => {
  let filter: Buffer = Buffer.from('870b6f626a656374436c617373', 'hex')
  for (let depth = 0; depth < 5000; depth += 1) filter = wrap(0xa2, filter)
  const body = Buffer.concat([
    Buffer.from('04000a01000a0100020100020100010100', 'hex'),
    filter,
    Buffer.from('3000', 'hex'),
  ])
  const packet = wrap(0x30, Buffer.concat([Buffer.from('020101', 'hex'), wrap(0x63, body)]))
  expect((await send(packet)).closed).toBe(true)
  await bindWorks()
})

/** Repeatable noise. */
function noise(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
    return state / 0x7fffffff
  }
}

it('lives through 4,000 mutated packets', async () => {
  const random = noise(42)
  const good = [
    '300c020101600702010304008000',
    '3025020101632004000a01000a0100020100020100010100870b6f626a656374436c6173733000',
    '3034020104682f0414434e3d612c44433d73616d62612c44433d6c616230173015040b6f626a656374436c61737331060404757365720a',
    '301d02010277188016312e332e362e312e342e312e313436362e3230303337',
  ].map((hex) => Buffer.from(hex, 'hex'))
  for (let batch = 0; batch < 40; batch += 1) {
    await Promise.all(
      Array.from({ length: 100 }, async () => {
        const bytes = Buffer.from(good[Math.floor(random() * good.length)] ?? Buffer.alloc(1))
        for (let flips = 0; flips < 3; flips += 1)
          bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
        await new Promise<void>((resolve) => {
          const socket = connect({ host: '127.0.0.1', port: world.directory.ports.ldap }, () => {
            socket.write(bytes)
            setTimeout(() => socket.destroy(), 5)
          })
          socket.on('error', () => undefined)
          socket.on('close', () => resolve())
        })
      }),
    )
  }
  await bindWorks()
  expect(world.lab.journal.events({ type: 'directory.failed' })).toEqual([])
})

it('serves others while 1,000 connections say nothing', async () => {
  const idle = await Promise.all(Array.from({ length: 1000 }, () => world.raw()))
  await bindWorks()
  for (const socket of idle) socket.destroy()
})
