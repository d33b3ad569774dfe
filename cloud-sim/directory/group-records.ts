/** Groups, found by id, source anchor and name. */
import type { CloudGroup } from '#core/entra/model.ts'
import { createIndex } from './record-index.ts'
import { createSortedIndex, type SortedIndex } from './sorted-index.ts'
import type { TenantCollections } from './tenant-directory.ts'

export type GroupOrder = 'id' | 'displayName' | 'createdDateTime'

export interface GroupRecords {
  /** A group that is not deleted. */
  findGroup(id: string): CloudGroup | undefined
  groupById(id: string): CloudGroup | undefined
  groupByImmutableId(immutableId: string): CloudGroup | undefined
  groupsNamed(displayName: string): readonly CloudGroup[]
  groupsBySku(skuId: string): readonly CloudGroup[]
  groups(): IterableIterator<CloudGroup>
  groupsInOrder(order: GroupOrder): SortedIndex<CloudGroup>
  deletedGroups(): SortedIndex<CloudGroup>
  dynamicGroups(): readonly CloudGroup[]
  /** Inside a transaction. */
  putGroup(group: CloudGroup): void
  purgeGroup(id: string): void
}

const alive = (group: CloudGroup): boolean => group.deletedDateTime === null

export function createGroupRecords({ groups }: TenantCollections): GroupRecords {
  const byImmutableId = createIndex(groups, (group) =>
    group.onPremisesImmutableId === null ? [] : [group.onPremisesImmutableId],
  )
  const byName = createIndex(groups, (group) => (alive(group) ? [group.displayName] : []))
  const bySku = createIndex(groups, (group) =>
    alive(group) ? group.assignedLicenses.map((licence) => licence.skuId) : [],
  )
  const dynamic = createIndex(groups, (group) =>
    alive(group) && group.membershipRule !== null ? ['dynamic'] : [],
  )
  const orders = {
    id: createSortedIndex(groups, alive, (group) => group.id),
    displayName: createSortedIndex(groups, alive, (group) => group.displayName),
    createdDateTime: createSortedIndex(groups, alive, (group) =>
      String(group.createdDateTime).padStart(15, '0'),
    ),
  } as const
  const deleted = createSortedIndex(
    groups,
    (group) => !alive(group),
    (group) => group.id,
  )
  return {
    findGroup: (id) => {
      const group = groups.get(id.toLowerCase())
      return group !== undefined && alive(group) ? group : undefined
    },
    groupById: (id) => groups.get(id.toLowerCase()),
    groupByImmutableId: (immutableId) =>
      byImmutableId.all(immutableId).find((group) => group.onPremisesImmutableId === immutableId),
    groupsNamed: (displayName) => byName.all(displayName),
    groupsBySku: (skuId) => bySku.all(skuId),
    groups: () => groups.values(),
    groupsInOrder: (order) => orders[order],
    deletedGroups: () => deleted,
    dynamicGroups: () => dynamic.all('dynamic'),
    putGroup: (group) => groups.put(group),
    purgeGroup: (id) => groups.delete(id),
  }
}
