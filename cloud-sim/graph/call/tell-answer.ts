/**
 * What was asked of Graph, as `graph.answered` in the journal: every call that changes something, and every read that was
 * refused, whether it came by HTTP or inside a $batch. Reads that were answered decide nothing and are the many; nothing is
 * told of one that asks for what is not there.
 */
import { whenReady } from '#core/later.ts'
import { maskSecrets } from '#core/mask-secrets.ts'
import { type Answering, actorOf, type GraphAnswer, type GraphCall } from './graph-call.ts'

/** Larger bodies are no lesson. */
const shownOfBody = 8_192

const isRead = ({ method }: GraphCall): boolean => method === 'GET' || method === 'HEAD'

/** Of a batch that was taken, its requests tell. */
const isWorthTelling = (call: GraphCall, { status }: GraphAnswer): boolean =>
  isRead(call) ? status >= 400 && status !== 404 : status >= 400 || call.route !== '$batch'

function bodyOf({ body }: GraphCall): { readonly body?: unknown } {
  if (body === undefined) return {}
  const masked = maskSecrets().json(body)
  return JSON.stringify(masked).length > shownOfBody ? {} : { body: masked }
}

function record(call: GraphCall, target: string | undefined, { status, error }: GraphAnswer): void {
  const { directory, version, method, path, route, bearer, clientRequestId: correlationId } = call
  const actor = actorOf(call)
  directory.lab.journal.record({
    place: 'cloud',
    type: 'graph.answered',
    summary: `Graph answered ${method} /${version}${path} with ${status}${error === undefined ? '' : ` ${error.code}`}`,
    correlationId,
    ...(target === undefined ? {} : { target }),
    data: {
      method,
      path: `/${version}${path}`,
      ...(route === undefined ? {} : { route }),
      status,
      ...(error === undefined ? {} : { error: error.code, says: error.message }),
      by: actor.kind === 'user' ? actor.userPrincipalName : actor.displayName,
      app: bearer.appId,
      ...bodyOf(call),
    },
  })
}

/** Whom it is about, by name. */
export const targetOf = ({ directory, params: { user } }: GraphCall): string | undefined =>
  user === undefined ? undefined : (directory.findUser(user)?.userPrincipalName ?? user)

/** The call with its answer told, once there is one. */
export const tellAnswer = (call: GraphCall, go: () => Answering): Answering =>
  whenReady(go(), (answer) => {
    if (isWorthTelling(call, answer)) record(call, call.about ?? targetOf(call), answer)
    return answer
  })
