/**
 * Export of the tenant's connector: pending changes in batches over HTTPS. What the tenant acknowledges is kept at once;
 * what it refuses stays pending with its error. Sources: writeback.md §8.2, §8.8.
 */
import { exportErrors, runStatuses } from '#core/codes/sync-outcomes.ts'
import { exportAnswer, provisioningPath } from '#core/contracts/provisioning.ts'
import { acknowledged, type CloudObject, exportedChange } from '#core/sync/connector-space.ts'
import type { ServerContext } from '../server-context.ts'
import { breathe, inTransactions, inTurn, slices } from '../sliced-work.ts'
import { type Run, RunStopped } from './run-profile.ts'

/** The contract's limit of one request. */
const changesPerBatch = 500
/** Members of groups weigh as much as changes, photos and certificates by their length: more of them make a batch of their own. */
const weightPerBatch = 2000
const charactersPerWeight = 64
/** Pending objects that are put in order before others get their turn. */
const sortedAtOnce = 4096

type ExportResult = ReturnType<typeof exportAnswer.parse>['results'][number]

export async function exportToCloud(
  server: ServerContext,
  deletionThreshold: number,
  run: Run,
): Promise<void> {
  const order = await pendingInOrder(server)
  stopAtThreshold(server, order.deletions, deletionThreshold)
  for (const pending of [order.others, order.groups, order.deletions])
    await inTurn(batches(pending), (batch) => exportBatch(server, batch, run))
}

async function exportBatch(server: ServerContext, batch: readonly CloudObject[], run: Run): Promise<void> {
  run.checkpoint()
  const changes = batch.flatMap((object) =>
    object.pendingExport === null ? [] : [exportedChange(object, object.pendingExport)],
  )
  const { results } = await server.cloud.ask('POST', `${provisioningPath}/export`, exportAnswer, {
    body: { changes },
  })
  await inTransactions(server.lab.store, results, (result) => keepResult(server, result, run))
}

function* batches(pending: Iterable<CloudObject>): Iterable<readonly CloudObject[]> {
  let batch: CloudObject[] = []
  let weight = 0
  for (const object of pending) {
    batch.push(object)
    weight += weightOf(object)
    if (batch.length < changesPerBatch && weight < weightPerBatch) continue
    yield batch
    batch = []
    weight = 0
  }
  if (batch.length > 0) yield batch
}

function weightOf({ pendingExport }: CloudObject): number {
  const { members, thumbnailPhoto, userCertificate, userSMIMECertificate } = pendingExport?.attributes ?? {}
  const count = Array.isArray(members) ? members.length : 0
  if (thumbnailPhoto == null && userCertificate == null && userSMIMECertificate == null) return 1 + count
  const texts = [thumbnailPhoto, userCertificate, userSMIMECertificate].flat()
  const characters = texts.reduce<number>((sum, one) => sum + (typeof one === 'string' ? one.length : 0), 0)
  return 1 + count + Math.ceil(characters / charactersPerWeight)
}

interface ExportOrder {
  readonly others: readonly CloudObject[]
  readonly groups: readonly CloudObject[]
  readonly deletions: readonly CloudObject[]
}

/** People before groups, so that members are there when their group comes; deletions last. */
async function pendingInOrder({ spaces }: ServerContext): Promise<ExportOrder> {
  const order = { others: [] as CloudObject[], groups: [] as CloudObject[], deletions: [] as CloudObject[] }
  for (const slice of slices(spaces.pendingCloudExports, sortedAtOnce)) {
    for (const object of slice) {
      if (object.pendingExport?.operation === 'delete') order.deletions.push(object)
      else (object.type === 'Group' ? order.groups : order.others).push(object)
    }
    await breathe()
  }
  return order
}

function stopAtThreshold(
  server: ServerContext,
  { length: deletions }: readonly CloudObject[],
  threshold: number,
): void {
  if (threshold === 0 || deletions <= threshold) return
  server.events.write(
    'ExportDeletionThreshold',
    `Prevent Accidental Deletes: The number of deletions for this sync cycle has exceeded the current threshold of ${threshold} objects. Count: ${deletions}`,
  )
  throw new RunStopped(runStatuses.deletionThreshold, `${deletions} deletions wait, ${threshold} are allowed`)
}

/** A new user's hash may have changed long before the last password pass. */
function passwordIsDue({ spaces, state }: ServerContext, { type, metaverseId }: CloudObject): void {
  const metaverse = metaverseId === null ? undefined : spaces.metaverse.get(metaverseId)
  if (type === 'User') for (const id of metaverse?.links ?? []) state.passwordDue.put({ id })
}

const isExportError = (code: string | undefined): code is keyof typeof exportErrors =>
  code !== undefined && Object.hasOwn(exportErrors, code)

function keepResult(server: ServerContext, result: ExportResult, run: Run): void {
  const { cloud } = server.spaces
  const object = cloud.get(result.sourceAnchor)
  if (object?.pendingExport == null) return
  if (result.ok) {
    run.count(`export-${object.pendingExport.operation}`)
    const after = acknowledged(object, result.cloudAnchor)
    if (after === undefined) cloud.delete(object.id)
    else cloud.put(after)
    if (object.pendingExport.operation === 'add') passwordIsDue(server, object)
    return
  }
  run.count('export-failure')
  const code = isExportError(result.code) ? result.code : 'ExportFailed'
  const message = result.message ?? exportErrors[code].says
  cloud.put({ ...object, error: { code, message, at: server.lab.clock.now() } })
  run.error(object.cloudAnchor ?? object.id, code, message)
}
