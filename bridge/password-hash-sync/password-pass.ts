/**
 * One pass of password hash synchronisation: what has changed in each forest is sent on; a forest that fails is told in the
 * event log, does not stop the others, and goes on from its watermark next time.
 * Sources: writeback.md §5.6, §8.9.
 */
import { CloudRefusal, CloudUnreachable } from '../connectors/cloud-connection.ts'
import { DirectoryRefusal, DirectoryUnreachable } from '../connectors/directory-connection.ts'
import { endCycle } from '../run-profiles/sync-cycle.ts'
import { requireConfiguration, type ServerContext } from '../server-context.ts'
import type { ForestConfiguration } from '../state/configuration.ts'
import { changedSince, due } from './changed-passwords.ts'
import { sendAll } from './send-hashes.ts'

const pingAfterMs = 30 * 60_000

/** Sends what has changed since the last pass; answers one line about it. */
export async function passwordPass(server: ServerContext): Promise<string> {
  const configuration = requireConfiguration(server)
  let sent = 0
  const failures: string[] = []
  for (const forest of configuration.forests) {
    try {
      sent += await passForest(server, forest)
    } catch (error) {
      passFailed(server, forest, error)
      if (!isOutside(error)) throw error
      failures.push(`failed for ${forest.name}: ${error.message}`)
    }
  }
  if (failures.length > 0) return failures.join('; ')
  if (sent > 0) await endCycle(server, 'password').catch(() => undefined)
  else await pingWhenIdle(server)
  return sent === 0 ? 'no password has changed' : `${sent} password ${sent === 1 ? 'hash' : 'hashes'} sent`
}

const isOutside = (error: unknown): error is Error =>
  error instanceof DirectoryRefusal ||
  error instanceof DirectoryUnreachable ||
  error instanceof CloudRefusal ||
  error instanceof CloudUnreachable

const unauthorized = 401
const forbidden = 403

/** The row for whoever failed: the domain, the cloud, or this server itself; and that it will be tried again. */
function passFailed({ events }: ServerContext, { name }: ForestConfiguration, error: unknown): void {
  const details = error instanceof Error ? error.message : String(error)
  if (error instanceof DirectoryRefusal || error instanceof DirectoryUnreachable)
    events.write(
      'PasswordSyncFailed',
      `Password hash synchronization failed for domain: ${name}. Details: ${details}`,
    )
  else if (!isOutside(error))
    events.write(
      'PasswordSyncError',
      `An unexpected error has occurred during password synchronization: ${details}`,
    )
  if (error instanceof CloudRefusal && isDenied(error))
    events.write('CloudAccessDenied', `Access to the cloud has been denied. Details: ${details}`)
  events.write(
    'RetryScheduled',
    `Password hash synchronization of ${name} will be tried again in two minutes.`,
  )
}

/** The account is refused, or may not do this any more. */
const isDenied = ({ status, code }: CloudRefusal): boolean =>
  status === unauthorized || status === forbidden || code.startsWith('AADSTS')

async function passForest(server: ServerContext, forest: ForestConfiguration): Promise<number> {
  const { passwordWatermarks } = server.state
  const known = passwordWatermarks.get(forest.name)
  const sent = await sendAll(server, changedSince(server, forest, known?.usn ?? 0))
  if (known === undefined)
    server.events.write(
      'DomainFullPasswordSyncDone',
      `Full password hash synchronization has been completed for domain: ${forest.name}.`,
    )
  const late = await sendAll(server, due(server, forest))
  // A forest of the lab has one domain.
  if (known === undefined)
    server.events.write(
      'ForestFullPasswordSyncDone',
      `Full password hash synchronization has been completed for forest: ${forest.name}.`,
    )
  return sent + late
}

/** Half an hour without a change: tells the tenant that this server is alive. */
async function pingWhenIdle(server: ServerContext): Promise<void> {
  const { state, events, lab } = server
  const now = lab.clock.now()
  const idle = [...state.passwordWatermarks.values()].filter(
    ({ lastTalkAt }) => now - lastTalkAt >= pingAfterMs,
  )
  if (idle.length === 0) return
  events.write('ProvisionCredentialsPingStart', 'Provision credentials ping start.')
  try {
    await endCycle(server, 'password')
    events.write('ProvisionCredentialsPingEnd', 'Provision credentials ping end.')
  } catch (error) {
    events.write(
      'ProvisionCredentialsPingFail',
      `Provision credentials ping failed. Error: ${error instanceof Error ? error.message : error}`,
    )
    return
  }
  await lab.store.transaction(() => {
    for (const watermark of idle) state.passwordWatermarks.put({ ...watermark, lastTalkAt: now })
  })
}
