/**
 * The tenant's directory extensions: the application that owns them and the attributes of Active Directory that synchronisation
 * brings under its name. Source: writeback.md §7.1 (Directory extensions); Graph's extensionProperty.
 */
import type { Lab, StoredRecord } from '#core/ports.ts'
import { newApplication } from './new-records.ts'
import type { TenantDirectory } from './tenant-directory.ts'

/** `extension_<appId without hyphens>_<attribute>` */
export const directoryExtensionName = /^extension_[0-9a-f]{32}_[A-Za-z][\w-]{0,255}$/

/** `cloud.directory-extensions`, one row. */
interface DirectoryExtensions extends StoredRecord {
  readonly appId: string
  readonly attributes: readonly string[]
}

const onlyRow = 'directory extensions'
const rowsOf = ({ store }: Lab) => store.collection<DirectoryExtensions>('cloud.directory-extensions')

export const directoryExtensionsOf = ({
  lab,
}: Pick<TenantDirectory, 'lab'>): DirectoryExtensions | undefined => rowsOf(lab).get(onlyRow)

/** Registers attributes with the extension application, which is made when there is none. Inside a transaction; answers its appId. */
export function registerExtensions(directory: TenantDirectory, attributes: readonly string[]): string {
  const { lab, applications } = directory
  const known = directoryExtensionsOf(directory)
  const appId = known?.appId ?? lab.random.guid()
  if (known === undefined)
    applications.put(
      newApplication({
        id: lab.random.guid(),
        appId,
        displayName: 'Tenant Schema Extension App',
        createdDateTime: lab.clock.now(),
      }),
    )
  const registered = [...new Set([...(known?.attributes ?? []), ...attributes])]
  rowsOf(lab).put({ id: onlyRow, appId, attributes: registered })
  return appId
}
