/** What the synchronisation service keeps and finds besides the directory: contacts, references that wait, conflicts. */
import type { CloudGroup, ProxyConflict } from '#core/entra/model.ts'
import type { Collection, Instant, Lab } from '#core/ports.ts'
import { type ChangeLog, createChangeLog } from '../directory/change-log.ts'
import { createIndex, type RecordIndex } from '../directory/record-index.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import type { ContactAttributes } from './synced-attributes.ts'

/** `cloud.contacts`. */
export interface CloudContact {
  readonly id: string
  readonly sourceAnchor: string
  readonly attributes: ContactAttributes
  readonly lastSyncAt: Instant
}

/** `cloud.awaited-references`: `holder` names an object that the tenant does not have yet. */
export interface AwaitedReference {
  /** `<kind>:<holder>:<anchor>` */
  readonly id: string
  readonly kind: 'manager' | 'member'
  readonly holder: string
  readonly anchor: string
}

interface Conflicted {
  readonly id: string
  readonly onPremisesProvisioningErrors: readonly ProxyConflict[]
}

export interface ProvisionedObjects {
  readonly contacts: Collection<CloudContact>
  readonly contactsByAnchor: RecordIndex<CloudContact>
  /** By address without `smtp:`. */
  readonly contactsByAddress: RecordIndex<CloudContact>
  /** By address without `smtp:`, groups that are not deleted. */
  readonly groupsByAddress: RecordIndex<CloudGroup>
  readonly contactChanges: ChangeLog
  readonly awaited: Collection<AwaitedReference>
  readonly awaitedByAnchor: RecordIndex<AwaitedReference>
  readonly awaitedByHolder: RecordIndex<AwaitedReference>
  /** Users with a quarantined value, under the key `any`. */
  readonly conflicts: RecordIndex<Conflicted>
}

/** An address of `proxyAddresses` without its kind of mail. */
export const bareAddress = (address: string): string => address.replace(/^smtp:/i, '')

const known = new WeakMap<Lab, ProvisionedObjects>()

/** Anchors are base64 and compared exactly; indexes fold case, so what they find is compared once more. */
export function provisionedObjects({ lab }: TenantDirectory): ProvisionedObjects {
  const there = known.get(lab)
  if (there !== undefined) return there
  const contacts = lab.store.collection<CloudContact>('cloud.contacts')
  const awaited = lab.store.collection<AwaitedReference>('cloud.awaited-references')
  const users = lab.store.collection<Conflicted>('cloud.users')
  const groups = lab.store.collection<CloudGroup>('cloud.groups')
  const made: ProvisionedObjects = {
    contacts,
    contactsByAnchor: createIndex(contacts, (contact) => [contact.sourceAnchor]),
    contactsByAddress: createIndex(contacts, ({ attributes }) =>
      (attributes.proxyAddresses ?? []).map(bareAddress),
    ),
    groupsByAddress: createIndex(groups, ({ proxyAddresses, deletedDateTime }) =>
      deletedDateTime === null ? proxyAddresses.map(bareAddress) : [],
    ),
    contactChanges: createChangeLog(contacts),
    awaited,
    awaitedByAnchor: createIndex(awaited, (reference) => [reference.anchor]),
    awaitedByHolder: createIndex(awaited, (reference) => [`${reference.kind}:${reference.holder}`]),
    conflicts: createIndex(users, (user) => (user.onPremisesProvisioningErrors.length > 0 ? ['any'] : [])),
  }
  known.set(lab, made)
  return made
}
