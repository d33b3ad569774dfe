/** Whose hash is to be sent: what has changed since the watermark, and who came into scope after a change (writeback.md §8.9). */
import type { CloudObject } from '#core/sync/connector-space.ts'
import { isInPasswordSyncScope } from '#core/sync/password-sync-scope.ts'
import type { ServerContext } from '../server-context.ts'
import { slices } from '../sliced-work.ts'
import { type ForestConfiguration, onlyRow } from '../state/configuration.ts'
import { type Secret, secretPages, secretsPerRead } from './secret-pages.ts'

/** The tenant takes no more in one request. */
const batchSize = 50

/** A hash with the object it belongs to. */
export interface Outgoing {
  readonly secret: Secret
  readonly cloud: CloudObject
  readonly forceChange: boolean
}

/** Some hashes, and what is to be noted when they and all before them have been sent. */
export interface Portion {
  readonly outgoing: readonly Outgoing[]
  keep?(): Promise<void>
}

/** What has changed since the watermark, which moves with each page of it that has been sent. */
export async function* changedSince(
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
export async function* due(server: ServerContext, forest: ForestConfiguration): AsyncGenerator<Portion> {
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
