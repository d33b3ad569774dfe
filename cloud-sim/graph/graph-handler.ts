/**
 * Microsoft Graph at `/v1.0` and `/beta`: reads the path, checks the token and the permissions, calls the route, writes
 * the answer with Graph's headers. One handler instead of hundreds of routes in a router: a call costs its own work only.
 */
import { randomUUID } from 'node:crypto'
import type { NextFunction, Request, Response } from 'express'
import { graphAppId } from '#core/entra/first-party-apps.ts'
import type { BearerAnswer } from '../access-tokens.ts'
import { addressOf, faceOf, originOf, originsOf } from '../origin.ts'
import { readText } from '../read-body.ts'
import { tokenOf } from '../require-bearer.ts'
import type { PasswordResetHost } from '../sspr/password-reset-host.ts'
import { runBatch } from './batch.ts'
import type { GraphAnswer, GraphVersion } from './call/graph-call.ts'
import { refuse } from './call/graph-call.ts'
import { sendGraph } from './call/graph-response.ts'
import { refuseToken } from './call/refuse-token.ts'
import { type Dispatched, dispatch } from './dispatch.ts'

const versionPath = /^\/(v1\.0|beta)(\/[^?]*)?(?:\?(.*))?$/i
const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const bodyLimit = 4 * 1024 * 1024

const graphAudiences = new Set(['https://graph.microsoft.com', graphAppId])

export function createGraphHandler(host: PasswordResetHost) {
  return async (request: Request, response: Response, next: NextFunction) => {
    const { url } = request
    // Cheap before the pattern: most of what is not Graph's starts otherwise.
    const second = url.charCodeAt(1) | 32
    const match = second === 118 || second === 98 ? versionPath.exec(url) : null
    const face = match === null ? 'all' : faceOf(request)
    if (match === null || (face !== 'all' && face !== 'graph')) return next()
    const version: GraphVersion = match[1]?.toLowerCase() === 'beta' ? 'beta' : 'v1.0'
    const given = request.headers['client-request-id']
    const requestId = randomUUID()
    const ids = {
      requestId,
      clientRequestId: typeof given === 'string' && guid.test(given) ? given : requestId,
    }
    if (request.method === 'OPTIONS') return preflight(request, response)
    const reading = host.tokens.read(tokenOf(request.headers.authorization))
    const read = reading instanceof Promise ? await reading : reading
    const now = nowOf(host, read)
    if (!read.ok)
      return sendGraph(
        response,
        version,
        ids,
        now,
        refuseToken(request, response, read, request.headers.authorization),
      )
    if (
      !graphAudiences.has(read.bearer.audience.replace(/\/+$/, '')) &&
      read.bearer.audience.replace(/\/+$/, '') !== originOf(request)
    )
      return sendGraph(
        response,
        version,
        ids,
        now,
        refuseToken(request, response, 'audience', request.headers.authorization),
      )
    const call: Omit<Dispatched, 'body' | 'bytes'> = {
      host,
      bearer: read.bearer,
      directory: read.bearer.tenant.directory,
      version,
      method: request.method,
      path: match[2] ?? '/',
      query: new URLSearchParams(match[3] ?? ''),
      header: (name) => headerOf(request, name),
      origin: originsOf(request).graph,
      ...ids,
      ipAddress: addressOf(request),
    }
    sendGraph(response, version, ids, now, await answer(request, call))
  }
}

const headerOf = (request: Request, name: string): string | undefined => {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(',') : value
}

/** The lab's time; before a tenant is known, the first one's. */
const nowOf = (host: PasswordResetHost, read: BearerAnswer): number =>
  (read.ok ? read.bearer.tenant : [...host.tenants.all()][0])?.lab.clock.now() ?? 0

const batchPath = /^\/\$batch\/?$/i

async function answer(request: Request, call: Omit<Dispatched, 'body' | 'bytes'>): Promise<GraphAnswer> {
  const { lab } = call.directory
  const fault = await lab.faults.strike(`graph.${call.method.toLowerCase()}`, call.path)
  if (fault !== undefined)
    return 'code' in fault && /429|throttl/i.test(fault.code)
      ? { ...refuse('Throttled'), headers: { 'Retry-After': '1' } }
      : { ...refuse('Unavailable'), headers: { 'Retry-After': '1' } }
  if (call.method === 'GET') return dispatch({ ...call, body: undefined, bytes: undefined })
  const body = await readBody(request)
  if ('status' in body) return body
  if (call.method === 'POST' && batchPath.test(call.path)) return runBatch({ ...call, ...body })
  return dispatch({ ...call, ...body })
}

async function readBody(request: Request): Promise<Pick<Dispatched, 'body' | 'bytes'> | GraphAnswer> {
  const type = request.headers['content-type'] ?? ''
  if (type.startsWith('image/') || type.startsWith('application/octet-stream')) {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    return { body: undefined, bytes: Buffer.concat(chunks) }
  }
  const text = await readText(request, bodyLimit)
  if (!text.ok) return refuse(text.failure === 'too-large' ? 'BodyTooLarge' : 'BodyMalformed')
  if (text.value.trim() === '') return { body: undefined, bytes: undefined }
  try {
    return { body: JSON.parse(text.value), bytes: undefined }
  } catch {
    return refuse('BodyMalformed')
  }
}

function preflight(request: Request, response: Response) {
  response.writeHead(204, {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'GET, POST, PATCH, PUT, DELETE, OPTIONS',
    'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '*',
    'Access-Control-Max-Age': '86400',
  })
  response.end()
}
