/** Derives hashes in the thread pool and sends them to the tenant, with the rows 650 to 652, 656 and 657 (writeback.md §5.6). */
import type { z } from 'zod'
import { credentialsAnswer, type credentialsRequest, provisioningPath } from '#core/contracts/provisioning.ts'
import type { ServerContext } from '../server-context.ts'
import { inTurn } from '../sliced-work.ts'
import type { Outgoing, Portion } from './changed-passwords.ts'
import { syncedCredentials } from './synced-credential.ts'

/** Enough hashes at work or waiting for it that the thread pool never waits for the tenant's answer. */
const batchesAhead = 8

type Credential = z.infer<typeof credentialsRequest>['credentials'][number]

/** Batches go out one after another; the thread pool works on later ones meanwhile. Answers how many hashes were sent. */
export async function sendAll(server: ServerContext, work: AsyncIterable<Portion>): Promise<number> {
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
