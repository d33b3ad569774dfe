/** Export of an AD connector: writes the source anchor of users into ms-DS-ConsistencyGuid. Source: writeback.md §8.3. */
import { Attribute, Change } from 'ldapts'
import { syncErrors } from '#core/codes/sync-outcomes.ts'
import type { DirectoryObject } from '#core/sync/connector-space.ts'
import { DirectoryRefusal } from '../connectors/directory-connection.ts'
import type { ServerContext } from '../server-context.ts'
import { inTurn, slices } from '../sliced-work.ts'
import type { Run } from './run-profile.ts'

/** Writes on their way to the domain controller at the same time. */
const inFlight = 64
const noSuchObject = 32
const insufficientRights = 50

export async function exportToDirectory(server: ServerContext, connector: string, run: Run): Promise<void> {
  await inTurn(slices(pendingOf(server, connector), inFlight), async (slice) => {
    const outcomes = await Promise.all(slice.map((object) => write(server, object)))
    await server.lab.store.transaction(() => {
      for (const { id, refusal } of outcomes) keepOutcome(server, id, refusal, run)
    })
  })
}

/** One after another, while those before are written and leave the queue: a list of all of them would hold up everybody else. */
function* pendingOf({ spaces }: ServerContext, connector: string): Iterable<DirectoryObject> {
  for (const object of spaces.pendingDirectoryExports)
    if (object.connector === connector && object.metaverseId !== null) yield object
}

interface Outcome {
  readonly id: string
  readonly refusal: DirectoryRefusal | undefined
}

async function write(
  server: ServerContext,
  { id, connector, pendingExport }: DirectoryObject,
): Promise<Outcome> {
  const changes = Object.entries(pendingExport ?? {}).map(
    ([type, value]) =>
      new Change({
        operation: 'replace',
        modification: new Attribute({ type, values: [Buffer.from(value, 'base64')] }),
      }),
  )
  try {
    await server.directory(connector).modify(`<GUID=${id}>`, changes)
    return { id, refusal: undefined }
  } catch (error) {
    if (error instanceof DirectoryRefusal) return { id, refusal: error }
    throw error
  }
}

function keepOutcome(
  { spaces, lab }: ServerContext,
  id: string,
  refusal: DirectoryRefusal | undefined,
  run: Run,
): void {
  const object = spaces.directory.get(id)
  if (object === undefined) return
  // Gone since the import: the next import tells.
  if (refusal === undefined || refusal.resultCode === noSuchObject) {
    if (refusal === undefined) run.count('export-update')
    const attributes =
      refusal === undefined ? { ...object.attributes, ...object.pendingExport } : object.attributes
    spaces.directory.put({ ...object, attributes, pendingExport: null, error: null })
    return
  }
  const code = refusal.resultCode === insufficientRights ? 'permission-issue' : 'unexpected-error'
  const { says } = syncErrors[code]
  run.count('export-failure')
  spaces.directory.put({ ...object, error: { code, message: says, at: lab.clock.now() } })
  run.error(object.dn, code, `${says} ${refusal.diagnostic}`.trim())
}
