/** `microsoft.graph.administrativeUnit`: members are assigned by hand; restricted and dynamic units are not there. */
import type { AdministrativeUnit } from '#core/entra/model.ts'
import type { EntityType } from '../odata/entity-type.ts'

const isDefault = { isDefault: true } as const

export const unitType: EntityType<AdministrativeUnit> = {
  name: 'administrativeUnit',
  set: 'directory/administrativeUnits',
  properties: {
    id: { read: (unit) => unit.id, filter: 'eq in', ...isDefault },
    deletedDateTime: { read: () => null, ...isDefault },
    displayName: {
      read: (unit) => unit.displayName,
      filter: 'eq ne not ge le in startsWith',
      sortable: true,
      searchable: true,
      ...isDefault,
    },
    description: {
      read: (unit) => unit.description,
      filter: 'eq ne not ge le in startsWith',
      searchable: true,
      ...isDefault,
    },
    isMemberManagementRestricted: { read: () => false, ...isDefault },
    membershipRule: { read: () => null, ...isDefault },
    membershipRuleProcessingState: { read: () => null, ...isDefault },
    membershipType: { read: () => 'Assigned', ...isDefault },
    visibility: { read: (unit) => unit.visibility, ...isDefault },
  },
}
