/** Answers one request of the relay: runs the writeback flow, writes the log rows, says on the channel what came of it. */
import type { KeyObject } from 'node:crypto'
import {
  type WritebackFailureCode,
  writebackFailure,
  writebackFailures,
} from '#core/codes/writeback-failures.ts'
import type { RelayRequest, RelayResponse } from '#core/contracts/relay.ts'
import { runFlow } from '#core/steps.ts'
import { failureEvents, reasonOf, successEvent } from '#core/sync/writeback-events.ts'
import type { ServerContext } from '../server-context.ts'
import type { WritebackRegistration } from '../state/configuration.ts'
import { subjectOf, type WritebackContext, writebackFlow } from './writeback-flow.ts'

const isFailure = (code: string): code is WritebackFailureCode => Object.hasOwn(writebackFailures, code)

export async function answerRequest(
  server: ServerContext,
  registration: WritebackRegistration,
  key: KeyObject,
  request: RelayRequest,
): Promise<RelayResponse> {
  const context: WritebackContext = { server, registration, key, request, detail: '' }
  const { id, trackingId } = request
  try {
    const run = { journal: server.lab.journal, correlationId: trackingId, flowId: server.lab.random.guid() }
    const refusal = await runFlow(writebackFlow, context, run)
    if (refusal === undefined) return succeeded(context)
    return failed(context, isFailure(refusal.code) ? refusal.code : 'ADUnKnownError')
  } catch (error) {
    // A fault of this server's own: logged, and answered as unknown, so that nobody waits.
    server.events.write(
      'UnknownError',
      `TrackingId: ${trackingId}, Reason: ${error instanceof Error ? error.message : error}`,
      {
        correlationId: trackingId,
      },
    )
    return { kind: 'response', id, ok: false, code: 'UnknownError' }
  }
}

function succeeded(context: WritebackContext): RelayResponse {
  const { name, message } = successEvent(subjectOf(context))
  write(context, name, message)
  return { kind: 'response', id: context.request.id, ok: true }
}

function failed(context: WritebackContext, code: WritebackFailureCode): RelayResponse {
  const { answer, hr, event } = writebackFailure(code)
  if (context.payload === undefined)
    write(context, event, `TrackingId: ${context.request.trackingId}, Reason: ${reasonOf(code)}`)
  else
    for (const { name, message } of failureEvents(subjectOf(context), code, context.detail))
      write(context, name, message)
  return {
    kind: 'response',
    id: context.request.id,
    ok: false,
    code: answer,
    ...(hr === undefined ? {} : { hr }),
    message: reasonOf(code),
  }
}

function write(
  { server, request, payload }: WritebackContext,
  ...[name, message]: Parameters<ServerContext['events']['write']>
): void {
  const target = payload === undefined ? {} : { target: payload.userPrincipalName }
  server.events.write(name, message, { correlationId: request.trackingId, ...target })
}
