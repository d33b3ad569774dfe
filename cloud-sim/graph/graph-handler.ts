/**
 * Microsoft Graph at `/v1.0` and `/beta`: reads the path, checks the token and the permissions, calls the route, writes
 * the answer with Graph's headers. A claim at the front door instead of hundreds of routes in a router: a call costs its
 * own work only, and waits for nothing that is at hand.
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { graphAppId } from '#core/entra/first-party-apps.ts'
import { type Later, whenReady } from '#core/later.ts'
import type { Clock } from '#core/ports.ts'
import type { BearerAnswer } from '../access-tokens.ts'
import type { Claim } from '../front-door.ts'
import { faceOf, originOf } from '../origin.ts'
import { tokenOf } from '../require-bearer.ts'
import type { PasswordResetHost } from '../sspr/password-reset-host.ts'
import { runBatch } from './batch.ts'
import { type Answering, refuse } from './call/graph-call.ts'
import { GraphRequest, type GraphUrl } from './call/graph-request.ts'
import { type RequestIds, sendGraph, sendPreflight } from './call/graph-response.ts'
import { negotiated } from './call/negotiate.ts'
import { readGraphBody } from './call/read-graph-body.ts'
import { refuseToken } from './call/refuse-token.ts'
import { unlessStruck } from './call/strike.ts'
import { tellAnswer } from './call/tell-answer.ts'
import { dispatch } from './dispatch.ts'
import { describes } from './metadata/service-description.ts'

const versionPath = /^\/(v1\.0|beta)(\/[^?]*)?(?:\?(.*))?$/i
const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const graphAudiences = new Set(['https://graph.microsoft.com', graphAppId])

/** Undefined for what is not Graph's: other paths, and other Microsoft hosts. */
function graphUrlOf(request: IncomingMessage): GraphUrl | undefined {
  // Cheap before the pattern: most of what is not Graph's starts otherwise.
  const { url = '' } = request
  const second = url.charCodeAt(1) | 32
  const match = second === 118 || second === 98 ? versionPath.exec(url) : null
  if (match === null) return undefined
  const face = faceOf(request)
  if (face !== 'all' && face !== 'graph') return undefined
  const version = match[1] === 'v1.0' || match[1] === 'V1.0' ? 'v1.0' : 'beta'
  return { version, path: match[2] ?? '/', query: match[3] ?? '' }
}

/** The client's own id comes back; without one, ours stands for both. */
function requestIdsOf({ headers }: IncomingMessage): RequestIds {
  const given = headers['client-request-id']
  const requestId = randomUUID()
  const isGuid = typeof given === 'string' && guid.test(given)
  return { requestId, clientRequestId: isGuid ? given : requestId }
}

export const claimGraph =
  (host: PasswordResetHost): Claim =>
  (request) => {
    const url = graphUrlOf(request)
    return url === undefined ? undefined : (response) => answerGraph(host, request, response, url)
  }

function answerGraph(
  host: PasswordResetHost,
  request: IncomingMessage,
  response: ServerResponse,
  url: GraphUrl,
): Later<void> {
  if (request.method === 'OPTIONS') return sendPreflight(request, response)
  const ids = requestIdsOf(request)
  const description = describes(request, url)
  if (description !== undefined) return sendGraph(response, ids, undefined, description)
  const read = host.tokens.read(tokenOf(request.headers.authorization))
  return whenReady(read, (bearer) => {
    const answer = answerTo(host, request, response, url, ids, bearer)
    return whenReady(answer, (ready) =>
      sendGraph(response, ids, clockOf(host, bearer), negotiated(request, ready)),
    )
  })
}

/** The date in an error is the lab's; before a tenant is known, the first one's. */
const clockOf = (host: PasswordResetHost, read: BearerAnswer): Pick<Clock, 'now'> | undefined =>
  (read.ok ? read.bearer.tenant : host.tenants.all().next().value)?.lab.clock

function answerTo(
  host: PasswordResetHost,
  request: IncomingMessage,
  response: ServerResponse,
  url: GraphUrl,
  ids: RequestIds,
  read: BearerAnswer,
): Answering {
  if (!read.ok) return refuseToken(request, response, read, request.headers.authorization)
  if (!isForGraph(request, read.bearer.audience))
    return refuseToken(request, response, 'audience', request.headers.authorization)
  const call = new GraphRequest(host, read.bearer, request, url, ids)
  return tellAnswer(call, () => unlessStruck(call, () => answerCall(request, call)))
}

/** With or without a slash at the end; a client of a custom host names that. */
function isForGraph(request: IncomingMessage, audience: string): boolean {
  if (graphAudiences.has(audience)) return true
  const bare = audience.replace(/\/+$/, '')
  return graphAudiences.has(bare) || bare === originOf(request)
}

const batchPath = /^\/\$batch\/?$/i

function answerCall(request: IncomingMessage, call: GraphRequest): Answering {
  if (call.method === 'GET' || call.method === 'HEAD')
    return call.path.length === 7 && batchPath.test(call.path) ? refuse('MethodNotAllowed') : dispatch(call)
  const isBatch = batchPath.test(call.path)
  if (isBatch && call.method !== 'POST') return refuse('MethodNotAllowed')
  return whenReady(readGraphBody(request), (read) => {
    if (!read.ok) return read.answer
    call.body = read.body
    call.bytes = read.bytes
    if (!isBatch) return dispatch(call)
    call.route = '$batch'
    return runBatch(call)
  })
}
