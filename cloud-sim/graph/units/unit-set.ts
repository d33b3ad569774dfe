/** /directory/administrativeUnits as an entity set. */
import type { AdministrativeUnit } from '#core/entra/model.ts'
import { access } from '../call/access.ts'
import type { EntitySet } from '../odata/entity-set.ts'
import { listSource } from '../odata/ordered-rows.ts'
import { unitType } from './unit-type.ts'

export const unitSet: EntitySet<AdministrativeUnit> = {
  type: unitType,
  key: 'unit',
  byGuid: true,
  access: access.readUnits,
  source: ({ directory }) =>
    listSource([...directory.units.values()], (unit) => unit.id, {
      displayName: (unit) => unit.displayName,
    }),
  find: ({ directory }, key) => directory.units.get(key.toLowerCase()),
}

export const unitTarget = ({ id, displayName }: AdministrativeUnit) =>
  ({ id, displayName, type: 'Other' }) as const
