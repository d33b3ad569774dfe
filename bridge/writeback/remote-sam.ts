/**
 * Why a reset is denied although the permissions are right: “Network access: Restrict clients allowed to make remote calls to
 * SAM” does not name the connector account. Asked only after a denial. Source: writeback.md §4.3, §5.2.
 */
import { accessView } from '#core/active-directory/access-check.ts'
import { remoteSamSetting } from '#core/active-directory/remote-sam-policy.ts'
import { parseSddl } from '#core/active-directory/sddl.ts'
import { rights } from '#core/active-directory/security-descriptor.ts'
import { sidFromBytes } from '#core/active-directory/sid.ts'
import type { DirectoryConnection } from '../connectors/directory-connection.ts'
import { bytesOf, textsOf } from '../connectors/ldap-values.ts'
import type { ForestConfiguration } from '../state/configuration.ts'

const everyone = ['S-1-1-0', 'S-1-5-11']

/** The descriptor of the policy; undefined when it is not set, or cannot be read. */
async function policyOf(connection: DirectoryConnection): Promise<string | undefined> {
  const rootDse = await connection.read('', ['configurationNamingContext'])
  const [configuration] = textsOf(rootDse?.configurationNamingContext)
  const service = await connection.read(`CN=Directory Service,CN=Windows NT,CN=Services,${configuration}`, [
    'msDS-Other-Settings',
  ])
  const setting = textsOf(service?.['msDS-Other-Settings']).find((one) => one.startsWith(remoteSamSetting))
  return setting?.slice(remoteSamSetting.length)
}

/** True when the policy is set and names neither the account nor everybody. */
export async function isRemoteSamDenied(
  connection: DirectoryConnection,
  { account, baseDn }: ForestConfiguration,
): Promise<boolean> {
  const policy = await policyOf(connection)
  if (policy === undefined) return false
  const name = account.username.replace(/^.*\\/, '')
  const [own] = await connection.entries({
    base: baseDn,
    scope: 'sub',
    filter: `(sAMAccountName=${name.replace(/[\\()*]/g, '')})`,
    attributes: ['objectSid'],
  })
  const sid = sidFromBytes(bytesOf(own?.objectSid) ?? Buffer.alloc(0))
  if (sid === undefined) return false
  const descriptor = parseSddl(policy, sid.split('-').slice(0, -1).join('-'))
  if (descriptor === undefined) return false
  return !accessView(descriptor, new Set([sid, ...everyone]), false).allows(rights.readControl)
}
