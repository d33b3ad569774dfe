/** From a call to its route: the `me` alias, the route table, the permissions, the handler. */
import { authorizeCall } from './call/authorize-call.ts'
import { type Answering, type GraphCall, refuse } from './call/graph-call.ts'
import { segmentsOf } from './call/graph-path.ts'
import { targetOf } from './call/tell-answer.ts'
import { elsewhere } from './elsewhere.ts'
import { graphRoutes } from './routes.ts'

/** `/me/…` is `/users/{caller}/…`; an application is nobody's me. */
function aliased(call: Routable, segments: readonly string[]): readonly string[] | undefined {
  if (segments[0]?.toLowerCase() !== 'me') return segments
  return call.bearer.user === undefined ? undefined : ['users', call.bearer.user.id, ...segments.slice(1)]
}

type FilledIn = 'params' | 'route' | 'about'
/** Where it leads is filled in on the way there. */
export type Routable = Omit<GraphCall, FilledIn> & { -readonly [Key in FilledIn]: GraphCall[Key] }

export function dispatch(call: Routable): Answering {
  const segments = aliased(call, segmentsOf(call.path))
  if (segments === undefined) return refuse('MeNeedsUser')
  const found = graphRoutes.find(call.method === 'HEAD' ? 'GET' : call.method, segments)
  if (found.found === 'nothing')
    return elsewhere(segments) ?? refuse('SegmentUnknown', { segment: found.segment })
  if (found.found === 'other-method') return refuse('MethodNotAllowed')
  call.params = found.params
  call.route = found.route.path
  if (found.route.method !== 'GET') call.about = targetOf(call)
  return authorizeCall(call, found.route.access) ?? found.route.handle(call)
}
