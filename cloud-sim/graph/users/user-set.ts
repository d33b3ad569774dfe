/** /users as an entity set: found by id or user principal name, filtered by an index where one fits. */

import type { CloudUser } from '#core/entra/model.ts'
import { demanded, demandedOfAny, demandedPrefix } from '#core/entra/odata-clauses.ts'
import type { Filter } from '#core/entra/odata-filter.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { access } from '../call/access.ts'
import type { GraphCall } from '../call/graph-call.ts'
import { alternateKey } from '../call/graph-path.ts'
import type { CollectionOptions } from '../odata/collection.ts'
import type { EntitySet } from '../odata/entity-set.ts'
import { narrowedByParts } from '../odata/narrowed-alternatives.ts'
import { fewOf, fewRows, type RowSource } from '../odata/ordered-rows.ts'
import { userType } from './user-type.ts'

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
  if (typeof sku === 'string')
    return directory.countUsersBySku(sku) > fewRows ? undefined : directory.usersBySku(sku)
  return byPrefix(directory, filter)
}

function byPrefix(directory: TenantDirectory, filter: Filter): readonly CloudUser[] | undefined {
  for (const order of ['displayName', 'userPrincipalName'] as const) {
    const prefix = demandedPrefix(filter, order)
    if (prefix !== undefined && prefix !== '')
      return fewOf(directory.usersInOrder(order).startingWith(prefix, undefined))
  }
  return undefined
}

const orders = ['displayName', 'userPrincipalName', 'createdDateTime'] as const

const userSource = (directory: TenantDirectory): RowSource<CloudUser> => ({
  inOrder: (property) => {
    if (property === undefined) return directory.usersInOrder('id')
    const order = orders.find((each) => each === property)
    return order === undefined ? undefined : directory.usersInOrder(order)
  },
  narrowed: narrowedByParts((filter) => byIndex(directory, filter)),
})

/** signInActivity is read from the log of each user: pages of it are shorter (graph.md §2.1). */
const pagesOf = ({ query }: GraphCall): CollectionOptions =>
  /signinactivity/i.test(query.get('$select') ?? '') ? { pageSize: 100, most: 120 } : {}

export const userSet: EntitySet<CloudUser> = {
  type: userType,
  key: 'user',
  access: access.readUsers,
  source: ({ directory }) => userSource(directory),
  find: ({ directory }, key) => directory.findUser(key) ?? directory.findUser(alternateKey(key)?.value ?? ''),
  options: pagesOf,
}
