/**
 * One pass of password hash synchronisation: reads the hashes that changed in each forest, sends them on in batches of at
 * most 50 and writes the rows 650, 651, 656 and 657. A pass that fails goes on from its watermark next time.
 * Sources: writeback.md §5.6, §8.9.
 */
import { z } from 'zod'
import {
  type ReplicateSecretsRequest,
  replicateSecretsOperation,
} from '#core/contracts/directory-replication.ts'
import { credentialsAnswer, type credentialsRequest, provisioningPath } from '#core/contracts/provisioning.ts'
import type { CloudObject } from '#core/sync/connector-space.ts'
import { isInPasswordSyncScope } from '#core/sync/password-sync-scope.ts'
import { CloudRefusal, CloudUnreachable } from '../connectors/cloud-connection.ts'
import { DirectoryRefusal, DirectoryUnreachable } from '../connectors/directory-connection.ts'
import { endCycle } from '../run-profiles/sync-cycle.ts'
import { requireConfiguration, type ServerContext } from '../server-context.ts'
import { inTurn, slices } from '../sliced-work.ts'
import { type ForestConfiguration, onlyRow } from '../state/configuration.ts'
import { syncedCredentials } from './synced-credential.ts'

/** The tenant takes no more in one request. */
const batchSize = 50
const secretsPerRead = 1000
/** Enough hashes at work or waiting for it that the thread pool never waits for the tenant's answer. */
const batchesAhead = 8
const pingAfterMs = 30 * 60_000

const secretsAnswer = z.object({
  secrets: z.array(
    z.object({
      objectGUID: z.string(),
      distinguishedName: z.string(),
      ntHash: z.string().regex(/^[0-9a-fA-F]{32}$/),
      pwdLastSet: z.string(),
      changedAt: z.number(),
    }),
  ),
  usn: z.number(),
  more: z.boolean(),
})
type Secret = z.infer<typeof secretsAnswer>['secrets'][number]
type Credential = z.infer<typeof credentialsRequest>['credentials'][number]

/** A hash with the object it belongs to. */
interface Outgoing {
  readonly secret: Secret
  readonly cloud: CloudObject
  readonly forceChange: boolean
}

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

/** Some hashes, and what is to be noted when they and all before them have been sent. */
interface Portion {
  readonly outgoing: readonly Outgoing[]
  keep?(): Promise<void>
}

/** What has changed since the watermark, which moves with each page of it that has been sent. */
async function* changedSince(
  server: ServerContext,
  forest: ForestConfiguration,
  usn: number,
): AsyncGenerator<Portion> {
  let talked = false
  const request = { namingContext: forest.baseDn, usn, limit: secretsPerRead }
  for await (const { secrets, usn: reached } of secretPages(server, forest, request)) {
    const outgoing = outgoingOf(server, secrets)
    talked ||= outgoing.length > 0
    const isTalk = talked
    yield* portions(outgoing, () => keepWatermark(server, forest, reached, isTalk))
  }
}

/** Users that came into scope after their last password change. */
async function* due(server: ServerContext, forest: ForestConfiguration): AsyncGenerator<Portion> {
  const { state, spaces, lab } = server
  const waiting = [...state.passwordDue.values()].filter(
    ({ id }) => spaces.directory.get(id)?.connector === forest.name,
  )
  for (const part of slices(waiting, secretsPerRead)) {
    const wanted = new Set(part.map(({ id }) => id))
    const request = {
      namingContext: forest.baseDn,
      usn: 0,
      limit: secretsPerRead,
      objects: [...wanted],
    }
    for await (const { secrets } of secretPages(server, forest, request))
      yield* portions(
        outgoingOf(
          server,
          secrets.filter(({ objectGUID }) => wanted.has(objectGUID.toLowerCase())),
        ),
      )
    // Who has no hash at all is not asked about again until it changes.
    yield* portions([], () =>
      lab.store.transaction(() => {
        for (const { id } of part) state.passwordDue.delete(id)
      }),
    )
  }
}

/** `keep` goes with the last of them. */
function* portions(outgoing: readonly Outgoing[], keep?: () => Promise<void>): Iterable<Portion> {
  for (const batch of slices(outgoing, batchSize)) yield { outgoing: batch }
  if (keep !== undefined) yield { outgoing: [], keep }
}

/** Page after page; the next one is asked for while this one is worked on. */
async function* secretPages(
  server: ServerContext,
  forest: ForestConfiguration,
  request: ReplicateSecretsRequest,
): AsyncGenerator<z.infer<typeof secretsAnswer>> {
  const ask = (usn: number) => {
    const answer = readSecrets(server, forest, { ...request, usn })
    // Whoever stops before the last page does not hear of its failure.
    answer.catch(() => undefined)
    return answer
  }
  for (let next: ReturnType<typeof ask> | undefined = ask(request.usn); next !== undefined; ) {
    const page: z.infer<typeof secretsAnswer> = await next
    next = page.more ? ask(page.usn) : undefined
    yield page
  }
}

async function readSecrets(
  server: ServerContext,
  forest: ForestConfiguration,
  request: ReplicateSecretsRequest,
) {
  const text = await server
    .directory(forest.name)
    .extended(replicateSecretsOperation, JSON.stringify(request))
  return secretsAnswer.parse(JSON.parse(text))
}

