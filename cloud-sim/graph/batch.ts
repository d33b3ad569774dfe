/** POST /$batch {requests: [{id, method, url, headers?, body?, dependsOn?}]} → {responses}; at most twenty, dependencies in order. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type GraphAnswer, type GraphCall, ok, refuse } from './call/graph-call.ts'
import { callWith } from './call/graph-request.ts'
import { errorBody } from './call/graph-response.ts'
import { unlessStruck } from './call/strike.ts'
import { tellAnswer } from './call/tell-answer.ts'
import { dispatch } from './dispatch.ts'

const most = 20

const batch = z.object({
  requests: z.array(
    z.object({
      id: z.union([z.string(), z.number()]).transform(String),
      method: z.string(),
      url: z.string(),
      headers: z.record(z.string(), z.string()).optional(),
      body: z.unknown().optional(),
      dependsOn: z.array(z.string()).optional(),
    }),
  ),
})
type BatchRequest = z.infer<typeof batch>['requests'][number]

interface BatchResponse {
  readonly id: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

export async function runBatch(call: GraphCall): Promise<GraphAnswer> {
  const parsed = batch.safeParse(call.body)
  if (!parsed.success) return refuse('BatchInvalid')
  const { requests } = parsed.data
  if (requests.length === 0) return refuse('BatchInvalid')
  if (requests.length > most) return refuse('BatchTooLarge')
  const ids = new Set(requests.map(({ id }) => id))
  if (ids.size !== requests.length || requests.some(({ dependsOn }) => dependsOn?.some((id) => !ids.has(id))))
    return refuse('BatchInvalid')
  const circle = requests.find((request) => dependsOnItself(request, requests))
  if (circle !== undefined) return refuse('BatchCircle', { id: circle.id })
  const wrong = requests.find(({ url }) => /^\/?(v1\.0|beta)\//i.test(url) || /^https?:/i.test(url))
  if (wrong !== undefined) return refuse('BatchUrl', { id: wrong.id })
  const done = new Map<string, BatchResponse>()
  for (const request of requests) await run(call, request, requests, done)
  return ok({ responses: [...done.values()] })
}

/** Whether following `dependsOn` from a request comes back to it. */
function dependsOnItself(request: BatchRequest, all: readonly BatchRequest[]): boolean {
  const seen = new Set<string>()
  const waiting = [...(request.dependsOn ?? [])]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (id === request.id) return true
    if (seen.has(id)) continue
    seen.add(id)
    waiting.push(...(all.find((each) => each.id === id)?.dependsOn ?? []))
  }
  return false
}

/** Runs what a request depends on first. */
async function run(
  call: GraphCall,
  request: BatchRequest,
  all: readonly BatchRequest[],
  done: Map<string, BatchResponse>,
): Promise<void> {
  if (done.has(request.id)) return
  let failed = false
  for (const id of request.dependsOn ?? []) {
    const needed = all.find((each) => each.id === id)
    if (needed !== undefined) await run(call, needed, all, done)
    failed ||= (done.get(id)?.status ?? 500) >= 400
  }
  const own = callOf(call, request)
  const go = () => (failed ? refuse('DependencyFailed') : unlessStruck(own, () => dispatch(own)))
  const answer = await tellAnswer(own, go)
  done.set(request.id, responseOf(own, request.id, answer))
}

function callOf(call: GraphCall, { method, url, headers = {}, body }: BatchRequest): GraphCall {
  const [path = '/', query = ''] = url.split(/\?(.*)/s)
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const bytes =
    typeof body === 'string' && lower['content-type']?.startsWith('image/')
      ? Buffer.from(body, 'base64')
      : undefined
  return callWith(call, {
    requestId: randomUUID(),
    method: method.toUpperCase(),
    path: path.startsWith('/') ? path : `/${path}`,
    hasQuery: query !== '',
    query: new URLSearchParams(query),
    route: undefined,
    about: undefined,
    header: (name) => lower[name],
    body: bytes === undefined ? body : undefined,
    bytes,
  })
}

const bodyOf = ({ body, text }: GraphAnswer): unknown => (text === undefined ? body : JSON.parse(text))

function responseOf(call: GraphCall, id: string, answer: GraphAnswer): BatchResponse {
  const headers = {
    'Cache-Control': 'no-cache',
    'x-ms-resource-unit': '1',
    'OData-Version': '4.0',
    ...answer.headers,
  }
  if (answer.raw !== undefined) {
    const bytes = Buffer.from(answer.raw.bytes)
    const isText = answer.raw.contentType.startsWith('text/')
    return {
      id,
      status: answer.status,
      headers: { ...headers, 'Content-Type': answer.raw.contentType },
      body: isText ? bytes.toString('utf8') : bytes.toString('base64'),
    }
  }
  const body =
    answer.error === undefined
      ? bodyOf(answer)
      : errorBody(answer.error, call, call.directory.lab.clock.now())
  return {
    id,
    status: answer.status,
    headers: { ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body }),
  }
}
