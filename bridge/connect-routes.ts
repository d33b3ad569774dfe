/**
 * The Connect server's verbs (core/contracts/connect.ts), mounted by the lab at `/lab/v1/labs/{lab}/connect`. Refusals are
 * `{error: {code, message, hint?}}` with 400 (malformed), 404 (no such thing) or 409 (not now); the wizard answers its state
 * with 422 when a page refuses.
 */
import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express'
import { z } from 'zod'
import type { ConnectRefusalCode } from '#core/codes/connect-refusals.ts'
import { runStatuses } from '#core/codes/sync-outcomes.ts'
import { connectorProperties, schedulerState, syncRequest, wizardAction } from '#core/contracts/connect.ts'
import { cmdletCall } from '#core/contracts/connect-cmdlets.ts'
import { networkSettings } from '#core/contracts/connect-network.ts'
import { previewRequest } from '#core/contracts/connect-preview.ts'
import { type EventLogRow, eventLogQuery } from '#core/contracts/event-log.ts'
import { cmdletRows, runCmdlet } from './cmdlets/run-cmdlet.ts'
import { type ConnectRefusal, malformed, refusal, sayRefusal } from './connect-refusal.ts'
import { connectStateOf } from './connect-state.ts'
import { changeConnector } from './connector-properties.ts'
import {
  connectorObjects,
  connectorRows,
  metaverseObjects,
  metaverseView,
  ruleRows,
} from './connector-views.ts'
import { eventRows, eventsAsCsv, eventsAsXml } from './event-log-rows.ts'
import { uninstall } from './installation/uninstall.ts'
import { createMachineRoutes } from './machine-routes.ts'
import { preview } from './preview/preview.ts'
import { type Scheduler, schedulerChangeOf, spanOf, syncHindrance } from './scheduler.ts'
import type { ServerContext } from './server-context.ts'
import { controlService, serviceRows } from './services.ts'
import { configurationOf } from './state/configuration.ts'
import { tellSettings } from './tell-settings.ts'
import type { SignInTools } from './user-sign-in/change-user-sign-in.ts'
import { createUserSignInRoutes } from './user-sign-in/user-sign-in-routes.ts'
import { settingsFileName, settingsOf } from './wizard/settings-file.ts'
import type { Wizard } from './wizard/wizard.ts'
import type { RelayListener } from './writeback/relay-listener.ts'
import { renewKeys } from './writeback/renew-keys.ts'

export interface ConnectTools {
  readonly server: ServerContext
  readonly scheduler: Scheduler
  readonly listener: RelayListener
  readonly wizard: Wizard
  readonly signIn: SignInTools
}

const statusOf: Partial<Record<ConnectRefusalCode, number>> = {
  MalformedRequest: 400,
  CmdletParameters: 400,
  UnknownCmdlet: 404,
  UnknownService: 404,
  UnknownConnectObject: 404,
}

function refuse(response: Response, failure: ConnectRefusal): void {
  const { code, says, fix } = sayRefusal(failure)
  response
    .status(statusOf[failure.code] ?? 409)
    .json({ error: { code, message: says, ...(fix === undefined ? {} : { hint: fix }) } })
}

/** The parsed body, or undefined once the request has been refused. */
function bodyOf<Body>(request: Request, response: Response, schema: z.ZodType<Body>): Body | undefined {
  const parsed = schema.safeParse(request.body ?? {})
  if (parsed.success) return parsed.data
  refuse(response, malformed(parsed.error))
  return undefined
}

const verbs = ['start', 'stop', 'restart'] as const
const page = z.object({
  after: z.string().optional(),
  find: z.string().max(256).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
})

