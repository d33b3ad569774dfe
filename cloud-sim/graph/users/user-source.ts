/** Users as collections ask for them: by an index where the filter allows one. */

import type { CloudUser } from '#core/entra/model.ts'
import { demanded, demandedOfAny, demandedPrefix, type Filter } from '#core/entra/odata-filter.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import type { RowSource } from '../odata/collection.ts'

const one = (user: CloudUser | undefined): readonly CloudUser[] =>
  user === undefined || user.deletedDateTime !== null ? [] : [user]

function byIndex(directory: TenantDirectory, filter: Filter): readonly CloudUser[] | undefined {
  const finders: readonly (readonly [path: string, find: (value: string) => readonly CloudUser[]])[] = [
    ['id', (value) => one(directory.userById(value))],
    ['userPrincipalName', (value) => one(directory.findUser(value))],
    ['onPremisesImmutableId', (value) => one(directory.userByImmutableId(value))],
    ['mail', (value) => directory.usersByMail(value)],
  ]
  for (const [path, find] of finders) {
    const value = demanded(filter, path)
    if (typeof value === 'string') return find(value)
  }
  const address = demandedOfAny(filter, 'proxyAddresses')
  if (typeof address === 'string') return directory.usersByProxyAddress(address)
  const sku = demandedOfAny(filter, 'assignedLicenses')
  if (typeof sku === 'string') return directory.usersBySku(sku)
  return byPrefix(directory, filter)
}

function byPrefix(directory: TenantDirectory, filter: Filter): readonly CloudUser[] | undefined {
  for (const order of ['displayName', 'userPrincipalName'] as const) {
    const prefix = demandedPrefix(filter, order)
    if (prefix !== undefined && prefix !== '')
      return [...directory.usersInOrder(order).startingWith(prefix, undefined)]
  }
  return undefined
}

const orders = ['displayName', 'userPrincipalName', 'createdDateTime'] as const

export const userSource = (directory: TenantDirectory): RowSource<CloudUser> => ({
  idOf: (user) => user.id,
  inOrder: (property) => {
    if (property === undefined) return directory.usersInOrder('id')
    const order = orders.find((each) => each === property)
    return order === undefined ? undefined : directory.usersInOrder(order)
  },
  narrowed: (filter) => byIndex(directory, filter),
})
