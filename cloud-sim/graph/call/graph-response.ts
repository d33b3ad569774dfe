/** Writes an answer the way Graph does: headers, error envelope, nothing more. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { GraphAnswer, GraphError } from './graph-call.ts'

const json =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8'
const jsonOf = ({ metadata }: GraphAnswer): string =>
  metadata === undefined ? json : json.replace('minimal', metadata)
const diagnostic =
  '{"ServerInfo":{"DataCenter":"West Europe","Slice":"E","Ring":"5","ScaleUnit":"002","RoleInstance":"AM2PEPF00000000"}}'
const exposed =
  'ETag, Location, Preference-Applied, Content-Range, request-id, client-request-id, ReadWriteConsistencyToken, SdkVersion, WWW-Authenticate, x-ms-client-gcc-tenant, Retry-After'

export interface RequestIds {
  readonly requestId: string
  readonly clientRequestId: string
}

export function errorBody(
  { code, message, details }: GraphError,
  { requestId, clientRequestId }: RequestIds,
  now: number,
): unknown {
  const innerError = {
    date: new Date(now).toISOString().slice(0, 19),
    'request-id': requestId,
    'client-request-id': clientRequestId,
  }
  return { error: { code, message, ...(details === undefined ? {} : { details }), innerError } }
}

/** The headers as one flat list: Node writes it without looking each up. */
function headersOf(
  answer: GraphAnswer,
  ids: RequestIds,
  contentType: string | undefined,
  length: number,
): string[] {
  const headers = [
    'Cache-Control',
    'no-cache',
    'Strict-Transport-Security',
    'max-age=31536000',
    'request-id',
    ids.requestId,
    'client-request-id',
    ids.clientRequestId,
    'x-ms-ags-diagnostic',
    diagnostic,
    'x-ms-resource-unit',
    '1',
    'OData-Version',
    '4.0',
    'Access-Control-Allow-Origin',
    '*',
    'Access-Control-Expose-Headers',
    exposed,
    'Content-Length',
    String(length),
  ]
  if (contentType !== undefined) headers.push('Content-Type', contentType)
  if (answer.headers !== undefined)
    for (const [name, value] of Object.entries(answer.headers)) headers.push(name, value)
  return headers
}

/** The clock's time stands in the body of an error. */
export function sendGraph(
  response: ServerResponse,
  ids: RequestIds,
  clock: { now(): number } | undefined,
  answer: GraphAnswer,
): void {
  if (answer.raw !== undefined) {
    const { bytes, contentType } = answer.raw
    response.writeHead(answer.status, headersOf(answer, ids, contentType, Buffer.byteLength(bytes)))
    response.end(bytes)
    return
  }
  const text = answer.text ?? textOf(answer, ids, clock)
  const type = text === undefined ? undefined : jsonOf(answer)
  const length = text === undefined ? 0 : Buffer.byteLength(text)
  response.writeHead(answer.status, headersOf(answer, ids, type, length))
  // As many bytes as characters: all of it is ASCII, which goes out as it is.
  response.end(text, length === text?.length ? 'latin1' : 'utf8')
}

/** Undefined: nothing is in the answer but its status. */
function textOf(
  { error, body: given }: GraphAnswer,
  ids: RequestIds,
  clock: { now(): number } | undefined,
): string | undefined {
  const body = error === undefined ? given : errorBody(error, ids, clock?.now() ?? 0)
  return body === undefined ? undefined : JSON.stringify(body)
}

const methods = 'GET, HEAD, POST, PATCH, PUT, DELETE, OPTIONS'

/** What a browser asks before it calls: everything is open, the token decides. */
export function sendPreflight(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(204, {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': methods,
    'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '*',
    'Access-Control-Max-Age': '86400',
  })
  response.end()
}
