/** An LDAP client down at the bytes: what it sends is up to the test, what comes back is listed message by message. */
import type { Socket } from 'node:net'
import { BerReader, messageLength } from '#onprem-sim/wire/ber-reader.ts'
import { element } from './ntlm-client.ts'

export interface Received {
  readonly id: number
  /** 0x64 entry, 0x65 search done, 0x61 bind, 0x67 modify, 0x78 extended … */
  readonly tag: number
  /** Of a result; undefined of entries and references. */
  readonly code: number | undefined
}

const results = new Set([0x61, 0x65, 0x67, 0x69, 0x6b, 0x6d, 0x6f, 0x78])

export function listenTo(socket: Socket) {
  const received: Received[] = []
  const hopes: { readonly count: number; readonly resolve: () => void }[] = []
  let rest: Buffer = Buffer.alloc(0)
  const settle = () => {
    for (const hope of [...hopes]) if (received.length >= hope.count) hope.resolve()
  }
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk])
    for (let end = messageLength(rest, 0); end > 0 && end <= rest.length; end = messageLength(rest, 0)) {
      received.push(read(rest.subarray(0, end)))
      rest = rest.subarray(end)
    }
    settle()
  })
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
  return {
    received,
    closed,
    results: () => received.filter(({ code }) => code !== undefined),
    /** When so many messages have come, or the connection has closed. */
    has: (count: number): Promise<void> =>
      received.length >= count
        ? Promise.resolve()
        : Promise.race([closed, new Promise<void>((resolve) => hopes.push({ count, resolve }))]),
  }
}

function read(bytes: Buffer): Received {
  const message = new BerReader(bytes).enter(0x30)
  const id = message.integer()
  const tag = message.peek()
  return { id, tag, code: results.has(tag) ? message.next().integer(0x0a) : undefined }
}

/** Another message id for an encoded request whose id is one byte. */
export function withId(request: Buffer, id: number): Buffer {
  const copy = Buffer.from(request)
  const header = (copy[1] ?? 0) < 0x80 ? 2 : 2 + ((copy[1] ?? 0) & 0x7f)
  copy[header + 2] = id
  return copy
}

/** The same request with critical controls; `value`: BER. */
export function withControls(
  request: Buffer,
  ...controls: readonly { readonly oid: string; readonly value: Buffer }[]
): Buffer {
  const header = (request[1] ?? 0) < 0x80 ? 2 : 2 + ((request[1] ?? 0) & 0x7f)
  const critical = Buffer.from('0101ff', 'hex')
  const encoded = controls.map(({ oid, value }) =>
    element(0x30, element(0x04, Buffer.from(oid)), critical, element(0x04, value)),
  )
  return element(0x30, request.subarray(header), element(0xa0, ...encoded))
}
