/**
 * Duplicate attribute resiliency: an object with a value that another one holds still comes; the value waits in quarantine
 * and goes back when it is free (writeback.md §8.8).
 */
import type { CloudUser, ProxyConflict } from '#core/entra/model.ts'
import type { Instant } from '#core/ports.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import { provisionedObjects } from './provisioned-objects.ts'

export type Deduplicated =
  | { readonly ok: true; readonly user: CloudUser }
  | { readonly ok: false; readonly message: string }

const initialDomainOf = (directory: TenantDirectory): string =>
  directory.tenant().domains.find((domain) => domain.isInitial)?.name ?? ''

const conflict = (
  propertyCausingError: ProxyConflict['propertyCausingError'],
  value: string,
  occurredDateTime: Instant,
): ProxyConflict => ({
  category: 'PropertyConflict',
  propertyCausingError,
  value,
  occurredDateTime,
})

/** `<OriginalPrefix>+<4DigitNumber>@<initial domain>` */
function substituteName(directory: TenantDirectory, userPrincipalName: string): string {
  const prefix = userPrincipalName.split('@')[0] ?? ''
  const domain = initialDomainOf(directory)
  for (;;) {
    const name = `${prefix}+${1000 + directory.lab.random.integer(9000)}@${domain}`
    if (directory.findUser(name) === undefined) return name
  }
}

/** Takes away what others hold, or refuses where the tenant has resiliency switched off. */
export function withoutDuplicates(directory: TenantDirectory, wanted: CloudUser): Deduplicated {
  const { features } = directory.tenant().directorySync
  const now = directory.lab.clock.now()
  const isOthers = (other: CloudUser | undefined): boolean => other !== undefined && other.id !== wanted.id
  const errors: ProxyConflict[] = []
  let { userPrincipalName } = wanted
  if (isOthers(directory.findUser(userPrincipalName))) {
    if (features.quarantineUponUpnConflictEnabled !== true)
      return { ok: false, message: `userPrincipalName ${userPrincipalName} is taken.` }
    errors.push(conflict('UserPrincipalName', userPrincipalName, now))
    userPrincipalName = substituteName(directory, userPrincipalName)
  }
  const taken = wanted.proxyAddresses.filter((address) => isOthers(directory.userByProxyAddress(address)))
  if (taken.length > 0 && features.quarantineUponProxyAddressesConflictEnabled !== true)
    return { ok: false, message: `proxyAddresses: ${taken.join(', ')} is taken.` }
  errors.push(...taken.map((address) => conflict('ProxyAddress', address, now)))
  const proxyAddresses = wanted.proxyAddresses.filter((address) => !taken.includes(address))
  return {
    ok: true,
    user: { ...wanted, userPrincipalName, proxyAddresses, onPremisesProvisioningErrors: errors },
  }
}

/** The sweep: gives back what has become free. Answers how many users it healed. */
export async function healConflicts(directory: TenantDirectory): Promise<number> {
  const healed = provisionedObjects(directory)
    .conflicts.all('any')
    .flatMap(({ id }) => directory.findUser(id) ?? [])
    .map((user) => ({ before: user, after: healedUser(directory, user) }))
    .filter(({ before, after }) => before !== after)
  if (healed.length > 0)
    await directory.transaction(() => {
      for (const { after } of healed) directory.putUser(after)
    })
  return healed.length
}

function healedUser(directory: TenantDirectory, user: CloudUser): CloudUser {
  const isFree = ({ propertyCausingError, value }: ProxyConflict): boolean =>
    (propertyCausingError === 'UserPrincipalName'
      ? directory.findUser(value)
      : directory.userByProxyAddress(value)) === undefined
  const free = user.onPremisesProvisioningErrors.filter(isFree)
  if (free.length === 0) return user
  const name = free.find((error) => error.propertyCausingError === 'UserPrincipalName')?.value
  const addresses = free
    .filter((error) => error.propertyCausingError === 'ProxyAddress')
    .map((error) => error.value)
  return {
    ...user,
    userPrincipalName: name ?? user.userPrincipalName,
    proxyAddresses: [...user.proxyAddresses, ...addresses],
    onPremisesProvisioningErrors: user.onPremisesProvisioningErrors.filter((error) => !free.includes(error)),
  }
}
