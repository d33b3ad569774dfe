/**
 * Listens to what changes something in the cloud and keeps request and answer for the picture of its flow. Reading calls
 * are left alone: they are the many, they decide nothing, and a tap would cost them time.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler } from 'express'
import type { NewExchange } from '#core/contracts/exchanges.ts'
import { maskForm, maskHeader, maskJson, maskUrl } from '#core/mask-secrets.ts'
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

export function tapHttp(labs: () => Iterable<LabWorld>): RequestHandler {
  return (request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return next()
    const { url } = request
    const [asked, answered] = [bodyOf(request), answerOf(response)]
    response.once('finish', () => {
      const answer = answered()
      const correlationId = correlationOf(request, response, answer)
      const lab = labOf(labs(), correlationId)
      if (correlationId !== undefined && lab !== undefined)
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

function answerOf(response: ServerResponse): () => string {
  let last = ''
  const end = response.end
  response.end = function (this: ServerResponse, ...given: unknown[]) {
    const [chunk] = given
    if (typeof chunk === 'string' || Buffer.isBuffer(chunk)) last = String(chunk).slice(0, bodyLimit)
    return Reflect.apply(end, this, given)
  }
  return () => last
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

/** A session's own id, in the body, counts for more than the one of this request. */
function correlationOf(
  request: IncomingMessage,
  response: ServerResponse,
  answer: string,
): string | undefined {
  const body = answer.includes('correlationId') ? readJson(answer) : undefined
  const said = [
    propertyOf(body, 'correlationId'),
    propertyOf(propertyOf(body, 'error'), 'correlationId'),
    ...correlationHeaders.map((name) => response.getHeader(name)),
    request.headers['client-request-id'],
  ]
  return said.find((id): id is string => typeof id === 'string' && id !== '')
}

/** The lab that heard of this id: an exchange is shown to nobody else. */
function labOf(labs: Iterable<LabWorld>, correlationId: string | undefined): LabWorld | undefined {
  if (correlationId === undefined) return undefined
  for (const lab of labs) if (lab.journal.events({ correlationId, limit: 1 }).length > 0) return lab
  return undefined
}

const headerLines = (headers: Readonly<Record<string, unknown>>): string =>
  Object.entries(headers)
    .filter(([name, value]) => shownHeaders.has(name.toLowerCase()) && value !== undefined)
    .map(
      ([name, value]) =>
        `${name}: ${name === 'location' ? maskUrl(String(value)) : maskHeader(name, String(value))}`,
    )
    .join('\n')

/** What cannot be read by name is not shown at all: it may hold anything. */
function shownBody(text: string, type: unknown): string {
  if (text === '') return ''
  if (String(type).startsWith('application/x-www-form-urlencoded')) return maskForm(text)
  const json = readJson(text)
  return json === undefined
    ? `(${text.length} characters of ${String(type ?? 'unknown type')})`
    : JSON.stringify(maskJson(json), null, 2)
}

function describe(
  request: IncomingMessage,
  response: ServerResponse,
  about: {
    readonly url: string
    readonly asked: string
    readonly answer: string
    readonly correlationId: string
  },
): NewExchange {
  const { statusCode, statusMessage } = response
  const title = `${request.method} ${maskUrl(about.url)}`
  const asked = [
    `${title} HTTP/1.1`,
    headerLines(request.headers),
    '',
    shownBody(about.asked, request.headers['content-type']),
  ]
  const answer = [
    `HTTP/1.1 ${statusCode} ${statusMessage}`,
    headerLines(response.getHeaders()),
    '',
    shownBody(about.answer, response.getHeader('content-type')),
  ]
  return {
    correlationId: about.correlationId,
    place: 'cloud',
    protocol: 'https',
    title,
    request: asked.join('\n').trimEnd(),
    answer: answer.join('\n').trimEnd(),
    outcome: String(statusCode),
    refused: statusCode >= 400,
  }
}
