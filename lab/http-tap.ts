/**
 * Listens to what changes something in the cloud and keeps request and answer for the picture of its flow. Reading calls
 * are left alone: they are the many, they decide nothing, and a tap would cost them time.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { NewExchange } from '#core/contracts/exchanges.ts'
import { maskSecrets, type SecretMasker } from '#core/mask-secrets.ts'
import type { LabWorld } from './lab.ts'

/** Bulk exports are no lesson. */
const bodyLimit = 64 * 1024
const correlationHeaders = ['client-request-id', 'request-id', 'x-ms-request-id']
const shownHeaders = new Set([
  'host',
  'authorization',
  'content-type',
  'client-request-id',
  'request-id',
  'x-ms-request-id',
  'location',
  'www-authenticate',
  'retry-after',
])

/** A handler as Express takes it, which needs nothing of Express. */
export type Tap = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

export function tapHttp(labs: () => Iterable<LabWorld>): Tap {
  return (request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return next()
    const { url = '' } = request
    const [asked, answered] = [bodyOf(request), answerOf(response)]
    response.once('finish', () => {
      const answer = answered()
      const known = knownTo(labs(), correlationsOf(request, answer))
      if (known === undefined) return
      const { lab, correlationId } = known
      lab.exchanges.record(describe(request, response, { url, asked: asked(), answer, correlationId }))
    })
    next()
  }
}

/** The chunks as the parser hands them on: reading the stream here would take them from its reader. */
function bodyOf(request: IncomingMessage): () => string {
  const chunks: Buffer[] = []
  let size = 0
  const push = request.push.bind(request)
  request.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (Buffer.isBuffer(chunk)) {
      size += chunk.length
      if (size <= bodyLimit) chunks.push(chunk)
    }
    return push(chunk, encoding)
  }
  return () => Buffer.concat(chunks).toString('utf8')
}

interface Answer {
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

/** Headers that are written in one go with the status are nowhere else to be seen. */
function answerOf(response: ServerResponse): () => Answer {
  let last = ''
  let written: Readonly<Record<string, unknown>> = {}
  const { end, writeHead } = response
  response.writeHead = function (this: ServerResponse, ...given: unknown[]) {
    written = headersOf(given.at(-1))
    return Reflect.apply(writeHead, this, given)
  }
  response.end = function (this: ServerResponse, ...given: unknown[]) {
    const [chunk] = given
    if (typeof chunk === 'string' || Buffer.isBuffer(chunk)) last = String(chunk).slice(0, bodyLimit)
    return Reflect.apply(end, this, given)
  }
  return () => ({ headers: { ...response.getHeaders(), ...written }, body: last })
}

/** As an object, or as names and values in turn. */
function headersOf(given: unknown): Readonly<Record<string, unknown>> {
  if (typeof given !== 'object' || given === null) return {}
  const pairs = Array.isArray(given)
    ? given.flatMap((name, at) => (at % 2 === 0 ? [[name, given[at + 1]] as const] : []))
    : Object.entries(given)
  return Object.fromEntries(pairs.map(([name, value]) => [String(name).toLowerCase(), value]))
}

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const propertyOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

/** The ids that it may be known by. A session's own, in the body, counts for more than the one of this request. */
function correlationsOf(request: IncomingMessage, { headers, body }: Answer): string[] {
  const json = body.includes('correlationId') ? readJson(body) : undefined
  const said = [
    propertyOf(json, 'correlationId'),
    propertyOf(propertyOf(json, 'error'), 'correlationId'),
    ...correlationHeaders.map((name) => headers[name]),
    request.headers['client-request-id'],
  ]
  return said.filter((id): id is string => typeof id === 'string' && id !== '')
}

/** The lab that heard of such an id: an exchange is shown to nobody else. */
function knownTo(labs: Iterable<LabWorld>, ids: readonly string[]) {
  for (const lab of labs)
    for (const correlationId of ids)
      if (lab.journal.events({ correlationId, limit: 1 }).length > 0) return { lab, correlationId }
  return undefined
}

const headerLines = (headers: Readonly<Record<string, unknown>>, masker: SecretMasker): string =>
  Object.entries(headers)
    .filter(([name, value]) => shownHeaders.has(name.toLowerCase()) && value !== undefined)
    .map(([name, value]) => `${name}: ${masker.header(name, String(value))}`)
    .join('\n')

/** What cannot be read by name is not shown at all: it may hold anything. */
function shownBody(text: string, type: unknown, masker: SecretMasker): string {
  if (text === '') return ''
  if (String(type).startsWith('application/x-www-form-urlencoded')) return masker.form(text)
  const json = readJson(text)
  return json === undefined
    ? `(${text.length} characters of ${String(type ?? 'unknown type')})`
    : JSON.stringify(masker.json(json), null, 2)
}

/** Its answer's `id` is the handle of a password reset: who has it can go on with it. */
const sessionsPath = /\/sessions(?:[/?]|$)/

function describe(
  request: IncomingMessage,
  response: ServerResponse,
  about: {
    readonly url: string
    readonly asked: string
    readonly answer: Answer
    readonly correlationId: string
  },
): NewExchange {
  const { statusCode, statusMessage } = response
  const masker = maskSecrets()
  const started = sessionsPath.test(about.url) ? propertyOf(readJson(about.answer.body), 'id') : undefined
  if (typeof started === 'string') masker.conceal(started)
  const title = `${request.method} ${masker.url(about.url)}`
  const asked = [
    `${title} HTTP/1.1`,
    headerLines(request.headers, masker),
    '',
    shownBody(about.asked, request.headers['content-type'], masker),
  ]
  const answer = [
    `HTTP/1.1 ${statusCode} ${statusMessage}`,
    headerLines(about.answer.headers, masker),
    '',
    shownBody(about.answer.body, about.answer.headers['content-type'], masker),
  ]
  return {
    correlationId: about.correlationId,
    place: 'cloud',
    protocol: 'https',
    title,
    request: masker.again(asked.join('\n').trimEnd()),
    answer: masker.again(answer.join('\n').trimEnd()),
    outcome: String(statusCode),
    refused: statusCode >= 400,
  }
}
