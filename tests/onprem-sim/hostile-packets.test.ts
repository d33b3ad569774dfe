import { connect } from 'node:net'
import { Client } from 'ldapts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createRandom } from '#lab/random.ts'
import { type StartedLab, startLab } from '#lab/start.ts'

/** Whatever one connection sends, it is that connection which ends, and nobody else notices. */
let lab: StartedLab
beforeAll(async () => {
  lab = await startLab()
})
afterAll(() => lab.close())

const port = () => Number(new URL(lab.info.ldap).port)

/** Sends bytes, and answers what came back until the other side closed or fell silent. */
function send(bytes: Buffer, silence = 150): Promise<{ answer: Buffer; closed: boolean }> {
  return new Promise((resolve) => {
    const socket = connect(port(), '127.0.0.1')
    const parts: Buffer[] = []
    const end = (closed: boolean) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ answer: Buffer.concat(parts), closed })
    }
    const timer = setTimeout(() => end(false), silence)
    socket.on('data', (part) => parts.push(part))
    socket.on('close', () => end(true))
    socket.on('error', () => undefined)
    socket.write(bytes)
  })
}

async function othersAreServed(): Promise<void> {
  const client = new Client({ url: lab.info.ldap, timeout: 2_000, connectTimeout: 2_000 })
  const anna = lab.info.accounts.find((account) => account.displayName === 'Anna Berg')
  await client.bind(anna?.upn ?? '', anna?.password ?? '')
  await client.unbind()
}

// A value length beyond the packet's end: the packet that kills servers built on a trusting parser.
const killer = Buffer.from(
  '3034020104682f0414434e3d612c44433d73616d62612c44433d6c616230173015040b6f626a656374436c61737231060461ac0475736572',
  'hex',
)
const length = (size: number) =>
  size < 128
    ? Buffer.from([size])
    : Buffer.from([0x84, size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255])
const tlv = (tag: number, ...parts: Buffer[]) => {
  const value = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), length(value.length), value])
}

it('outlives the packet whose inner length lies', async () => {
  await send(killer)
  await othersAreServed()
})

it('closes on an announced gibibyte without waiting for it', async () => {
  const { closed } = await send(Buffer.from('308440000000020101', 'hex'), 1_000)
  expect(closed).toBe(true)
  await othersAreServed()
})

it('refuses a filter nested 5,000 deep and goes on', async () => {
  let filter = tlv(0x87, Buffer.from('cn'))
  for (let depth = 0; depth < 5_000; depth++) filter = tlv(0xa2, filter)
  const search = tlv(
    0x63,
    tlv(0x04),
    tlv(0x0a, Buffer.from([0])),
    tlv(0x0a, Buffer.from([0])),
    tlv(0x02, Buffer.from([0])),
    tlv(0x02, Buffer.from([0])),
    tlv(0x01, Buffer.from([0])),
    filter,
    tlv(0x30),
  )
  await send(tlv(0x30, tlv(0x02, Buffer.from([1])), search), 1_000)
  await othersAreServed()
})

it('outlives five hundred mutated packets', async () => {
  const random = createRandom('mutations')
  for (let round = 0; round < 500; round++) {
    const packet = Buffer.from(killer)
    for (let change = 0; change <= random.integer(4); change++)
      packet[random.integer(packet.length)] = random.integer(256)
    await send(packet.subarray(0, 1 + random.integer(packet.length)), 5)
  }
  await othersAreServed()
}, 60_000)
