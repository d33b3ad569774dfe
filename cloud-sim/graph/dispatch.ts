/** From a call to its route: the `me` alias, the route table, the permissions, the handler. */
import { authorizeCall } from './call/authorize-call.ts'
import { type Answering, type GraphCall, refuse } from './call/graph-call.ts'
import { segmentsOf } from './call/graph-path.ts'
import { graphRoutes } from './routes.ts'

export type Dispatched = Omit<GraphCall, 'params'>

/** `/me/…` is `/users/{caller}/…`; an application is nobody's me. */
function aliased(call: Dispatched, segments: readonly string[]): readonly string[] | undefined {
  if (segments[0]?.toLowerCase() !== 'me') return segments
  return call.bearer.user === undefined ? undefined : ['users', call.bearer.user.id, ...segments.slice(1)]
}

export function dispatch(call: Dispatched): Answering {
  const segments = aliased(call, segmentsOf(call.path))
  if (segments === undefined) return refuse('MeNeedsUser')
  const found = graphRoutes.find(call.method, segments)
  if (found.found === 'nothing') return refuse('SegmentUnknown', { segment: found.segment })
  if (found.found === 'other-method') return refuse('MethodNotAllowed')
  const whole: GraphCall = { ...call, params: found.params }
  return authorizeCall(whole, found.route.access) ?? found.route.handle(whole)
}
