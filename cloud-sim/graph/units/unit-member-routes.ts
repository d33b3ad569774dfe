/** Who is in an administrative unit, and who looks after it (graph.md §2.4: roles of a scope). */
import { z } from 'zod'
import { modified } from '#core/entra/audit-row.ts'
import type { AdministrativeUnit } from '#core/entra/model.ts'
import { roleByTemplate } from '#core/entra/roles.ts'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import { changeDirectory } from '../call/change-directory.ts'
import {
  context,
  created,
  type GraphCall,
  type GraphRoute,
  invalid,
  noContent,
  notFound,
  ok,
  refuse,
  whole,
} from '../call/graph-call.ts'
import { referencedId } from '../call/reference.ts'
import { route } from '../call/route.ts'
import { type DirectoryObject, findObject, idOf } from '../objects/directory-object.ts'
import { linkedRoutes } from '../objects/linked-objects.ts'
import { on } from '../odata/entity-set.ts'
import { changeScoped, holdsScoped, isScopable, type ScopedRole, scopedRoles } from '../roles/scoped-roles.ts'
import { userSet } from '../users/user-set.ts'
import { unitSet } from './unit-set.ts'

const inUnit = on(unitSet)

const targetOf = (object: DirectoryObject) =>
  ({
    id: idOf(object),
    displayName: object.row.displayName,
    type: object.type === 'user' ? 'User' : 'Group',
  }) as const

const propertiesOf = ({ id, displayName }: AdministrativeUnit) => [
  modified('AdministrativeUnit.ObjectID', null, id),
  modified('AdministrativeUnit.DisplayName', null, displayName),
]

const add = inUnit(async (call, unit) => {
  const named = referencedId(call.body)
  if (named === undefined) return invalid('Invalid URL format specified in payload.')
  const object = findObject(call.directory, named)
  if (object === undefined) return notFound(named)
  if (object.type !== 'user' && object.type !== 'group')
    return invalid('Members of an administrative unit are users, groups and devices.')
  const { links } = call.directory
  if (links.has('unit', unit.id, idOf(object))) return refuse('ReferenceExists', { property: 'members' })
  const change = {
    activity: 'addMemberToUnit',
    target: targetOf(object),
    properties: propertiesOf(unit),
  } as const
  await changeDirectory(call, change, () => links.add('unit', unit.id, idOf(object)))
  return noContent
})

const remove = inUnit(async (call, unit) => {
  const id = (call.params.member ?? '').toLowerCase()
  const { directory } = call
  const object = findObject(directory, id)
  if (object === undefined || !directory.links.has('unit', unit.id, id)) return notFound(id)
  const change = {
    activity: 'removeMemberFromUnit',
    target: targetOf(object),
    properties: propertiesOf(unit),
  } as const
  await changeDirectory(call, change, () => directory.links.remove('unit', unit.id, id))
  return noContent
})

const membershipId = ({ templateId, unitId, principalId }: ScopedRole): string =>
  Buffer.from((templateId + unitId + principalId).replaceAll('-', ''), 'hex').toString('base64url')

const shown = (call: GraphCall, row: ScopedRole) => ({
  id: membershipId(row),
  roleId: row.templateId,
  administrativeUnitId: row.unitId,
  roleMemberInfo: {
    id: row.principalId,
    displayName: findObject(call.directory, row.principalId)?.row.displayName ?? null,
  },
})

const ofUnit = (call: GraphCall, { id }: AdministrativeUnit): ScopedRole[] =>
  scopedRoles(call.directory).filter(({ unitId }) => unitId === id)

const list = inUnit((call, unit) =>
  whole(
    call,
    'scopedRoleMemberships',
    ofUnit(call, unit).map((row) => shown(call, row)),
  ),
)

const named = (act: (call: GraphCall, row: ScopedRole, unit: AdministrativeUnit) => ReturnType<typeof add>) =>
  inUnit((call, unit) => {
    const row = ofUnit(call, unit).find((each) => membershipId(each) === call.params.membership)
    return row === undefined ? notFound(call.params.membership ?? '') : act(call, row, unit)
  })

const get = named((call, row) =>
  ok({ '@odata.context': context(call, 'scopedRoleMemberships/$entity'), ...shown(call, row) }),
)

const newBody = z.object({ roleId: z.string(), roleMemberInfo: z.object({ id: z.string() }) })

const give = inUnit(async (call, unit) => {
  const read = readBody(call, newBody, 'ScopedRoleMembership')
  if (!read.ok) return read.answer
  const { directory } = call
  const role = roleByTemplate(read.body.roleId)
  const holder = findObject(directory, read.body.roleMemberInfo.id)
  if (role === undefined) return notFound(read.body.roleId)
  if (holder === undefined) return notFound(read.body.roleMemberInfo.id)
  if (!isScopable(role))
    return refuse('PropertyInvalid', { property: 'roleId', type: 'ScopedRoleMembership' })
  const row = { unitId: unit.id, templateId: role.templateId, principalId: idOf(holder) }
  if (holdsScoped(directory, row)) return refuse('AssignmentExists')
  await changeScoped(call, row, unit, true)
  const path = `${unitSet.type.set}/${unit.id}/scopedRoleMembers/${membershipId(row)}`
  return created(
    { '@odata.context': context(call, 'scopedRoleMemberships/$entity'), ...shown(call, row) },
    `${call.origin}/${call.version}/${path}`,
  )
})

const take = named(async (call, row, unit) => {
  await changeScoped(call, row, unit, false)
  return noContent
})

const ofUser = on(userSet)((call, { id }) =>
  whole(
    call,
    'scopedRoleMemberships',
    scopedRoles(call.directory)
      .filter(({ principalId }) => principalId === id)
      .map((row) => shown(call, row)),
  ),
)

export const unitMemberRoutes: readonly GraphRoute[] = [
  ...[unitSet.type.set, 'administrativeUnits'].flatMap((set) => [
    ...linkedRoutes(`${set}/{unit}/members`, access.readUnits, (act) =>
      inUnit((call, { id }) => act(call, call.directory.links.to('unit', id))),
    ),
    route('POST', `${set}/{unit}/members/$ref`, access.writeUnits, add),
    route('DELETE', `${set}/{unit}/members/{member}/$ref`, access.writeUnits, remove),
    route('GET', `${set}/{unit}/scopedRoleMembers`, access.readRoles, list),
    route('POST', `${set}/{unit}/scopedRoleMembers`, access.writeRoles, give),
    route('GET', `${set}/{unit}/scopedRoleMembers/{membership}`, access.readRoles, get),
    route('DELETE', `${set}/{unit}/scopedRoleMembers/{membership}`, access.writeRoles, take),
  ]),
  route('GET', 'users/{user}/scopedRoleMemberOf', access.readRoles, ofUser),
]
