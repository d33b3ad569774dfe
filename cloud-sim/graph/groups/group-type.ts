/** `microsoft.graph.group`: all but a few properties come by default (graph.md §2.2). */
import type { CloudGroup } from '#core/entra/model.ts'
import { type EntityType, iso, type Property } from '../odata/entity-type.ts'

const isDefault = { isDefault: true } as const
const column = <Key extends keyof CloudGroup>(
  key: Key,
  filter?: string,
  more: Omit<Property<CloudGroup>, 'read' | 'filter'> = isDefault,
): Property<CloudGroup> => ({
  read: (group) => group[key],
  ...(filter === undefined ? {} : { filter }),
  ...more,
})
const constant = (
  value: unknown,
  more: Omit<Property<CloudGroup>, 'read'> = isDefault,
): Property<CloudGroup> => ({ read: () => value, ...more })

export const groupType: EntityType<CloudGroup> = {
  name: 'group',
  isRecord: true,
  set: 'groups',
  properties: {
    id: column('id', 'eq ne not in'),
    deletedDateTime: {
      read: (group) => iso(group.deletedDateTime),
      filter: 'eq ne not ge le in',
      ...isDefault,
    },
    classification: constant(null),
    createdDateTime: {
      read: (group) => iso(group.createdDateTime),
      filter: 'eq ne not ge le in',
      sortable: true,
      ...isDefault,
    },
    description: column('description', 'eq ne not ge le startsWith null', { ...isDefault, searchable: true }),
    displayName: column('displayName', 'eq ne not ge le in startsWith null', {
      ...isDefault,
      sortable: true,
      searchable: true,
    }),
    expirationDateTime: constant(null),
    groupTypes: column('groupTypes', 'eq not any'),
    isAssignableToRole: column('isAssignableToRole', 'eq ne not'),
    mail: column('mail', 'eq ne not ge le in startsWith null'),
    mailEnabled: column('mailEnabled', 'eq ne not'),
    mailNickname: column('mailNickname', 'eq ne not ge le in startsWith'),
    membershipRule: column('membershipRule', 'eq ne not ge le startsWith'),
    membershipRuleProcessingState: column('membershipRuleProcessingState', 'eq ne not in'),
    onPremisesDomainName: column('onPremisesDomainName'),
    onPremisesLastSyncDateTime: {
      read: (group) => iso(group.onPremisesLastSyncDateTime),
      filter: 'eq ne not ge le in',
      ...isDefault,
    },
    onPremisesNetBiosName: column('onPremisesNetBiosName'),
    onPremisesProvisioningErrors: constant([]),
    onPremisesSamAccountName: column('onPremisesSamAccountName', 'eq ne not ge le in startsWith'),
    onPremisesSecurityIdentifier: column('onPremisesSecurityIdentifier', 'eq null'),
    onPremisesSyncEnabled: column('onPremisesSyncEnabled', 'eq ne not in null'),
    preferredDataLocation: constant(null),
    preferredLanguage: constant(null),
    proxyAddresses: column('proxyAddresses', 'eq not ge le startsWith endsWith any'),
    renewedDateTime: { read: (group) => iso(group.createdDateTime), ...isDefault },
    resourceBehaviorOptions: constant([]),
    resourceProvisioningOptions: constant([]),
    securityEnabled: column('securityEnabled', 'eq ne not in'),
    securityIdentifier: column('securityIdentifier', 'eq null'),
    serviceProvisioningErrors: constant([], {}),
    theme: constant(null),
    visibility: column('visibility', 'eq ne not'),
    assignedLicenses: {
      read: (group) => group.assignedLicenses.map(({ disabledPlans, skuId }) => ({ disabledPlans, skuId })),
      filter: 'eq any',
    },
    hasMembersWithLicenseErrors: constant(null, {}),
    licenseProcessingState: {
      read: (group) => (group.assignedLicenses.length === 0 ? null : { state: 'ProcessingComplete' }),
    },
    isManagementRestricted: constant(null, {}),
  },
}
