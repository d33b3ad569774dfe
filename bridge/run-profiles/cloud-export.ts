/**
 * Export of the tenant's connector: pending changes in batches over HTTPS. What the tenant acknowledges is kept at once;
 * what it refuses stays pending with its error. Sources: writeback.md §8.2, §8.8.
 */
import { exportErrors, runStatuses } from '#core/codes/connect.ts'
import { exportAnswer, provisioningPath } from '#core/contracts/provisioning.ts'
import { acknowledged, type CloudObject, exportedChange } from '#core/sync/connector-space.ts'
import { breathe, type ServerContext, slices } from '../server-context.ts'
import { type Run, RunStopped } from './run-profile.ts'

const changesPerBatch = 500

type ExportResult = ReturnType<typeof exportAnswer.parse>['results'][number]

export async function exportToCloud(
  server: ServerContext,
  deletionThreshold: number,
  run: Run,
): Promise<void> {
  const pending = pendingInOrder(server)
  stopAtThreshold(server, pending, deletionThreshold)
  for (const batch of slices(pending, changesPerBatch)) {
    const changes = batch.flatMap((object) =>
      object.pendingExport === null ? [] : [exportedChange(object, object.pendingExport)],
    )
    const { results } = await server.cloud.ask('POST', `${provisioningPath}/export`, exportAnswer, {
      body: { changes },
    })
    await server.lab.store.transaction(() => {
      for (const result of results) keepResult(server, result, run)
    })
    await breathe()
  }
}

/** People before groups, so that members are there when their group comes; deletions last. */
function pendingInOrder({ spaces }: ServerContext): CloudObject[] {
  const rank = ({ type, pendingExport }: CloudObject) =>
    pendingExport?.operation === 'delete' ? 2 : type === 'Group' ? 1 : 0
  const pending = [...spaces.pendingCloudExports]
    .map((id) => spaces.cloud.get(id))
    .filter((object) => object !== undefined)
  return pending.sort((a, b) => rank(a) - rank(b))
}

function stopAtThreshold(server: ServerContext, pending: readonly CloudObject[], threshold: number): void {
  const deletions = pending.filter(({ pendingExport }) => pendingExport?.operation === 'delete').length
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
