/** The control API's router, made from the routes of this folder; mount it at `/lab/v1`. */
import express, { type RequestHandler, type Response, Router } from 'express'
import { createDirectorySessions } from '../directory-console/directory-sessions.ts'
import type { Host } from '../host.ts'
import { LabRefusal, reasonOf } from '../refusal.ts'
import { type AccessRules, guardAccess, sessionRoute } from './access.ts'
import { answerRefusal } from './answer-refusal.ts'
import { classroomRoutes } from './classroom-routes.ts'
import { clockRoutes } from './clock-routes.ts'
import { connectServerNamed, connectServerRoutes } from './connect-server-routes.ts'
import { directoryRoutes } from './directory-routes.ts'
import { eventRoutes } from './event-routes.ts'
import { createEventStreams } from './event-stream.ts'
import { exchangeRoutes } from './exchange-routes.ts'
import { faultRoutes } from './fault-routes.ts'
import { healthRoutes } from './health-routes.ts'
import { inboxRoutes } from './inbox-routes.ts'
import { labRoutes } from './lab-routes.ts'
import { openApiRoute } from './openapi-route.ts'
import { parseRequest } from './parse-request.ts'
import { powerRoutes } from './power-routes.ts'
import { expressPath, type Route } from './route.ts'
import { scenarioRoutes } from './scenario-routes.ts'
import { snapshotRoutes } from './snapshot-routes.ts'
import { workstationRoutes } from './workstation-routes.ts'

const prefix = '/lab/v1'
const bodyLimit = '256kb'

/**
 * Every refusal is `{error: {code, message, hint?}}` with a code of `core/codes/lab.ts`; `failed` hears what was no refusal
 * but a mistake of ours.
 */
export function createControlApi(
  host: Host,
  access: AccessRules,
  failed: (error: unknown) => void = tellFailure,
): Router {
  const routes: Route[] = [
    ...healthRoutes,
    ...labRoutes,
    ...clockRoutes,
    ...eventRoutes(createEventStreams()),
    ...exchangeRoutes,
    ...snapshotRoutes,
    ...faultRoutes,
    ...inboxRoutes,
    ...workstationRoutes,
    ...directoryRoutes(createDirectorySessions()),
    ...powerRoutes,
    ...connectServerRoutes,
    ...scenarioRoutes,
    ...classroomRoutes,
  ]
  routes.push(openApiRoute(() => routes, access.origins.https))
  const router = Router()
  router.use(guardAccess(access), express.json({ limit: bodyLimit }), requireJson, sessionRoute(access))
  for (const route of routes) router[route.method](pathOf(route), handlerOf(route, host))
  router.use('/labs/:lab/connect', (request, response, next) => {
    findLab(host, request.params.lab).connect.current.router(request, response, next)
  })
  router.use('/labs/:lab/connect-servers/:server', (request, response, next) => {
    const { lab, server } = request.params
    connectServerNamed(findLab(host, lab), server).router(request, response, next)
  })
  for (const path of new Set(routes.map(pathOf))) router.all(path, refuseMethod(routes, path))
  router.use((request) => {
    throw new LabRefusal('LabRouteUnknown', {
      method: request.method,
      path: request.originalUrl.split('?')[0] ?? '',
    })
  })
  router.use(answerRefusal(failed))
  return router
}

/** One line; the stack only when it is asked for. */
function tellFailure(error: unknown): void {
  const shown = error instanceof Error && process.env.HYBRIDLAB_DEBUG ? error.stack : reasonOf(error)
  process.stderr.write(`The control API failed: ${shown}\n`)
}

const pathOf = ({ path }: Route): string => expressPath(path.slice(prefix.length))

function findLab(host: Host, id: string) {
  const found = host.labs.get(id)
  if (found === undefined) throw new LabRefusal('LabNotFound', { lab: id })
  return found
}

/** A form of another site can send text, but not JSON. */
const requireJson: RequestHandler = (request, _response, next) => {
  const hasBody = request.headers['content-length'] !== undefined && request.headers['content-length'] !== '0'
  if (!hasBody || request.is('json') !== false) return next()
  throw new LabRefusal('LabRequestInvalid', { problem: 'its body must be application/json' })
}

function refuseMethod(routes: readonly Route[], path: string): RequestHandler {
  const allowed = routes.filter((route) => pathOf(route) === path).map(({ method }) => method.toUpperCase())
  return (request, response) => {
    response.set('Allow', allowed.join(', '))
    throw new LabRefusal('LabMethodUnknown', {
      method: request.method,
      path: `${prefix}${request.path}`,
      allowed: allowed.join(', '),
    })
  }
}

function handlerOf(route: Route, host: Host): RequestHandler<Record<string, string>> {
  return async (request, response) => {
    const { params } = request
    const answer: unknown = await route.handle({
      host,
      params,
      query: parseRequest(route.query, request.query),
      body: parseRequest(route.body, request.body ?? {}),
      request,
      response,
      lab: () => findLab(host, params.lab ?? ''),
    })
    if (!response.headersSent) send(response, route, answer)
  }
}

function send(response: Response, route: Route, answer: unknown): void {
  response.set('Cache-Control', 'no-store')
  if (answer === undefined) response.status(route.status ?? 204).end()
  else response.status(route.status ?? (response.statusCode || 200)).json(answer)
}
