/** Which cloud user an exported one is: hard match by source anchor, soft match by address or name, or none (writeback.md §8.5). */
import type { CloudUser } from '#core/entra/model.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'

export type UserMatch =
  | { readonly kind: 'same' | 'takeover'; readonly user: CloudUser }
  | { readonly kind: 'none' }
  | {
      readonly kind: 'refused'
      readonly code: 'InvalidHardMatch' | 'InvalidSoftMatch' | 'ExistingAdminRoleConflict'
      readonly message: string
    }

export interface MatchKeys {
  readonly sourceAnchor: string
  readonly userPrincipalName: string
  /** `SMTP:` address, else mail. */
  readonly primaryAddress: string | null
}

const refused = (code: Extract<UserMatch, { kind: 'refused' }>['code'], message: string): UserMatch => ({
  kind: 'refused',
  code,
  message,
})

export function matchUser(directory: TenantDirectory, keys: MatchKeys): UserMatch {
  const { features } = directory.tenant().directorySync
  const hard = directory.userByImmutableId(keys.sourceAnchor)
  if (hard !== undefined) {
    if (hard.onPremisesSyncEnabled === true) return { kind: 'same', user: hard }
    if (features.blockCloudObjectTakeoverThroughHardMatchEnabled === true)
      return refused('InvalidHardMatch', 'The tenant blocks taking over cloud objects by their anchor.')
    return { kind: 'takeover', user: hard }
  }
  const soft = softMatch(directory, keys)
  if (soft === undefined || features.blockSoftMatchEnabled === true) return { kind: 'none' }
  if (soft.onPremisesImmutableId !== null) {
    // With duplicate attribute resiliency a new object is made and its values are quarantined instead.
    if (features.quarantineUponUpnConflictEnabled === true) return { kind: 'none' }
    return refused('InvalidSoftMatch', `${soft.userPrincipalName} is tied to another source anchor.`)
  }
  if (directory.rolesOf(soft.id).length > 0)
    return refused('ExistingAdminRoleConflict', `${soft.userPrincipalName} holds a directory role.`)
  return { kind: 'takeover', user: soft }
}

function softMatch(
  directory: TenantDirectory,
  { userPrincipalName, primaryAddress }: MatchKeys,
): CloudUser | undefined {
  const byAddress =
    primaryAddress === null
      ? undefined
      : (directory.userByProxyAddress(primaryAddress) ?? directory.userByMail(primaryAddress))
  if (byAddress !== undefined) return byAddress
  return directory.tenant().directorySync.features.softMatchOnUpnEnabled === true
    ? directory.findUser(userPrincipalName)
    : undefined
}

export function primaryAddressOf(proxyAddresses: readonly string[], mail: string | null): string | null {
  const primary = proxyAddresses.find((address) => address.startsWith('SMTP:'))
  return primary === undefined ? mail : primary.slice('SMTP:'.length)
}
