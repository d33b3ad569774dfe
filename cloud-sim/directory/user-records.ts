/** Users, found by everything that names them. */
import type { CloudUser, RegisteredMethods } from '#core/entra/model.ts'
import { noMethods } from './new-records.ts'
import { onlyChangesOf } from './only-changes-of.ts'
import { createIndex } from './record-index.ts'
import { createSortedIndex, type SortedIndex } from './sorted-index.ts'
import type { TenantCollections } from './tenant-directory.ts'

export type UserOrder = 'id' | 'displayName' | 'userPrincipalName' | 'createdDateTime'

export interface UserRecords {
  /** A user who is not deleted, by object id or user principal name. */
  findUser(idOrUpn: string): CloudUser | undefined
  /** By object id, soft-deleted ones too. */
  userById(id: string): CloudUser | undefined
  /** Soft-deleted ones too: a source anchor stays taken. */
  userByImmutableId(immutableId: string): CloudUser | undefined
  userByMail(mail: string): CloudUser | undefined
  /** `anna@contoso.com`, with or without `smtp:`. */
  userByProxyAddress(address: string): CloudUser | undefined
  usersByMail(mail: string): readonly CloudUser[]
  usersByProxyAddress(address: string): readonly CloudUser[]
  usersBySku(skuId: string): readonly CloudUser[]
  countUsersBySku(skuId: string): number
  directReportsOf(managerId: string): readonly CloudUser[]
  /** Not deleted ones. */
  countUsers(): number
  users(): IterableIterator<CloudUser>
  usersInOrder(order: UserOrder): SortedIndex<CloudUser>
  deletedUsers(): SortedIndex<CloudUser>
  /** Inside a transaction. */
  putUser(user: CloudUser): void
  /** Inside a transaction: for good. */
  purgeUser(id: string): void
  /** What the user has registered; a record without anything when nothing. */
  methodsOf(userId: string): RegisteredMethods
  /** Inside a transaction. */
  putMethods(methods: RegisteredMethods): void
}

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const alive = (user: CloudUser): boolean => user.deletedDateTime === null
const bare = (address: string): string => address.replace(/^smtp:/i, '')

export function createUserRecords({ users, methods }: TenantCollections): UserRecords {
  // A password, or a time of a sync, changes nothing that a user is found by.
  const named = onlyChangesOf(users, [
    'userPrincipalName',
    'displayName',
    'createdDateTime',
    'deletedDateTime',
    'onPremisesImmutableId',
    'mail',
    'proxyAddresses',
    'assignedLicenses',
    'managerId',
  ])
  const byUpn = createIndex(named, (user) => (alive(user) ? [user.userPrincipalName] : []))
  const byImmutableId = createIndex(named, (user) =>
    user.onPremisesImmutableId === null ? [] : [user.onPremisesImmutableId],
  )
  const byMail = createIndex(named, (user) => (alive(user) && user.mail !== null ? [user.mail] : []))
  const byProxy = createIndex(named, (user) => (alive(user) ? user.proxyAddresses.map(bare) : []))
  const bySku = createIndex(named, (user) =>
    alive(user) ? user.assignedLicenses.map((licence) => licence.skuId) : [],
  )
  const byManager = createIndex(named, (user) =>
    alive(user) && user.managerId !== null ? [user.managerId] : [],
  )
  const orders = {
    id: createSortedIndex(named, alive, (user) => user.id),
    displayName: createSortedIndex(named, alive, (user) => user.displayName),
    userPrincipalName: createSortedIndex(named, alive, (user) => user.userPrincipalName),
    createdDateTime: createSortedIndex(named, alive, (user) =>
      String(user.createdDateTime).padStart(15, '0'),
    ),
  } as const
  const deleted = createSortedIndex(
    named,
    (user) => !alive(user),
    (user) => user.id,
  )
  const living = (user: CloudUser | undefined) => (user !== undefined && alive(user) ? user : undefined)
  return {
    findUser: (idOrUpn) =>
      guid.test(idOrUpn) ? living(users.get(idOrUpn.toLowerCase())) : byUpn.find(idOrUpn),
    userById: (id) => users.get(id.toLowerCase()),
    userByImmutableId: (immutableId) =>
      byImmutableId.all(immutableId).find((user) => user.onPremisesImmutableId === immutableId),
    userByMail: (mail) => byMail.find(mail),
    userByProxyAddress: (address) => byProxy.find(bare(address)),
    usersByMail: (mail) => byMail.all(mail),
    usersByProxyAddress: (address) => byProxy.all(bare(address)),
    usersBySku: (skuId) => bySku.all(skuId),
    countUsersBySku: (skuId) => bySku.count(skuId),
    directReportsOf: (managerId) => byManager.all(managerId),
    countUsers: () => orders.id.size,
    users: () => users.values(),
    usersInOrder: (order) => orders[order],
    deletedUsers: () => deleted,
    putUser: (user) => users.put(user),
    purgeUser: (id) => {
      users.delete(id)
      methods.delete(id)
    },
    methodsOf: (userId) => methods.get(userId) ?? noMethods(userId),
    putMethods: (registered) => methods.put(registered),
  }
}
