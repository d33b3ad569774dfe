/** `Accept: application/json;odata.metadata=none` or `full`: less of OData's own in the body, or more. */
import type { IncomingMessage } from 'node:http'
import { described } from '../metadata/described.ts'
import type { GraphAnswer } from './graph-call.ts'

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Links and counts stay: without them nobody could go on. */
const stays = (name: string): boolean =>
  !name.includes('@odata.') || /^@odata\.(nextLink|deltaLink|count)$/.test(name)

function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => stays(name))
      .map(([name, member]) => [name, bare(member)]),
  )
}

/** The usual measure, minimal, is what every answer is made with. */
export function negotiated(request: IncomingMessage, answer: GraphAnswer): GraphAnswer {
  const { accept } = request.headers
  if (accept === undefined || !accept.includes('odata.metadata=')) return answer
  const metadata = /odata\.metadata=(none|full)/i.exec(accept)?.[1]?.toLowerCase()
  if (metadata !== 'none' && metadata !== 'full') return answer
  const { text, ...rest } = answer
  const body: unknown = text === undefined ? answer.body : JSON.parse(text)
  if (!isObject(body)) return answer
  return { ...rest, body: metadata === 'none' ? bare(body) : described(body), metadata }
}
