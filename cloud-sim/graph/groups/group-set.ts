/** /groups as an entity set. */

import type { CloudGroup } from '#core/entra/model.ts'
import { demanded, demandedPrefix } from '#core/entra/odata-clauses.ts'
import type { Filter } from '#core/entra/odata-filter.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { access } from '../call/access.ts'
import type { EntitySet } from '../odata/entity-set.ts'
import { narrowedByParts } from '../odata/narrowed-alternatives.ts'
import { fewOf, type RowSource } from '../odata/ordered-rows.ts'
import { groupType } from './group-type.ts'

const orders = ['displayName', 'createdDateTime'] as const

const groupSource = (directory: TenantDirectory): RowSource<CloudGroup> => ({
  inOrder: (property) => {
    if (property === undefined) return directory.groupsInOrder('id')
    const order = orders.find((each) => each === property)
    return order === undefined ? undefined : directory.groupsInOrder(order)
  },
  narrowed: narrowedByParts((filter) => byName(directory, filter)),
})

function byName(directory: TenantDirectory, filter: Filter): readonly CloudGroup[] | undefined {
  const name = demanded(filter, 'displayName')
  if (typeof name === 'string') return directory.groupsNamed(name)
  const prefix = demandedPrefix(filter, 'displayName')
  return prefix === undefined || prefix === ''
    ? undefined
    : fewOf(directory.groupsInOrder('displayName').startingWith(prefix, undefined))
}

export const groupSet: EntitySet<CloudGroup> = {
  type: groupType,
  key: 'group',
  byGuid: true,
  access: access.readGroups,
  source: ({ directory }) => groupSource(directory),
  find: ({ directory }, id) => directory.findGroup(id),
}

export const groupTarget = (group: CloudGroup) =>
  ({
    id: group.id,
    displayName: group.displayName,
    type: 'Group',
    groupType: group.groupTypes.includes('Unified') ? 'unifiedGroups' : 'azureAD',
  }) as const
