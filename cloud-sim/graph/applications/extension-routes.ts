/** /applications/{id}/extensionProperties: what synchronisation has registered as directory extensions; read only. */
import { extensionName } from '#core/sync/rules/rule-sets.ts'
import { directoryExtensionsOf } from '../../directory/directory-extensions.ts'
import { access } from '../call/access.ts'
import type { GraphCall, GraphRoute } from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { answerCollection } from '../odata/collection.ts'
import { on } from '../odata/entity-set.ts'
import type { EntityType } from '../odata/entity-type.ts'
import { listSource } from '../odata/ordered-rows.ts'
import { applicationSet } from './application-sets.ts'

interface ExtensionProperty {
  readonly id: string
  readonly name: string
  readonly appDisplayName: string
}

const isDefault = { isDefault: true } as const

const extensionType: EntityType<ExtensionProperty> = {
  name: 'extensionProperty',
  set: 'extensionProperties',
  properties: {
    id: { read: (row) => row.id, ...isDefault },
    deletedDateTime: { read: () => null, ...isDefault },
    appDisplayName: { read: (row) => row.appDisplayName, ...isDefault },
    dataType: { read: () => 'String', ...isDefault },
    isMultiValued: { read: () => false, ...isDefault },
    isSyncedFromOnPremises: { read: () => true, ...isDefault },
    name: { read: (row) => row.name, filter: 'eq', ...isDefault },
    targetObjects: { read: () => ['User'], ...isDefault },
  },
}

const propertiesOf = (
  { directory }: GraphCall,
  appId: string,
  appDisplayName: string,
): ExtensionProperty[] => {
  const registered = directoryExtensionsOf(directory)
  if (registered?.appId !== appId) return []
  return registered.attributes.map((attribute) => {
    const name = extensionName(appId, attribute)
    return { id: name, name, appDisplayName }
  })
}

export const extensionRoutes: readonly GraphRoute[] = [
  route(
    'GET',
    'applications/{application}/extensionProperties',
    access.readApplications,
    on(applicationSet)((call, { appId, displayName }) =>
      answerCollection(
        call,
        extensionType,
        listSource(propertiesOf(call, appId, displayName), (row) => row.name),
      ),
    ),
  ),
]
