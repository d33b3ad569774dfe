/** Exported users: matched, made, changed, soft-deleted (writeback.md §8.5 to §8.8). */
import type { z } from 'zod'
import type { ExportedChange } from '#core/contracts/provisioning.ts'
import { type ModifiedProperty, modified } from '#core/entra/audit-row.ts'
import type { CloudUser } from '#core/entra/model.ts'
import { newUser } from '../directory/new-records.ts'
import { userTarget } from '../directory/passwords.ts'
import { keepPhoto } from '../directory/photos.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import { refusedAddresses } from './address-holders.ts'
import { done, type Exporter, type ExportResult, failed, failedBySchema, idOf } from './exported-change.ts'
import { matchUser, primaryAddressOf } from './match-user.ts'
import { refusedByQuota } from './object-quota.ts'
import { withoutDuplicates } from './quarantine.ts'
import { awaitReference, resolveReferencesTo } from './references.ts'
import {
  directoryExtensions,
  extensionAttributes,
  splitExtensions,
  userAttributes,
} from './synced-attributes.ts'

type Attributes = z.infer<typeof userAttributes>

/** What the directory keeps apart from a user's own attributes. */
interface Extensions {
  readonly attributes: z.infer<typeof extensionAttributes>
  readonly directory: z.infer<typeof directoryExtensions>
}

