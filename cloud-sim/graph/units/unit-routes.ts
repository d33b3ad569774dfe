/** Administrative units: read, made, changed and deleted. They do not go to the recycle bin. [SIM] */
import { z } from 'zod'
import { modified } from '#core/entra/audit-row.ts'
import type { AdministrativeUnit } from '#core/entra/model.ts'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import { changeDirectory } from '../call/change-directory.ts'
import { type GraphAnswer, type GraphCall, type GraphRoute, invalid, noContent } from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { createdEntity, on, readRoutes } from '../odata/entity-set.ts'
import { unitSet, unitTarget } from './unit-set.ts'

const unitBody = z.strictObject({
  displayName: z.string().min(1).max(256).optional(),
  description: z.string().max(1024).nullish(),
  visibility: z.enum(['Public', 'HiddenMembership']).nullish(),
  membershipType: z.enum(['Assigned', 'Dynamic']).nullish(),
  membershipRule: z.string().nullish(),
  membershipRuleProcessingState: z.enum(['On', 'Paused']).nullish(),
  isMemberManagementRestricted: z.boolean().nullish(),
})
const newUnitBody = unitBody.required({ displayName: true })
type UnitBody = z.infer<typeof unitBody>

/** What a unit of the lab cannot be. */
function beyond({ membershipType, membershipRule, isMemberManagementRestricted }: UnitBody) {
  if (membershipType === 'Dynamic' || membershipRule != null)
    return invalid('Administrative units with a dynamic membership are not supported by this tenant.')
  return isMemberManagementRestricted === true
    ? invalid('Restricted management administrative units are not supported by this tenant.')
    : undefined
}

async function create(call: GraphCall): Promise<GraphAnswer> {
  const read = readBody(call, newUnitBody, 'AdministrativeUnit')
  if (!read.ok) return read.answer
  const problem = beyond(read.body)
  if (problem !== undefined) return problem
  const { displayName, description = null, visibility = null } = read.body
  const { directory } = call
  const unit: AdministrativeUnit = { id: directory.lab.random.guid(), displayName, description, visibility }
  const properties = [modified('DisplayName', null, displayName)]
  await changeDirectory(call, { activity: 'addUnit', target: unitTarget(unit), properties }, () =>
    directory.units.put(unit),
  )
  return createdEntity(call, unitSet.type, unit, `${unitSet.type.set}/${unit.id}`)
}

const update = on(unitSet)(async (call, unit) => {
  const read = readBody(call, unitBody, 'AdministrativeUnit')
  if (!read.ok) return read.answer
  const problem = beyond(read.body)
  if (problem !== undefined) return problem
  const { displayName = unit.displayName, description, visibility } = read.body
  const after = {
    ...unit,
    displayName,
    description: description === undefined ? unit.description : description,
    visibility: visibility === undefined ? unit.visibility : visibility,
  }
  await changeDirectory(call, { activity: 'updateUnit', target: unitTarget(after) }, () =>
    call.directory.units.put(after),
  )
  return noContent
})

/** Its members stay where they are; the roles over it end. */
const remove = on(unitSet)(async (call, unit) => {
  const { links, units } = call.directory
  await changeDirectory(call, { activity: 'deleteUnit', target: unitTarget(unit) }, () => {
    for (const member of [...links.to('unit', unit.id)]) links.remove('unit', unit.id, member)
    for (const scope of [...links.sources('scoped-role')].filter((each) => each.startsWith(`${unit.id}:`)))
      for (const holder of [...links.to('scoped-role', scope)]) links.remove('scoped-role', scope, holder)
    units.delete(unit.id)
  })
  return noContent
})

const { set } = unitSet.type
/** The old address of units, which beta still has. */
const old = 'administrativeUnits'

export const unitRoutes: readonly GraphRoute[] = [
  ...readRoutes(unitSet),
  ...readRoutes({ ...unitSet, type: { ...unitSet.type, set: old } }),
  ...[set, old].flatMap((path) => [
    route('POST', path, access.writeUnits, create),
    route('PATCH', `${path}/{unit}`, access.writeUnits, update),
    route('DELETE', `${path}/{unit}`, access.writeUnits, remove),
  ]),
]
