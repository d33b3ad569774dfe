/** Password hashes from on premises: stored as the user's verifier, with Core Directory's audit rows (writeback.md §8.9). */
import type { z } from 'zod'
import type { credentialsAnswer, credentialsRequest } from '#core/contracts/provisioning.ts'
import type { CloudUser } from '#core/entra/model.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import type { Exporter } from './exported-change.ts'

type Credential = z.infer<typeof credentialsRequest>['credentials'][number]
type Result = z.infer<typeof credentialsAnswer>['results'][number]

/** Somebody has switched the tenant’s feature off since the first hashes came. */
export function isPasswordSyncOff(directory: TenantDirectory): boolean {
  const { directorySync, onPremisesLastPasswordSyncDateTime } = directory.tenant()
  return directorySync.features.passwordSyncEnabled !== true && onPremisesLastPasswordSyncDateTime !== null
}

/** The tenant learns that password hash synchronisation is on by the first batch that comes. */
async function noteFeature(directory: TenantDirectory): Promise<void> {
  const tenant = directory.tenant()
  if (tenant.directorySync.features.passwordSyncEnabled === true) return
  const features = { ...tenant.directorySync.features, passwordSyncEnabled: true }
  await directory.transaction(() =>
    directory.putTenant({ ...tenant, directorySync: { ...tenant.directorySync, features } }),
  )
}

export async function storeCredentials(
  exporter: Exporter,
  credentials: readonly Credential[],
): Promise<Result[]> {
  await noteFeature(exporter.directory)
  return exporter.directory.transaction(() =>
    credentials.map((credential) => storeCredential(exporter, credential)),
  )
}

/** Inside a transaction. */
function storeCredential(exporter: Exporter, credential: Credential): Result {
  const { directory, by, correlationId } = exporter
  const { sourceAnchor, salt, hash, iterations, changedAt, forceChange } = credential
  const user = directory.userByImmutableId(sourceAnchor)
  if (user === undefined || user.deletedDateTime !== null)
    return { sourceAnchor, ok: false, code: 'ExportFailed' }
  const isKnown = isNoNewer(user, changedAt)
  directory.putPassword(
    user.id,
    { salt, hash, iterations },
    {
      by,
      correlationId,
      kind: 'change',
      changedAt: isKnown ? (user.lastPasswordChangeDateTime ?? changedAt) : changedAt,
      // The echo of a reset that was written back must not undo what the reset asked for, nor end the session after it.
      force: forceChange || (isKnown && user.forceChangePasswordNextSignIn),
      // A first hash takes no session's ground away: whoever is signed in was let in by something else.
      keepSessions: isKnown || user.password === null,
      policies: syncedPasswordPolicies(directory),
    },
  )
  return { sourceAnchor, ok: true }
}

/** The cloud has this password, or a newer one: writeback sets the cloud right after Active Directory. */
const isNoNewer = ({ password, lastPasswordChangeDateTime }: CloudUser, changedAt: number): boolean =>
  password !== null && lastPasswordChangeDateTime !== null && changedAt <= lastPasswordChangeDateTime

/** Synced passwords expire on premises, not here, unless the tenant says so (writeback.md §8.9). */
const syncedPasswordPolicies = (directory: TenantDirectory): CloudUser['passwordPolicies'] =>
  directory.tenant().directorySync.features.cloudPasswordPolicyForPasswordSyncedUsersEnabled === true
    ? null
    : 'DisablePasswordExpiration'