export function createConnectRoutes(tools: ConnectTools): Router {
  const { server, scheduler, listener, wizard } = tools
  const router = express.Router()
  router.use(express.json({ limit: '256kb' }))
  router.use(tellSettings(server))

  router.get('/state', (_request, response) => {
    response.json(connectStateOf(server, listener))
  })
  router.get('/scheduler', (_request, response) => {
    response.json(scheduler.state())
  })
  router.put('/scheduler', async (request, response) => {
    const body = bodyOf(request, response, schedulerChange)
    if (body === undefined) return
    await scheduler.configure(schedulerChangeOf(body))
    response.json(scheduler.state())
  })
  router.post('/sync', async (request, response) => {
    const body = bodyOf(request, response, syncRequest)
    if (body === undefined) return
    const hindrance = syncHindrance(tools)
    if (hindrance !== undefined) return refuse(response, hindrance)
    const runs = await scheduler.run(body.policyType)
    response.json({
      result: runs.every(({ status }) => status === runStatuses.success) ? 'Success' : 'Failure',
      runs,
    })
  })
  router.get('/runs', (_request, response) => {
    const runs = [...server.state.runs.values()].map(({ row }) => row)
    response.json({ runs: runs.sort((a, b) => b.runNumber - a.runNumber) })
  })
  router.get('/wizard', (_request, response) => {
    response.json(wizard.state())
  })
  router.post('/wizard', async (request, response) => {
    const action = bodyOf(request, response, wizardAction)
    if (action === undefined) return
    const answer = await wizard.act(action)
    if (answer.ok) response.json(answer.value)
    else response.status(422).json({ ...answer.failure.state, refusal: sayRefusal(answer.failure.refusal) })
  })
  router.post('/uninstall', async (_request, response) => {
    if (wizard.state().open) return refuse(response, refusal('SchedulerSuspended'))
    if (configurationOf(server.state) === undefined) return refuse(response, refusal('ConnectNotInstalled'))
    await scheduler.alone(() => uninstall(server))
    listener.follow()
    await listener.settled()
    response.json(connectStateOf(server, listener))
  })
  router.get('/settings', (_request, response) => {
    const settings = settingsOf(server)
    if (settings === undefined) return refuse(response, refusal('ConnectNotInstalled'))
    response.attachment(settingsFileName(settings)).json(settings)
  })
  router.get('/services', (_request, response) => {
    response.json({ services: serviceRows(server) })
  })
  for (const verb of verbs) {
    router.post(`/services/:name/${verb}`, async (request, response) => {
      const answer = await controlService(server, listener, request.params.name, verb)
      if (answer.ok) response.json({ services: answer.value })
      else refuse(response, answer.failure)
    })
  }
  router.get('/connectors', (_request, response) => {
    response.json({ connectors: connectorRows(server) })
  })
  router.put('/connectors/:name', async (request, response) => {
    const body = bodyOf(request, response, connectorProperties)
    if (body === undefined) return
    const changed = await changeConnector(server, request.params.name, body)
    if (changed.ok) response.json({ connectors: connectorRows(server) })
    else refuse(response, changed.failure)
  })
  router.post('/preview', async (request, response) => {
    const body = bodyOf(request, response, previewRequest)
    if (body === undefined) return
    const hindrance = syncHindrance(tools)
    if (hindrance !== undefined) return refuse(response, hindrance)
    response.json(await scheduler.alone(() => preview(server, body.policyType, body.limit)))
  })
  router.get('/cmdlets', (_request, response) => {
    response.json({ cmdlets: cmdletRows() })
  })
  router.post('/cmdlets/:name', async (request, response) => {
    const body = bodyOf(request, response, cmdletCall)
    if (body === undefined) return
    const answer = await runCmdlet(tools, request.params.name, body.parameters)
    if (answer.ok) response.json(answer.value)
    else refuse(response, answer.failure)
  })
  router.get('/network', (_request, response) => {
    response.json(server.network.state())
  })
  router.put('/network', async (request, response) => {
    const body = bodyOf(request, response, networkSettings)
    if (body === undefined) return
    await server.network.change(body)
    response.json(server.network.state())
  })
  router.get('/event-log{.:format}', (request, response) => {
    const asked = eventLogQuery.safeParse(request.query)
    if (!asked.success) return refuse(response, malformed(asked.error))
    sendEvents(response, eventRows(server, asked.data), String(request.params.format ?? 'json'))
  })
  router.post('/writeback/renew-keys', async (_request, response) => {
    response.json({ outcome: await renewKeys(server) })
  })
  router.get('/connectors/:name/objects', (request, response) => {
    const asked = page.safeParse(request.query)
    if (!asked.success) return refuse(response, malformed(asked.error))
    const found = connectorObjects(server, request.params.name, asked.data)
    if (found === undefined) refuse(response, refusal('UnknownConnectObject', request.params.name))
    else response.json(found)
  })
  router.get('/metaverse', (request, response) => {
    const asked = page.safeParse(request.query)
    if (!asked.success) return refuse(response, malformed(asked.error))
    response.json(metaverseObjects(server, asked.data))
  })
  router.get('/metaverse/:id', (request, response) => {
    const found = metaverseView(server, request.params.id)
    if (found === undefined) refuse(response, refusal('UnknownConnectObject', request.params.id))
    else response.json(found)
  })
  router.get('/rules', (_request, response) => {
    response.json({ rules: ruleRows(server) })
  })
  router.use(createMachineRoutes(server))
  router.use(createUserSignInRoutes(tools.signIn))
  router.use(refuseBadBody)
  return router
}

/** Set-ADSyncScheduler: what may be written; the rest of Get-ADSyncScheduler is read only. */
const schedulerChange = schedulerState
  .pick({ SyncCycleEnabled: true, MaintenanceEnabled: true, NextSyncCyclePolicyType: true })
  .extend({
    CustomizedSyncCycleInterval: z
      .string()
      .refine((text) => spanOf(text) !== undefined, 'is a time span such as 03:00:00')
      .nullable(),
  })
  .partial()
  .strict()

/** The log as JSON, or as the files that Event Viewer saves. */
function sendEvents(response: Response, events: readonly EventLogRow[], format: string): void {
  if (format === 'csv') response.attachment('Application.csv').type('text/csv').send(eventsAsCsv(events))
  else if (format === 'xml')
    response.attachment('Application.xml').type('application/xml').send(eventsAsXml(events))
  else response.json({ events })
}

/** Bodies that are no JSON, or too large. */
const refuseBadBody: ErrorRequestHandler = (error, _request, response, next) => {
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  if (status !== 400 && status !== 413) return next(error)
  refuse(
    response,
    refusal('MalformedRequest', status === 413 ? 'the body is too large' : 'the body is not JSON'),
  )
}