/** Sign-in names in the tenant: published characters, one @, no full stop before it (writeback.md §2.5). */
const namePattern = /^[A-Za-z0-9'._\-!#^~+]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/
const isName = (name: string): boolean => namePattern.test(name) && !name.includes('.@')

/** Inside a transaction. */
export function exportUser(exporter: Exporter, change: ExportedChange): ExportResult {
  if (change.operation === 'delete') return deleteUser(exporter, change)
  const split = splitExtensions(change.attributes)
  const parsed = userAttributes.safeParse(split.own)
  if (!parsed.success) return failedBySchema(change, parsed.error)
  const further = extensionAttributes.safeParse(split.extensions)
  const directory = directoryExtensions.safeParse(split.directoryExtensions)
  if (!further.success) return failedBySchema(change, further.error)
  if (!directory.success) return failedBySchema(change, directory.error)
  const { data } = parsed
  const extensions = { attributes: further.data, directory: directory.data }
  if (data.userPrincipalName !== undefined && !isName(data.userPrincipalName))
    return failed(
      change,
      'IdentityDataValidationFailed',
      `${data.userPrincipalName} is not a valid sign-in name.`,
    )
  const refused = refusedAddresses(exporter.directory, change, data.proxyAddresses)
  if (refused !== undefined) return refused
  return change.operation === 'add'
    ? addUser(exporter, change, data, extensions)
    : updateUser(exporter, change, data, extensions)
}

/** The user as the attributes make it: absent ones stay as they are. All are overwritten in one copy (docs/decisions/0008). */
function applied(
  directory: TenantDirectory,
  user: CloudUser,
  given: Attributes,
  extensions: Extensions,
): CloudUser {
  return {
    ...user,
    accountEnabled: given.accountEnabled ?? user.accountEnabled,
    displayName: given.displayName ?? user.displayName,
    mailNickname: given.mailNickname ?? user.mailNickname,
    userPrincipalName:
      given.userPrincipalName === undefined
        ? user.userPrincipalName
        : verifiedName(directory, given.userPrincipalName),
    mail: valueOr(given.mail, user.mail),
    givenName: valueOr(given.givenName, user.givenName),
    surname: valueOr(given.surname, user.surname),
    jobTitle: valueOr(given.jobTitle, user.jobTitle),
    department: valueOr(given.department, user.department),
    companyName: valueOr(given.companyName, user.companyName),
    officeLocation: valueOr(given.officeLocation, user.officeLocation),
    streetAddress: valueOr(given.streetAddress, user.streetAddress),
    city: valueOr(given.city, user.city),
    state: valueOr(given.state, user.state),
    postalCode: valueOr(given.postalCode, user.postalCode),
    country: valueOr(given.country, user.country),
    usageLocation: valueOr(given.usageLocation, user.usageLocation),
    preferredLanguage: valueOr(given.preferredLanguage, user.preferredLanguage),
    mobilePhone: valueOr(given.mobilePhone, user.mobilePhone),
    faxNumber: valueOr(given.faxNumber, user.faxNumber),
    employeeId: valueOr(given.employeeId, user.employeeId),
    // Lists are empty in the directory, never absent.
    proxyAddresses: listOr(given.proxyAddresses, user.proxyAddresses),
    businessPhones: listOr(given.businessPhones, user.businessPhones),
    otherMails: listOr(given.otherMails, user.otherMails),
    onPremisesSamAccountName: valueOr(given.onPremisesSamAccountName, user.onPremisesSamAccountName),
    onPremisesSecurityIdentifier: valueOr(
      given.onPremisesSecurityIdentifier,
      user.onPremisesSecurityIdentifier,
    ),
    onPremisesDomainName: valueOr(given.onPremisesDomainName, user.onPremisesDomainName),
    onPremisesNetBiosName: valueOr(given.onPremisesNetBiosName, user.onPremisesNetBiosName),
    onPremisesUserPrincipalName: valueOr(given.onPremisesUserPrincipalName, user.onPremisesUserPrincipalName),
    onPremisesDistinguishedName: valueOr(given.onPremisesDistinguishedName, user.onPremisesDistinguishedName),
    onPremisesExtensionAttributes:
      Object.keys(extensions.attributes).length === 0
        ? user.onPremisesExtensionAttributes
        : { ...user.onPremisesExtensionAttributes, ...extensions.attributes },
    ...(Object.keys(extensions.directory).length === 0
      ? {}
      : { directoryExtensions: { ...user.directoryExtensions, ...extensions.directory } }),
    onPremisesSyncEnabled: true,
    onPremisesLastSyncDateTime: directory.lab.clock.now(),
  }
}

/** Null clears. */
const valueOr = (given: string | null | undefined, before: string | null): string | null =>
  given === undefined ? before : given
const listOr = (given: readonly string[] | null | undefined, before: readonly string[]): readonly string[] =>
  given === undefined ? before : (given ?? [])

/** A suffix that the tenant does not own becomes the initial domain. */
function verifiedName(directory: TenantDirectory, userPrincipalName: string): string {
  const [prefix = '', suffix = ''] = userPrincipalName.split('@')
  const { domains } = directory.tenant()
  if (domains.some((domain) => domain.isVerified && domain.name === suffix.toLowerCase()))
    return userPrincipalName
  return `${prefix}@${domains.find((domain) => domain.isInitial)?.name ?? suffix}`
}

function addUser(
  exporter: Exporter,
  change: ExportedChange,
  attributes: Attributes,
  extensions: Extensions,
): ExportResult {
  const { directory } = exporter
  const { sourceAnchor } = change
  const { userPrincipalName } = attributes
  if (userPrincipalName === undefined)
    return failed(change, 'IdentityDataValidationFailed', 'A user needs a userPrincipalName.')
  const primaryAddress = primaryAddressOf(attributes.proxyAddresses ?? [], attributes.mail ?? null)
  const match = matchUser(directory, { sourceAnchor, userPrincipalName, primaryAddress })
  if (match.kind === 'refused') return failed(change, match.code, match.message)
  const noRoom = match.kind === 'none' ? refusedByQuota(directory, change) : undefined
  if (noRoom !== undefined) return noRoom
  const base = match.kind === 'none' ? freshUser(directory, userPrincipalName, attributes) : match.user
  // Exporting an object again brings it back from the deleted ones.
  const wanted = {
    ...applied(directory, base, attributes, extensions),
    onPremisesImmutableId: sourceAnchor,
    deletedDateTime: null,
  }
  return keepUser(exporter, change, attributes, match.kind === 'none' ? undefined : match.user, wanted)
}

function freshUser(directory: TenantDirectory, userPrincipalName: string, attributes: Attributes): CloudUser {
  const prefix = userPrincipalName.split('@')[0] ?? userPrincipalName
  const createdDateTime = directory.lab.clock.now()
  return newUser({
    id: directory.lab.random.guid(),
    userPrincipalName,
    displayName: attributes.displayName ?? prefix,
    mailNickname: attributes.mailNickname ?? prefix,
    createdDateTime,
  })
}

function updateUser(
  exporter: Exporter,
  change: ExportedChange,
  attributes: Attributes,
  extensions: Extensions,
): ExportResult {
  const { directory } = exporter
  const user =
    directory.userById(idOf(change.cloudAnchor)) ?? directory.userByImmutableId(change.sourceAnchor)
  if (user === undefined)
    return failed(change, 'ExportFailed', 'The tenant has no such user any more; it must be added again.')
  if (user.onPremisesImmutableId !== change.sourceAnchor)
    return failed(change, 'DataValidationFailed', 'The sourceAnchor attribute has changed.')
  const { features } = directory.tenant().directorySync
  // Without the feature a managed user keeps the name that the user had first.
  const keepsName =
    features.synchronizeUpnForManagedUsersEnabled === false && user.assignedLicenses.length > 0
  const { userPrincipalName, ...others } = attributes
  if (
    userPrincipalName !== undefined &&
    leavesFederation(directory, user.userPrincipalName, userPrincipalName)
  )
    return failed(
      change,
      'FederatedDomainChangeError',
      `${userPrincipalName} is in another federated domain.`,
    )
  const used = keepsName || userPrincipalName === undefined ? others : attributes
  return keepUser(exporter, change, used, user, {
    ...applied(directory, user, used, extensions),
    deletedDateTime: null,
  })
}

/** From one federated domain into another, which cannot be done in one step. */
function leavesFederation(directory: TenantDirectory, before: string, after: string): boolean {
  const federatedDomain = (name: string) => {
    const suffix = name.split('@')[1]?.toLowerCase()
    const { domains } = directory.tenant()
    return domains.find((domain) => domain.name === suffix && domain.authenticationType === 'Federated')
  }
  const from = federatedDomain(before)
  const to = federatedDomain(after)
  return from !== undefined && to !== undefined && from !== to
}

function keepUser(
  exporter: Exporter,
  change: ExportedChange,
  attributes: Attributes,
  before: CloudUser | undefined,
  wanted: CloudUser,
): ExportResult {
  const { directory } = exporter
  const unique = withoutDuplicates(directory, wanted)
  if (!unique.ok) return failed(change, 'AttributeValueMustBeUnique', unique.message)
  const user = { ...unique.user, managerId: managerOf(directory, unique.user, attributes) }
  directory.putUser(user)
  if (attributes.thumbnailPhoto !== undefined) keepPhoto(directory, user.id, attributes.thumbnailPhoto)
  recordUser(exporter, before, user)
  resolveReferencesTo(directory, change.sourceAnchor, user.id)
  return done(change, user.id)
}

function managerOf(directory: TenantDirectory, user: CloudUser, { manager }: Attributes): string | null {
  if (manager === undefined) return user.managerId
  if (manager === null) return null
  const found = directory.userByImmutableId(manager)
  if (found === undefined) awaitReference(directory, 'manager', user.id, manager)
  return found?.id ?? null
}

const bySync = { displayName: 'Action Client Name', oldValue: null, newValue: '"DirectorySync"' } as const

function recordUser(
  { directory, by, correlationId }: Exporter,
  before: CloudUser | undefined,
  after: CloudUser,
): void {
  const activity =
    before === undefined ? 'addUser' : before.deletedDateTime === null ? 'updateUser' : 'restoreUser'
  const properties = changedProperties(before, after)
  directory.recordChange(activity, by, userTarget(after), correlationId, [...properties, bySync])
  if (before !== undefined && before.accountEnabled !== after.accountEnabled)
    directory.recordChange(
      after.accountEnabled ? 'enableAccount' : 'disableAccount',
      by,
      userTarget(after),
      correlationId,
      [bySync],
    )
}

/** Told apart by identity first: an export of many people compares fifty properties of each. */
function changedProperties(before: CloudUser | undefined, after: CloudUser): ModifiedProperty[] {
  const changed: ModifiedProperty[] = []
  for (const name in after) {
    const value: unknown = Reflect.get(after, name)
    const old: unknown = before === undefined ? undefined : Reflect.get(before, name)
    if (value === old || (isEmpty(value) && isEmpty(old ?? null)) || unlogged.has(name)) continue
    if (typeof value !== 'object' || JSON.stringify(value) !== JSON.stringify(old))
      changed.push(modified(name, old, value))
  }
  return changed
}

const isEmpty = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0)

/** Never a verifier in a log; and what moves with every export is no change. */
const unlogged = new Set([
  'password',
  'onPremisesLastSyncDateTime',
  'signInSessionsValidFromDateTime',
  'createdDateTime',
  'id',
])

function deleteUser({ directory, by, correlationId }: Exporter, change: ExportedChange): ExportResult {
  const user =
    directory.userById(idOf(change.cloudAnchor)) ?? directory.userByImmutableId(change.sourceAnchor)
  // Gone already: what was asked for is so.
  if (user === undefined || user.deletedDateTime !== null)
    return { sourceAnchor: change.sourceAnchor, ok: true }
  if (user.onPremisesSyncEnabled !== true)
    return failed(change, 'DeletionAccessViolation', `${user.userPrincipalName} is a cloud-only user.`)
  const now = directory.lab.clock.now()
  directory.putUser({ ...user, deletedDateTime: now, onPremisesLastSyncDateTime: now })
  directory.recordChange('deleteUser', by, userTarget(user), correlationId, [bySync])
  return done(change, user.id)
}
