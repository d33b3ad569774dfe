/** A small LDAP load generator: pre-encoded requests, one in flight on each connection, so that the client costs next to nothing. */
import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { BerWriter } from '#onprem-sim/wire/ber-writer.ts'

type Write = (writer: BerWriter) => void

function message(write: Write, controls?: Write): Buffer {
  const writer = new BerWriter(512)
  const mark = writer.mark()
  if (controls !== undefined) {
    controls(writer)
    writer.close(0xa0, mark)
  }
  write(writer)
  writer.integer(2)
  writer.close(0x30, mark)
  return writer.take()
}

export const bindRequest = (name: string, password: string): Buffer =>
  message((writer) => {
    const mark = writer.mark()
    writer.text(password, 0x80)
    writer.text(name)
    writer.integer(3)
    writer.close(0x60, mark)
  })

/** The first page of so many entries (RFC 2696). */
const firstPage =
  (size: number): Write =>
  (writer) => {
    const control = writer.mark()
    const text = writer.mark()
    const value = writer.mark()
    writer.octets(Buffer.alloc(0))
    writer.integer(size)
    writer.close(0x30, value)
    writer.close(0x04, text)
    writer.text('1.2.840.113556.1.4.319')
    writer.close(0x30, control)
  }

/** `(attribute=value)`, or everything when no value is given. */
export const searchRequest = (
  base: string,
  scope: number,
  attribute: string,
  value: string | undefined,
  attributes: readonly string[],
  page?: number,
): Buffer =>
  message(
    (writer) => {
      const mark = writer.mark()
      const list = writer.mark()
      for (const name of [...attributes].reverse()) writer.text(name)
      writer.close(0x30, list)
      if (value === undefined) writer.text(attribute, 0x87)
      else {
        const filter = writer.mark()
        writer.text(value)
        writer.text(attribute)
        writer.close(0xa3, filter)
      }
      writer.boolean(false)
      writer.integer(0)
      writer.integer(0)
      writer.integer(0, 0x0a)
      writer.integer(scope, 0x0a)
      writer.text(base)
      writer.close(0x63, mark)
    },
    page === undefined ? undefined : firstPage(page),
  )

export const replaceRequest = (dn: string, attribute: string, value: Uint8Array): Buffer =>
  message((writer) => {
    const mark = writer.mark()
    const changes = writer.mark()
    const one = writer.mark()
    const part = writer.mark()
    const values = writer.mark()
    writer.octets(value)
    writer.close(0x31, values)
    writer.text(attribute)
    writer.close(0x30, part)
    writer.integer(2, 0x0a)
    writer.close(0x30, one)
    writer.close(0x30, changes)
    writer.text(dn)
    writer.close(0x66, mark)
  })

export interface Target {
  readonly port: number
  readonly secure?: boolean
}

export function open({ port, secure = false }: Target): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const ready = () => resolve(socket)
    const socket: Socket = secure
      ? connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false }, ready)
      : connectPlain({ host: '127.0.0.1', port }, ready)
    socket.setNoDelay(true)
    socket.on('error', reject)
  })
}

/** Sends one request and waits for its last answer; throws when the result is not `success`. */
export function ask(socket: Socket, request: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (code: number | undefined) => {
      stop()
      if (code === 0) resolve()
      else reject(new Error(code === undefined ? 'the connection was closed' : `result ${code}`))
    }
    const stop = listen(socket, settle)
    socket.write(request)
  })
}

/** Hears the result code of each answer, undefined when the connection has closed; answers how to stop. */
function listen(socket: Socket, hear: (code: number | undefined) => void): () => void {
  let rest: Buffer = Buffer.alloc(0)
  const take = (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (let end = lengthOf(rest); end !== 0 && end <= rest.length; end = lengthOf(rest)) {
      const code = resultCode(rest)
      rest = rest.subarray(end)
      if (code !== undefined) hear(code)
    }
  }
  const closed = () => hear(undefined)
  socket.on('data', take)
  socket.on('close', closed)
  return () => {
    socket.off('data', take)
    socket.off('close', closed)
  }
}

function lengthOf(bytes: Buffer): number {
  if (bytes.length < 6) return 0
  const first = bytes[1] ?? 0
  return first < 128 ? first + 2 : bytes.readUIntBE(2, first & 127) + 2 + (first & 127)
}

/** Undefined for an entry: the search goes on. */
function resultCode(bytes: Buffer): number | undefined {
  const first = bytes[1] ?? 0
  let at = first < 128 ? 2 : 2 + (first & 127)
  at += 2 + (bytes[at + 1] ?? 0)
  if (bytes[at] === 0x64 || bytes[at] === 0x73) return undefined
  const length = bytes[at + 1] ?? 0
  at += length < 128 ? 2 : 2 + (length & 127)
  return bytes[at + 2]
}

export interface Load {
  readonly target: Target
  /** Asked first on each connection. */
  readonly bind: Buffer
  readonly connections: number
  readonly ms: number
  /** Ends earlier, when so many were asked. */
  readonly requests?: number
  request(n: number): Buffer
}

export interface Rate {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  /** Share of a core that the client used: near 1, it is the client that is measured. */
  readonly clientCore: number
}

const seconds = (since: bigint): number => Number(process.hrtime.bigint() - since) / 1e9

/** Binds every connection, then keeps one request in flight on each for the time. */
export async function load({ target, bind, connections, ms, requests, request }: Load): Promise<Rate> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(target)))
  for (const socket of sockets) await ask(socket, bind)
  const times: number[] = []
  const before = process.cpuUsage()
  const start = process.hrtime.bigint()
  let n = 0
  const next = () => {
    n += 1
    return seconds(start) * 1000 < ms && n <= (requests ?? Number.POSITIVE_INFINITY) ? request(n) : undefined
  }
  await Promise.all(sockets.map((socket) => keepAsking(socket, next, times)))
  const took = seconds(start)
  const { user, system } = process.cpuUsage(before)
  for (const socket of sockets) socket.destroy()
  return {
    perSecond: times.length / took,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    clientCore: (user + system) / 1e6 / took,
  }
}

/** One listener for all requests of a connection: the client is to cost next to nothing. */
function keepAsking(socket: Socket, next: () => Buffer | undefined, times: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let began = process.hrtime.bigint()
    const goOn = () => {
      const request = next()
      began = process.hrtime.bigint()
      if (request !== undefined) return void socket.write(request)
      stop()
      resolve()
    }
    const stop = listen(socket, (code) => {
      if (code !== 0) reject(new Error(code === undefined ? 'the connection was closed' : `result ${code}`))
      times.push(seconds(began) * 1000)
      goOn()
    })
    goOn()
  })
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
