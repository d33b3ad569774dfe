/** /applications and /servicePrincipals as entity sets: found by id or by `(appId='…')`, filtered by index where one fits. */
import type { Application, ServicePrincipal } from '#core/entra/applications.ts'
import { demanded, demandedOfAny } from '#core/entra/odata-clauses.ts'
import { access } from '../call/access.ts'
import { alternateKey } from '../call/graph-path.ts'
import type { EntitySet } from '../odata/entity-set.ts'
import { applicationType, servicePrincipalType } from './application-types.ts'

const one = <Row>(row: Row | undefined): readonly Row[] => (row === undefined ? [] : [row])

export const applicationTarget = ({ id, displayName }: Application) =>
  ({ id, displayName, type: 'Application' }) as const
export const principalTarget = ({ id, displayName }: ServicePrincipal) =>
  ({ id, displayName, type: 'ServicePrincipal' }) as const

export const applicationSet: EntitySet<Application> = {
  type: applicationType,
  key: 'application',
  byGuid: true,
  access: access.readApplications,
  source: ({ directory: { applications } }) => ({
    inOrder: (property) => (property === undefined ? applications.inOrder() : undefined),
    narrowed: (filter) => {
      const appId = demanded(filter, 'appId')
      return typeof appId === 'string' ? one(applications.byAppId(appId)) : undefined
    },
  }),
  find: ({ directory: { applications } }, key) => {
    const alternate = alternateKey(key)
    const found = alternate?.name === 'appid' ? applications.byAppId(alternate.value) : applications.byId(key)
    return found?.deletedDateTime === null ? found : undefined
  },
}

export const principalSet: EntitySet<ServicePrincipal> = {
  type: servicePrincipalType,
  key: 'principal',
  byGuid: true,
  access: access.readApplications,
  source: ({ directory: { applications } }) => ({
    inOrder: (property) => (property === undefined ? applications.principalsInOrder() : undefined),
    narrowed: (filter) => {
      const appId = demanded(filter, 'appId')
      if (typeof appId === 'string') return one(applications.principalByAppId(appId))
      const name = demandedOfAny(filter, 'servicePrincipalNames')
      return typeof name === 'string' ? one(applications.principalByName(name)) : undefined
    },
  }),
  find: ({ directory: { applications } }, key) => {
    const alternate = alternateKey(key)
    return alternate?.name === 'appid'
      ? applications.principalByAppId(alternate.value)
      : applications.principalById(key)
  },
}
