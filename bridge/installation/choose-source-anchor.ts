/**
 * Which attribute becomes the source anchor of users, and what the tenant is told about it, so that servers to come take the
 * same one. Source: writeback.md §8.3.
 */
import { z } from 'zod'
import { provisioningPath } from '#core/contracts/provisioning.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { managedAnchor, objectGuidAnchor } from '#core/sync/source-anchor.ts'
import { type ConnectRefusal, refusal } from '../connect-refusal.ts'
import { type CloudAccount, CloudRefusal, CloudUnreachable } from '../connectors/cloud-connection.ts'
import type { DirectoryConnection } from '../connectors/directory-connection.ts'
import type { ServerContext } from '../server-context.ts'
import { signInAdministrator } from './cloud-administrator.ts'
import { defaultNamingContext } from './connector-account.ts'
import { type NewDirectory, withDirectory } from './prepare-forest.ts'

/** Has ms-DS-ConsistencyGuid a value on any user? Whoever wrote it means something by it. */
export async function isConsistencyGuidInUse(
  connection: DirectoryConnection,
  baseDn: string,
): Promise<boolean> {
  const filter = `(&(objectCategory=person)(objectClass=user)(${managedAnchor}=*))`
  const found = await connection.entries({ base: baseDn, scope: 'sub', filter, attributes: ['1.1'] })
  return found.length > 0
}

/** “Let Azure manage the source anchor”: what the tenant knows of servers before this one, else what the forests allow. */
export async function manageSourceAnchor(
  directories: readonly NewDirectory[],
  known: string | null,
): Promise<Result<string, ConnectRefusal>> {
  if (known !== null) return ok(known)
  for (const directory of directories) {
    const inUse = await withDirectory(directory, async (connection) =>
      ok(await isConsistencyGuidInUse(connection, await defaultNamingContext(connection))),
    )
    if (!inUse.ok) return inUse
    if (inUse.value) return ok(objectGuidAnchor)
  }
  return ok(managedAnchor)
}

/** Tells the tenant, as an administrator. */
export async function tellSourceAnchor(
  { cloud }: Pick<ServerContext, 'cloud'>,
  administrator: CloudAccount,
  attribute: string,
): Promise<Result<undefined, ConnectRefusal>> {
  const signedIn = await signInAdministrator(cloud, administrator)
  if (!signedIn.ok) return signedIn
  try {
    await cloud.ask('POST', `${provisioningPath}/source-anchor`, z.unknown(), {
      body: { attribute },
      bearer: signedIn.value,
    })
    return ok(undefined)
  } catch (error) {
    if (error instanceof CloudRefusal || error instanceof CloudUnreachable)
      return fail(refusal('TenantRefused', error.message))
    throw error
  }
}
