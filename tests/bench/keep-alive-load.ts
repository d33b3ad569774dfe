/** A small load generator: keep-alive connections that each send, read to the end, and send again. */
import { connect } from 'node:net'

export interface LoadResult {
  readonly perSecond: number
  readonly requests: number
  /** Share of a core that the generator itself used; near 1 it is the bottleneck. */
  readonly clientCore: number
  readonly failures: number
}

const headerEnd = Buffer.from('\r\n\r\n')

/** Length of the first whole response in the buffer; undefined while it is not whole. */
function responseLength(buffer: Buffer): { readonly length: number; readonly status: number } | undefined {
  const end = buffer.indexOf(headerEnd)
  if (end < 0) return undefined
  const head = buffer.toString('latin1', 0, end)
  const at = head.search(/content-length: /i)
  const body = at < 0 ? 0 : Number.parseInt(head.slice(at + 16), 10)
  const length = end + 4 + body
  return buffer.length < length ? undefined : { length, status: Number(head.slice(9, 12)) }
}

/** `request`: the bytes of one request; a function for requests that differ. */
export async function load(
  port: number,
  request: () => Buffer,
  seconds: number,
  connections = 32,
): Promise<LoadResult> {
  let requests = 0
  let failures = 0
  let running = true
  const startedAt = process.hrtime.bigint()
  const cpu = process.cpuUsage()
  const one = () =>
    new Promise<void>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => socket.write(request()))
      let buffer: Buffer = Buffer.alloc(0)
      socket.on('data', (chunk) => {
        buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk])
        const whole = responseLength(buffer)
        if (whole === undefined) return
        buffer = Buffer.alloc(0)
        requests++
        if (whole.status !== 200) failures++
        if (running) socket.write(request())
        else socket.end()
      })
      socket.on('error', () => failures++)
      socket.on('close', () => resolve())
    })
  const all = Array.from({ length: connections }, one)
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  running = false
  const elapsed = Number(process.hrtime.bigint() - startedAt) / 1e9
  const used = process.cpuUsage(cpu)
  const counted = requests
  await Promise.all(all)
  return {
    perSecond: counted / elapsed,
    requests: counted,
    clientCore: (used.user + used.system) / 1e6 / elapsed,
    failures,
  }
}
