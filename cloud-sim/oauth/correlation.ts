/** The client's correlation id when it sent a proper one (query, body or header), else a new one. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

export function newCorrelationId(request: IncomingMessage, form?: URLSearchParams): string {
  const query = /[?&]client-request-id=([0-9a-f-]{36})/i.exec(request.url ?? '')?.[1]
  const given = query ?? form?.get('client-request-id') ?? request.headers['client-request-id']
  return typeof given === 'string' && guid.test(given) ? given.toLowerCase() : randomUUID()
}
