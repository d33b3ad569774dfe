/** Derives hashes in the thread pool and sends them to the tenant, with the rows 650 to 652, 656 and 657 (writeback.md §5.6). */
import type { z } from 'zod'
import { credentialsAnswer, type credentialsRequest, provisioningPath } from '#core/contracts/provisioning.ts'
import type { ServerContext } from '../server-context.ts'
import { inTurn } from '../sliced-work.ts'
import type { Outgoing, Portion } from './changed-passwords.ts'
import { createDerivations, type Derivations } from './synced-credential.ts'

/** Batches that are derived, sent or noted: enough that the thread pool never waits for an answer of the tenant or the disk. */
const batchesAhead = 16

/** Requests on their way to the tenant: one after another they would take longer than the derivation of their hashes. */
const sendsAtOnce = 4

type Credential = z.infer<typeof credentialsRequest>['credentials'][number]

/**
 * Batches go out in their order, some at a time; the thread pool works on later ones meanwhile. After a failure no other goes
 * out, and nothing behind it is noted. Answers how many hashes were sent.
 */
export async function sendAll(server: ServerContext, work: AsyncIterable<Portion>): Promise<number> {
  const derivations = createDerivations()
  const onTheirWay: Promise<unknown>[] = []
  let count = 0
  let begun: Promise<unknown> = Promise.resolve()
  let noted: Promise<unknown> = Promise.resolve()
  const hashAndSend = async ({ outgoing, keep }: Portion): Promise<void> => {
    count += outgoing.length
    const credentials = credentialsOf(server, derivations, outgoing)
    const free = onTheirWay.length < sendsAtOnce ? undefined : onTheirWay.shift()
    const ready = Promise.all([credentials, begun, free])
    begun = ready.then(() => undefined)
    const answered = ready.then(([derived]) => sendBatch(server, outgoing, derived))
    onTheirWay.push(answered)
    // Noted in turn, but not each on disk before the next: the journal keeps their order.
    const noting = noted.then(async () => {
      const taken = await answered
      return { onDisk: Promise.all([noteSent(server, taken), keep?.()]) }
    })
    noted = noting
    for (const later of [begun, answered, noting]) later.catch(() => undefined)
    await (await noting).onDisk
  }
  await inTurn(work, hashAndSend, batchesAhead)
  return count
}

async function credentialsOf(
  { lab }: ServerContext,
  derivations: Derivations,
  batch: readonly Outgoing[],
): Promise<readonly Credential[]> {
  const synced = await derivations.credentialsOf(
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
