/** Letting an agent's WebSocket in: with the secret that it was given when it registered. */
import { timingSafeEqual } from 'node:crypto'
import type { Duplex } from 'node:stream'

const reasons = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' } as const

export function refuseUpgrade(socket: Duplex, status: keyof typeof reasons): void {
  socket.end(`HTTP/1.1 ${status} ${reasons[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** Compares the bearer of an Authorization header. */
export function isAgentSecret(header: string | undefined, secret: string): boolean {
  const given = Buffer.from(/^Bearer (\S+)$/i.exec(header ?? '')?.[1] ?? '')
  const wanted = Buffer.from(secret)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
