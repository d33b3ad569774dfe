/** Who holds an address in the tenant, of whatever type: types do not share addresses (writeback.md §8.5, §8.8). */
import type { ExportedChange, SyncedType } from '#core/contracts/provisioning.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import { type ExportResult, failed } from './exported-change.ts'
import { bareAddress, provisionedObjects } from './provisioned-objects.ts'

/** `ObjectTypeMismatch` when an object of another type holds one of the addresses. */
export function refusedAddresses(
  directory: TenantDirectory,
  change: ExportedChange,
  addresses: readonly string[] | null | undefined,
): ExportResult | undefined {
  if (addresses == null || addresses.length === 0) return undefined
  const holder = heldByOtherType(directory, change.type, addresses)
  return holder === undefined ? undefined : failed(change, 'ObjectTypeMismatch', holder)
}

function heldByOtherType(
  directory: TenantDirectory,
  type: SyncedType,
  addresses: readonly string[],
): string | undefined {
  const { groupsByAddress, contactsByAddress } = provisionedObjects(directory)
  const isHeld: Readonly<Record<SyncedType, (address: string) => boolean>> = {
    User: (address) => directory.userByProxyAddress(address) !== undefined,
    Group: (address) => groupsByAddress.find(bareAddress(address)) !== undefined,
    Contact: (address) => contactsByAddress.find(bareAddress(address)) !== undefined,
  }
  const others = (['User', 'Group', 'Contact'] as const).filter((other) => other !== type)
  for (const address of addresses) {
    const holder = others.find((other) => isHeld[other](address))
    if (holder !== undefined) return `${address} belongs to a ${holder.toLowerCase()}.`
  }
  return undefined
}
