/** Letting an agent's WebSocket in: with the secret that it was given when it registered, or with what the secret has signed. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { accessSignature, clockToleranceMs } from '#core/contracts/relay.ts'
import type { Instant } from '#core/ports.ts'

const reasons = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' } as const

export function refuseUpgrade(
  socket: Duplex,
  status: keyof typeof reasons,
  reason: string = reasons[status],
): void {
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** Compares the bearer of an Authorization header. */
export function isAgentSecret(header: string | undefined, secret: string): boolean {
  return isSame(/^Bearer (\S+)$/i.exec(header ?? '')?.[1] ?? '', secret)
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Why a shared access signature does not open the relay, in the words of the status line; undefined when it does. */
export function signatureProblem(
  header: string | undefined,
  { path, secret, now }: { readonly path: string; readonly secret: string; readonly now: Instant },
): string | undefined {
  const given = accessSignature.read(header ?? '')
  if (given === undefined) return 'MissingToken'
  const signed = accessSignature.signed(path, given.end)
  const wanted = createHmac('sha256', secret).update(signed).digest('base64')
  if (!isSame(given.signature, wanted)) return 'InvalidSignature'
  const leftMs = given.end * 1000 - now
  if (leftMs <= 0) return 'ExpiredToken'
  return leftMs > accessSignature.lifetimeMs + clockToleranceMs ? 'TokenFromTheFuture' : undefined
}
