/** Import of the tenant's connector: what the tenant says about its synchronised objects, from the last cookie on. */
import { importAnswer, provisioningPath } from '#core/contracts/provisioning.ts'
import { type CloudObject, metaverseIdOf } from '#core/sync/connector-space.ts'
import { cloudConnectorName, requireConfiguration, type ServerContext } from '../server-context.ts'
import { breathe } from '../sliced-work.ts'
import type { Run } from './run-profile.ts'

type ImportedObject = ReturnType<typeof importAnswer.parse>['objects'][number]

export async function importCloud(server: ServerContext, policy: 'Full' | 'Delta', run: Run): Promise<void> {
  const connector = cloudConnectorName(requireConfiguration(server))
  const { watermarks } = server.state
  let cookie = policy === 'Full' ? '' : (watermarks.get(connector)?.cookie ?? '')
  for (let more = true; more; ) {
    const page = await server.cloud.ask(
      'GET',
      `${provisioningPath}/objects?cookie=${encodeURIComponent(cookie)}`,
      importAnswer,
    )
    await server.lab.store.transaction(() => {
      for (const object of page.objects) stage(server, object, run)
      watermarks.put({ id: connector, usn: 0, cookie: page.cookie })
    })
    cookie = page.cookie
    more = page.more
    run.checkpoint()
    await breathe()
  }
}

function stage({ spaces }: ServerContext, imported: ImportedObject, run: Run): void {
  const anchor = imported.sourceAnchor
  if (anchor === null) return
  const known = spaces.cloud.get(anchor)
  if (imported.deleted) {
    if (known !== undefined && known.cloudAnchor === imported.cloudAnchor) stageDeletion(spaces, known, run)
    return
  }
  if (known === undefined) {
    run.count('adds')
    spaces.cloud.put(unknownUntilNow(anchor, imported))
    const id = metaverseIdOf(metaverseType[imported.type], anchor)
    if (spaces.metaverse.has(id)) spaces.outboundDue.put({ id })
    return
  }
  if (known.confirmed && known.cloudAnchor === imported.cloudAnchor) {
    run.count('unchanged')
    return
  }
  run.count('updates')
  spaces.cloud.put({ ...known, cloudAnchor: imported.cloudAnchor, confirmed: true })
}

const metaverseType = { User: 'person', Group: 'group', Contact: 'contact' } as const

/** An object that another Connect server exported, or that this one exported before it lost its database. */
const unknownUntilNow = (anchor: string, { type, cloudAnchor }: ImportedObject): CloudObject => ({
  id: anchor,
  type,
  cloudAnchor,
  metaverseId: null,
  exported: {},
  pendingExport: null,
  confirmed: true,
  error: null,
})

/** The tenant has lost the object: it goes out again as an addition as long as the metaverse holds it. */
function stageDeletion(spaces: ServerContext['spaces'], known: CloudObject, run: Run): void {
  if (known.pendingExport?.operation === 'delete' || known.metaverseId === null) {
    run.count('deletes')
    spaces.cloud.delete(known.id)
    return
  }
  if (known.exported === null) return
  run.count('deletes')
  spaces.cloud.put({ ...known, cloudAnchor: null, exported: null, pendingExport: null, confirmed: false })
  spaces.outboundDue.put({ id: known.metaverseId })
}
