/** The tenant's Conditional Access policies and named locations, as a sign-in reads them. */
import { BlockList, isIPv4, isIPv6 } from 'node:net'
import { type AccessPolicy, storedAccessPolicy } from '#core/contracts/conditional-access.ts'
import type { StoredRecord } from '#core/ports.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { authenticationStrengths } from '../../graph/policies/authentication-strengths.ts'
import { accessPolicies, namedLocations } from '../../graph/policies/conditional-access-routes.ts'
import type { Document } from '../../graph/policies/document-set.ts'

/** Records are replaced, never changed: what one says is worked out once. */
const read = new WeakMap<Document, AccessPolicy>()

function policyOf(row: Document): AccessPolicy {
  const known = read.get(row) ?? { ...storedAccessPolicy.parse(row.members), id: row.id }
  read.set(row, known)
  return known
}

export const accessPoliciesOf = ({ lab }: TenantDirectory): readonly AccessPolicy[] => {
  const rows = lab.store.collection<Document>(accessPolicies)
  return rows.size === 0 ? [] : [...rows.values()].map(policyOf)
}

interface Location {
  readonly isTrusted: boolean
  readonly addresses: BlockList
}
const locations = new WeakMap<Document, Location>()

function locationOf(row: Document): Location {
  const known = locations.get(row)
  if (known !== undefined) return known
  const addresses = new BlockList()
  const ranges = Array.isArray(row.members.ipRanges) ? row.members.ipRanges : []
  for (const { cidrAddress } of ranges as readonly { readonly cidrAddress: string }[]) {
    const [address = '', bits = ''] = cidrAddress.split('/')
    addresses.addSubnet(address, Number(bits), isIPv6(address) ? 'ipv6' : 'ipv4')
  }
  const location = { isTrusted: row.members.isTrusted === true, addresses }
  locations.set(row, location)
  return location
}

/** Locations by country hold no address: the lab knows of none where it is. */
export function locationsOf(
  { lab }: TenantDirectory,
  ipAddress: string,
): { readonly ids: ReadonlySet<string>; readonly isTrusted: boolean } {
  const address = ipAddress.replace(/^::ffff:/, '')
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined
  const here =
    family === undefined
      ? []
      : [...lab.store.collection<Document>(namedLocations).values()].filter((row) =>
          locationOf(row).addresses.check(address, family),
        )
  return { ids: new Set(here.map(({ id }) => id)), isTrusted: here.some((row) => locationOf(row).isTrusted) }
}

export const strengthCombinations = (id: string): ReadonlySet<string> =>
  new Set(authenticationStrengths.find((each) => each.id === id.toLowerCase())?.allowedCombinations ?? [])

interface StoredPolicy extends StoredRecord {
  readonly settings: Readonly<Record<string, unknown>>
}

/** What was written over the default of a policy of which there is one. */
const settingOf = ({ lab }: TenantDirectory, policy: string, name: string): unknown =>
  lab.store.collection<StoredPolicy>('cloud.policies').get(policy)?.settings[name]

export const securityDefaultsAreOn = (directory: TenantDirectory): boolean =>
  settingOf(directory, 'policies/identitySecurityDefaultsEnforcementPolicy', 'isEnabled') === true

/**
 * Before the migration to the authentication methods policy the older settings count, too, and these let every method be
 * used; after it the methods policy alone decides, with Microsoft Authenticator on and the others off.
 */
export function isSecondFactorEnabled(directory: TenantDirectory, policy: string): boolean {
  const migrated =
    settingOf(directory, 'authenticationMethodsPolicy', 'policyMigrationState') === 'migrationComplete'
  const state = settingOf(directory, `method-${policy}`, 'state')
  return migrated
    ? (state ?? (policy === 'MicrosoftAuthenticator' ? 'enabled' : 'disabled')) === 'enabled'
    : true
}
