/** From a call to its route: the `me` alias, the route table, the permissions, the handler. */
import { authorizeCall } from './call/authorize-call.ts'
import { type Answering, type GraphCall, refuse } from './call/graph-call.ts'
import { segmentsOf } from './call/graph-path.ts'
import { elsewhere } from './elsewhere.ts'
import { graphRoutes } from './routes.ts'

/** `/me/…` is `/users/{caller}/…`; an application is nobody's me. */
function aliased(call: Routable, segments: readonly string[]): readonly string[] | undefined {
  if (segments[0]?.toLowerCase() !== 'me') return segments
  return call.bearer.user === undefined ? undefined : ['users', call.bearer.user.id, ...segments.slice(1)]
}

/** The path's parameters are filled in on the way to the route. */
export type Routable = Omit<GraphCall, 'params'> & { params: GraphCall['params'] }

export function dispatch(call: Routable): Answering {
  const segments = aliased(call, segmentsOf(call.path))
  if (segments === undefined) return refuse('MeNeedsUser')
  const found = graphRoutes.find(call.method === 'HEAD' ? 'GET' : call.method, segments)
  if (found.found === 'nothing')
    return elsewhere(segments) ?? refuse('SegmentUnknown', { segment: found.segment })
  if (found.found === 'other-method') return refuse('MethodNotAllowed')
  call.params = found.params
  return authorizeCall(call, found.route.access) ?? found.route.handle(call)
}