/** Batches go out one after another; the thread pool works on later ones meanwhile. Answers how many hashes were sent. */
async function sendAll(server: ServerContext, work: AsyncIterable<Portion>): Promise<number> {
  let count = 0
  let sent: Promise<unknown> = Promise.resolve()
  let noted: Promise<void> = Promise.resolve()
  const hashAndSend = ({ outgoing, keep }: Portion): Promise<void> => {
    count += outgoing.length
    const credentials = credentialsOf(server, outgoing)
    const answered = sent.then(async () => sendBatch(server, outgoing, await credentials))
    sent = answered
    // The next batch goes out while this one's answer is noted; a note stands on disk only after those before it.
    noted = noted.then(async () => {
      await noteSent(server, await answered)
      await keep?.()
    })
    for (const later of [credentials, answered]) later.catch(() => undefined)
    return noted
  }
  await inTurn(work, hashAndSend, batchesAhead)
  return count
}

/** Undefined for whoever is not (yet) in the tenant, and for temporary passwords, which stay on premises by default. */
function outgoingFor({ spaces, state }: ServerContext, secret: Secret): Outgoing | undefined {
  const id = secret.objectGUID.toLowerCase()
  const object = spaces.directory.get(id)
  const metaverse = object?.metaverseId == null ? undefined : spaces.metaverse.get(object.metaverseId)
  const cloud = metaverse === undefined ? undefined : spaces.cloud.get(metaverse.sourceAnchor)
  if (object?.type !== 'user' || cloud?.cloudAnchor == null || !isInPasswordSyncScope(object))
    return undefined
  const temporary = secret.pwdLastSet === '0'
  const isNew = state.passwordDue.has(id)
  const forced = state.company.get(onlyRow)?.features.userForcePasswordChangeOnLogonEnabled === true
  return temporary && !isNew && !forced ? undefined : { secret, cloud, forceChange: temporary }
}

const outgoingOf = (server: ServerContext, secrets: readonly Secret[]): Outgoing[] =>
  secrets.map((secret) => outgoingFor(server, secret)).filter((one) => one !== undefined)

async function credentialsOf(
  { lab }: ServerContext,
  batch: readonly Outgoing[],
): Promise<readonly Credential[]> {
  const synced = await syncedCredentials(
    batch.map(({ secret }) => secret.ntHash),
    lab.random,
  )
  return batch.flatMap(({ secret, cloud, forceChange }, at) => {
    const credential = synced[at]
    if (credential === undefined) return []
    const { hash, salt, iterations } = credential
    return { sourceAnchor: cloud.id, hash, salt, iterations, changedAt: secret.changedAt, forceChange }
  })
}

/** Answers those whose hash the tenant has taken. */
async function sendBatch(
  server: ServerContext,
  batch: readonly Outgoing[],
  credentials: readonly Credential[],
): Promise<readonly Outgoing[]> {
  if (batch.length === 0) return []
  const { events, lab } = server
  events.write('ProvisionCredentialsBatchStart', `Provision credentials batch start. Count: ${batch.length}`)
  const now = lab.clock.now()
  events.write('PasswordChangeRequest', batch.map((one) => requestLine(one, now)).join('\n'))
  const { results } = await server.cloud
    .ask('POST', `${provisioningPath}/credentials`, credentialsAnswer, { body: { credentials } })
    .catch((error) => {
      events.write(
        'ProvisionCredentialsBatchFail',
        `Provision credentials batch failed. Error: ${error instanceof Error ? error.message : error}`,
      )
      throw error
    })
  const refused = new Map(
    results.filter(({ ok }) => !ok).map(({ sourceAnchor, code }) => [sourceAnchor, code ?? 'Unknown']),
  )
  events.write(
    'PasswordChangeResult',
    batch.map((one) => resultLine(one, refused.get(one.cloud.id))).join('\n'),
  )
  events.write('ProvisionCredentialsBatchEnd', `Provision credentials batch end. Count: ${batch.length}`)
  return batch.filter(({ cloud }) => !refused.has(cloud.id))
}

async function noteSent({ lab, state }: ServerContext, taken: readonly Outgoing[]): Promise<void> {
  const ids = taken.map(({ secret }) => secret.objectGUID.toLowerCase())
  if (!ids.some((id) => state.passwordDue.has(id))) return
  await lab.store.transaction(() => {
    for (const id of ids) state.passwordDue.delete(id)
  })
}

const requestLine = ({ secret, cloud }: Outgoing, now: number): string =>
  `Password Change Request - Anchor: ${cloud.id}, Dn: ${secret.distinguishedName}, Change Date: ${dateText(secret.changedAt || now)}`

const resultLine = ({ secret, cloud, forceChange }: Outgoing, refusal: string | undefined): string => {
  const about = `Password Change Result - Anchor : ${cloud.id}, Dn : ${secret.distinguishedName}, PwdChangeOnLogon=${forceChange ? 'True' : 'False'}`
  return refusal === undefined
    ? `${about}, Result : Success.`
    : `${about}, Result : Failed. Extended Error : ${refusal}`
}

const dateText = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ')

async function keepWatermark(
  { lab, state }: ServerContext,
  forest: ForestConfiguration,
  usn: number,
  talked: boolean,
): Promise<void> {
  const known = state.passwordWatermarks.get(forest.name)
  if (known?.usn === usn && !talked) return
  const lastTalkAt = talked || known === undefined ? lab.clock.now() : known.lastTalkAt
  await lab.store.transaction(() => state.passwordWatermarks.put({ id: forest.name, usn, lastTalkAt }))
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
