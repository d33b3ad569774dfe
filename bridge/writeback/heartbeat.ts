/** Every five minutes the agent tells the password reset service that it lives (writeback.md §4.1; failures 32015, 32008, 31044). */
import { z } from 'zod'
import { type heartbeatRequest, passwordResetServicePath } from '#core/contracts/password-reset-service.ts'
import { CloudAnswerInvalid, CloudRefusal, CloudUnreachable } from '../connectors/cloud-connection.ts'
import type { ServerContext } from '../server-context.ts'
import { configurationOf, isServiceRunning, writebackOf } from '../state/configuration.ts'
import type { RelayListener } from './relay-listener.ts'
import { keysAreDue, renewKeys } from './renew-keys.ts'

export const heartbeatEveryMs = 5 * 60_000

const unhealthy =
  'Password writeback service is not in a healthy state. No serviceHost for service bus endpoints are in running state. Please refer aka.ms/ssprtroubleshoot.'

export async function sendHeartbeat(server: ServerContext, listener: RelayListener): Promise<string> {
  const registration = writebackOf(server.state)
  if (registration === undefined) return 'password writeback is off'
  if (!isServiceRunning(server.state, 'ADSync')) return 'the service is stopped'
  if (configurationOf(server.state)?.stagingMode === true) return 'staging mode'
  if (keysAreDue(registration, server.lab.clock.now())) await renewKeys(server)
  listener.keepAlive()
  listener.tryAgain()
  await listener.settled()
  if (listener.state === 'failed') server.events.write('ServiceHostNotRunning', unhealthy)
  const body: z.infer<typeof heartbeatRequest> = {
    serverName: server.serverName,
    agentVersion: server.version,
    keyVersion: writebackOf(server.state)?.keyVersion ?? registration.keyVersion,
    listening: listener.state === 'listening',
    sentAt: server.machineClock.now(),
  }
  try {
    await server.cloud.ask('POST', `${passwordResetServicePath}/heartbeat`, z.unknown(), { body })
    listener.beat()
    return `sent, the listener is ${listener.state}`
  } catch (error) {
    if (!(error instanceof CloudRefusal || error instanceof CloudUnreachable)) throw error
    const invalid = error instanceof CloudAnswerInvalid
    server.events.write(
      invalid ? 'ValidationError' : 'ReportServiceHealthError',
      `The heartbeat ${invalid ? 'was not answered as agreed' : 'did not reach the password reset service'}. Details: ${error.message}`,
    )
    return `failed: ${error.message}`
  }
}
