/** Cmdlets that grant the connector account its rights in a domain. Source: writeback.md §4.3, §7.3. */
import type { Ace } from '#core/active-directory/security-descriptor.ts'
import { ok } from '#core/result.ts'
import {
  groupWritebackRights,
  passwordHashSyncRights,
  passwordWritebackRights,
  synchronizationRights,
} from '#core/sync/connector-account-rights.ts'
import type { ConnectTools } from '../connect-routes.ts'
import {
  DirectoryConnection,
  DirectoryRefusal,
  DirectoryUnreachable,
} from '../connectors/directory-connection.ts'
import { grant, sidOf } from '../installation/connector-account.ts'
import type { Configuration, ForestConfiguration } from '../state/configuration.ts'
import { type CmdletHandlers, type CmdletParameters, no, onInstalled } from './cmdlet-handlers.ts'

type Names =
  | 'Set-ADSyncPasswordWritebackPermissions'
  | 'Set-ADSyncPasswordHashSyncPermissions'
  | 'Set-ADSyncBasicReadPermissions'
  | 'Set-ADSyncUnifiedGroupWritebackPermissions'
type Given = CmdletParameters<Names>

function forestOf({ forests }: Configuration, { ADConnectorAccountDomain: domain }: Given) {
  return domain === undefined
    ? forests[0]
    : forests.find(({ name }) => name.toLowerCase() === domain.toLowerCase())
}

/** `CONTOSO\MSOL_0123` → `MSOL_0123`. */
const accountName = ({ account }: ForestConfiguration): string => account.username.replace(/^.*\\/, '')

const escaped = (text: string): string =>
  text.replace(/[\\()*\0]/g, (sign) => `\\${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)

async function accountDn(
  connection: DirectoryConnection,
  forest: ForestConfiguration,
  given: Given,
): Promise<string | undefined> {
  if (given.ADConnectorAccountDN !== undefined) return given.ADConnectorAccountDN
  const name = escaped(given.ADConnectorAccountName ?? accountName(forest))
  const filter = `(sAMAccountName=${name})`
  const found = await connection.entries({ base: forest.baseDn, scope: 'sub', filter, attributes: ['1.1'] })
  return found[0]?.dn
}

const permissionCmdlet =
  (rightsOf: (sid: string) => readonly Ace[], names: readonly string[]) =>
  (tools: ConnectTools, given: Given) =>
    onInstalled(tools, async (configuration) => {
      const forest = forestOf(configuration, given)
      const endpoint = forest === undefined ? undefined : tools.server.forestEndpoint(forest.name)
      if (forest === undefined || endpoint === undefined)
        return no('UnknownConnectObject', given.ADConnectorAccountDomain)
      const connection = new DirectoryConnection(endpoint, () => given.Credential)
      try {
        const dn = await accountDn(connection, forest, given)
        if (dn === undefined) return no('UnknownConnectObject', given.ADConnectorAccountName)
        const wanted = rightsOf(await sidOf(connection, dn))
        const targets = [
          given.ADobjectDN ?? forest.baseDn,
          ...(given.IncludeAdminSdHolders ? [`CN=AdminSDHolder,CN=System,${forest.baseDn}`] : []),
        ]
        for (const target of targets) await grant(connection, target, wanted)
        return ok(targets.map((Target) => ({ Target, Account: dn, Rights: [...names] })))
      } catch (error) {
        if (error instanceof DirectoryRefusal) return no('DirectoryRefused', error.message)
        if (error instanceof DirectoryUnreachable) return no('WizardDirectoryUnreachable', error.message)
        throw error
      } finally {
        await connection.close()
      }
    })

export const permissionCmdlets: CmdletHandlers<Names> = {
  'Set-ADSyncPasswordWritebackPermissions': permissionCmdlet(passwordWritebackRights, [
    'Reset password',
    'Change password',
    'Write lockoutTime',
    'Write pwdLastSet',
    'Unexpire password',
  ]),
  'Set-ADSyncPasswordHashSyncPermissions': permissionCmdlet(passwordHashSyncRights, [
    'Replicating Directory Changes',
    'Replicating Directory Changes All',
  ]),
  'Set-ADSyncUnifiedGroupWritebackPermissions': permissionCmdlet(groupWritebackRights, [
    'Create and delete groups',
    'Read all properties',
    'Write all properties',
  ]),
  'Set-ADSyncBasicReadPermissions': permissionCmdlet(synchronizationRights, [
    'Read all properties',
    'Write all properties',
  ]),
}
