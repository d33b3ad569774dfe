/**
 * How many objects the tenant may hold: 50,000, from the first verified domain on 300,000, or what support has agreed to (the
 * switch `objectQuota`). Source: writeback.md §7.4. Counted are users, groups and contacts that are not deleted.
 */
import type { ExportedChange } from '#core/contracts/provisioning.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import { type ExportResult, failed } from './exported-change.ts'
import { provisionedObjects } from './provisioned-objects.ts'

const unverifiedQuota = 50_000
const verifiedQuota = 300_000

function objectQuota(directory: TenantDirectory): number {
  const { domains, objectQuota: agreed = null } = directory.tenant()
  const hasOwnDomain = domains.some(({ isVerified, isInitial }) => isVerified && !isInitial)
  return agreed ?? (hasOwnDomain ? verifiedQuota : unverifiedQuota)
}

const countObjects = (directory: TenantDirectory): number =>
  directory.countUsers() + directory.groupsInOrder('id').size + provisionedObjects(directory).contacts.size

/** `QuotaExceeded` when there is no room for one object more. */
export function refusedByQuota(directory: TenantDirectory, change: ExportedChange): ExportResult | undefined {
  const quota = objectQuota(directory)
  if (countObjects(directory) < quota) return undefined
  return failed(change, 'QuotaExceeded', `The tenant may hold ${quota} objects, and it does.`)
}
