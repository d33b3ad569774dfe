/** /groups: list, get, create, update, delete; members and owners by reference; assignLicense for the whole group. */
import { z } from 'zod'
import { modified } from '#core/entra/audit-row.ts'
import { parseRule } from '#core/entra/dynamic-rule.ts'
import type { CloudGroup } from '#core/entra/model.ts'
import { newGroup } from '../../directory/new-records.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { access } from '../call/access.ts'
import {
  actorOf,
  context,
  created,
  enforces,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  invalid,
  noContent,
  notFound,
  refuse,
} from '../call/graph-call.ts'
import { idOfLink, referencedId } from '../call/reference.ts'
import { recomputeLicences } from '../licences/group-licensing.ts'
import { answerObjects, countObjects, findObject, idOf } from '../objects/directory-object.ts'
import { answerCollection, answerCount, answerEntity, type RowSource } from '../odata/collection.ts'
import { projection } from '../odata/entity-type.ts'
import { applyRule } from './dynamic-membership.ts'
import { groupType } from './group-type.ts'

export const groupSource = (directory: TenantDirectory): RowSource<CloudGroup> => ({
  idOf: (group) => group.id,
  inOrder: (property) =>
    property === undefined
      ? directory.groupsInOrder('id')
      : property === 'displayName' || property === 'createdDateTime'
        ? directory.groupsInOrder(property)
        : undefined,
})

export const groupTarget = (group: CloudGroup) =>
  ({
    id: group.id,
    displayName: group.displayName,
    type: 'Group',
    groupType: group.groupTypes.includes('Unified') ? 'unifiedGroups' : 'azureAD',
  }) as const

const links = z.array(z.string().max(1024)).max(20)

const groupBody = z.strictObject({
  '@odata.type': z.string().optional(),
  description: z.string().max(1024).nullish(),
  displayName: z.string().min(1).max(256).optional(),
  groupTypes: z.array(z.enum(['Unified', 'DynamicMembership'])).optional(),
  isAssignableToRole: z.boolean().nullish(),
  mailEnabled: z.boolean().optional(),
  mailNickname: z.string().min(1).max(64).optional(),
  securityEnabled: z.boolean().optional(),
  membershipRule: z.string().max(3072).nullish(),
  membershipRuleProcessingState: z.enum(['On', 'Paused']).nullish(),
  visibility: z.enum(['Private', 'Public', 'HiddenMembership']).nullish(),
  'members@odata.bind': links.optional(),
  'owners@odata.bind': links.optional(),
})
type GroupBody = z.infer<typeof groupBody>

function readBody(
  call: GraphCall,
): { readonly ok: true; readonly body: GroupBody } | { readonly ok: false; readonly answer: GraphAnswer } {
  const parsed = groupBody.safeParse(call.body)
  if (parsed.success) return { ok: true, body: parsed.data }
  const [issue] = parsed.error.issues
  if (issue?.code === 'unrecognized_keys')
    return { ok: false, answer: refuse('PropertyUnknown', { property: issue.keys[0] ?? '', type: 'group' }) }
  return {
    ok: false,
    answer: refuse('PropertyInvalid', { property: String(issue?.path[0] ?? ''), type: 'Group' }),
  }
}

/** A dynamic group has a rule that can be read, and only it has one. */
function ruleProblem(
  groupTypes: readonly string[],
  rule: string | null | undefined,
): GraphAnswer | undefined {
  if (!groupTypes.includes('DynamicMembership'))
    return rule == null ? undefined : invalid("A membershipRule needs the group type 'DynamicMembership'.")
  if (rule == null) return refuse('PropertyMissing', { property: 'membershipRule', type: 'Group' })
  const parsed = parseRule(rule)
  return parsed.ok ? undefined : invalid(`The membership rule is not valid: ${parsed.detail}.`)
}

const boundIds = (urls: readonly string[] | undefined): readonly string[] =>
  (urls ?? []).flatMap((url) => idOfLink(url) ?? [])

async function create(call: GraphCall): Promise<GraphAnswer> {
  const read = readBody(call)
  if (!read.ok) return read.answer
  const { body } = read
  const missing = (['displayName', 'mailEnabled', 'mailNickname', 'securityEnabled'] as const).find(
    (name) => body[name] === undefined,
  )
  if (missing !== undefined) return refuse('PropertyMissing', { property: missing, type: 'Group' })
  const problem = ruleProblem(body.groupTypes ?? [], body.membershipRule)
  if (problem !== undefined) return problem
  if (body.mailEnabled === true && body.groupTypes?.includes('Unified') !== true)
    return invalid(
      'The service does not currently support writes of mail-enabled groups. Please ensure that the mail-enablement property is unset and the security-enablement property is set.',
    )
  const members = boundIds(body['members@odata.bind'])
  const owners = boundIds(body['owners@odata.bind'])
  const unknown = [...members, ...owners].find((id) => findObject(call.directory, id) === undefined)
  if (unknown !== undefined) return notFound(unknown)
  const group = await add(call, body, members, owners)
  const shown = projection(groupType, call.version, undefined)(group, call)
  return created(
    { '@odata.context': context(call, 'groups/$entity'), ...shown },
    `${call.origin}/${call.version}/groups/${group.id}`,
  )
}

async function add(
  call: GraphCall,
  body: GroupBody,
  members: readonly string[],
  owners: readonly string[],
): Promise<CloudGroup> {
  const { directory } = call
  const { lab } = directory
  const isUnified = body.groupTypes?.includes('Unified') === true
  const domain = directory.tenant().domains.find((each) => each.isDefault)?.name
  const group = newGroup({
    id: lab.random.guid(),
    displayName: body.displayName ?? '',
    mailNickname: body.mailNickname ?? '',
    createdDateTime: lab.clock.now(),
    description: body.description ?? null,
    mailEnabled: body.mailEnabled ?? false,
    securityEnabled: body.securityEnabled ?? true,
    groupTypes: body.groupTypes ?? [],
    isAssignableToRole: body.isAssignableToRole ?? null,
    membershipRule: body.membershipRule ?? null,
    membershipRuleProcessingState:
      body.membershipRule == null ? null : (body.membershipRuleProcessingState ?? 'On'),
    visibility: body.visibility ?? (isUnified ? 'Public' : null),
    mail: isUnified ? `${body.mailNickname}@${domain}` : null,
    proxyAddresses: isUnified ? [`SMTP:${body.mailNickname}@${domain}`] : [],
  })
  await directory.transaction(() => {
    directory.putGroup(group)
    directory.recordChange('addGroup', actorOf(call), groupTarget(group), call.clientRequestId, [
      modified('DisplayName', null, group.displayName),
    ])
    for (const id of members) link(call, group, 'member', id)
    for (const id of owners) link(call, group, 'owner', id)
    applyRule(directory, group)
  })
  return group
}

/** Groups that people own are theirs to manage. */
const managers = [
  'Global Administrator',
  'User Administrator',
  'Groups Administrator',
  'Directory Writers',
  'Directory Synchronization Accounts',
]

function mayManage({ bearer, directory, ...call }: GraphCall, group: CloudGroup): boolean {
  if (!enforces({ bearer, directory, ...call }) || bearer.isApp) return true
  const roles = bearer.directoryRoles()
  if (group.isAssignableToRole === true)
    return roles.includes('Global Administrator') || roles.includes('Privileged Role Administrator')
  return (
    managers.some((role) => roles.includes(role)) ||
    (bearer.user !== undefined && directory.links.has('owner', group.id, bearer.user.id))
  )
}

const withGroup =
  (act: (call: GraphCall, group: CloudGroup) => GraphAnswer | Promise<GraphAnswer>) => (call: GraphCall) => {
    const group = call.directory.findGroup(call.params.group ?? '')
    return group === undefined ? notFound(call.params.group ?? '') : act(call, group)
  }

const managed = (act: (call: GraphCall, group: CloudGroup) => GraphAnswer | Promise<GraphAnswer>) =>
  withGroup((call, group) => (mayManage(call, group) ? act(call, group) : refuse('AccessDenied')))

const update = managed(async (call, group) => {
  const read = readBody(call)
  if (!read.ok) return read.answer
  const {
    'members@odata.bind': members,
    'owners@odata.bind': owners,
    '@odata.type': _type,
    ...changes
  } = read.body
  if (group.onPremisesSyncEnabled === true) return refuse('SyncedProperty')
  if (changes.isAssignableToRole !== undefined && changes.isAssignableToRole !== group.isAssignableToRole)
    return invalid('Property isAssignableToRole can only be set when the group is created.')
  const problem = ruleProblem(
    changes.groupTypes ?? group.groupTypes,
    changes.membershipRule === undefined ? group.membershipRule : changes.membershipRule,
  )
  if (problem !== undefined) return problem
  const unknown = [...boundIds(members), ...boundIds(owners)].find(
    (id) => findObject(call.directory, id) === undefined,
  )
  if (unknown !== undefined) return notFound(unknown)
  const { directory } = call
  const set = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  await directory.transaction(() => {
    const after = { ...group, ...set }
    directory.putGroup(after)
    directory.recordChange(
      'updateGroup',
      actorOf(call),
      groupTarget(after),
      call.clientRequestId,
      Object.keys(set).map((name) => modified(name, null, 'changed')),
    )
    for (const id of boundIds(members)) link(call, after, 'member', id)
    for (const id of boundIds(owners)) link(call, after, 'owner', id)
    applyRule(directory, after)
  })
  return noContent
})

const remove = managed(async (call, group) => {
  const { directory } = call
  if (group.onPremisesSyncEnabled === true) return refuse('SyncedProperty')
  await directory.transaction(() => {
    directory.putGroup({ ...group, deletedDateTime: directory.lab.clock.now() })
    directory.recordChange('deleteGroup', actorOf(call), groupTarget(group), call.clientRequestId)
    for (const id of directory.links.to('member', group.id))
      recomputeLicences(
        directory,
        id,
        group.assignedLicenses.map(({ skuId }) => skuId),
      )
  })
  return noContent
})

type LinkKind = 'member' | 'owner'

/** Inside a transaction. */
function link(call: GraphCall, group: CloudGroup, kind: LinkKind, id: string): void {
  const { directory } = call
  const object = findObject(directory, id)
  if (object === undefined || directory.links.has(kind, group.id, idOf(object))) return
  directory.links.add(kind, group.id, idOf(object))
  recordLink(call, group, kind, idOf(object), true)
  if (kind === 'member') recomputeLicences(directory, idOf(object))
}

function recordLink(call: GraphCall, group: CloudGroup, kind: LinkKind, id: string, added: boolean): void {
  const { directory } = call
  const user = directory.userById(id)
  const target = {
    id,
    displayName: user?.displayName ?? null,
    type: user === undefined ? 'Other' : 'User',
    userPrincipalName: user?.userPrincipalName ?? null,
  } as const
  const activity =
    kind === 'member'
      ? added
        ? 'addMemberToGroup'
        : 'removeMemberFromGroup'
      : added
        ? 'addOwnerToGroup'
        : 'removeOwnerFromGroup'
  directory.recordChange(activity, actorOf(call), target, call.clientRequestId, [
    modified('Group.ObjectID', null, group.id),
    modified('Group.DisplayName', null, group.displayName),
  ])
}

/** Members of synchronised and dynamic groups are not for hands. */
function closedMembership(group: CloudGroup, kind: LinkKind): GraphAnswer | undefined {
  if (kind !== 'member') return undefined
  if (group.onPremisesSyncEnabled === true) return refuse('SyncedProperty')
  return group.groupTypes.includes('DynamicMembership') ? refuse('DynamicMembership') : undefined
}

const addReference = (kind: LinkKind) =>
  managed(async (call, group) => {
    const closed = closedMembership(group, kind)
    if (closed !== undefined) return closed
    const id = referencedId(call.body)
    if (id === undefined) return invalid('Invalid URL format specified in payload.')
    const object = findObject(call.directory, id)
    if (object === undefined) return notFound(id)
    if (idOf(object) === group.id) return invalid('A group cannot be a member of itself.')
    if (call.directory.links.has(kind, group.id, idOf(object)))
      return refuse('ReferenceExists', { property: `${kind}s` })
    await call.directory.transaction(() => link(call, group, kind, id))
    return noContent
  })

const removeReference = (kind: LinkKind) =>
  managed(async (call, group) => {
    const closed = closedMembership(group, kind)
    if (closed !== undefined) return closed
    const id = (call.params.member ?? '').toLowerCase()
    const { directory } = call
    if (!directory.links.has(kind, group.id, id)) return notFound(id)
    await directory.transaction(() => {
      directory.links.remove(kind, group.id, id)
      recordLink(call, group, kind, id, false)
      if (kind === 'member')
        recomputeLicences(
          directory,
          id,
          group.assignedLicenses.map(({ skuId }) => skuId),
        )
    })
    return noContent
  })

const casts = ['user', 'group', 'servicePrincipal'] as const

const linkRoutes = (
  name: string,
  ids: (call: GraphCall, group: CloudGroup) => ReadonlySet<string>,
): GraphRoute[] => [
  {
    method: 'GET',
    path: `groups/{group}/${name}`,
    access: access.readGroups,
    handle: withGroup((call, group) => answerObjects(call, ids(call, group), undefined)),
  },
  {
    method: 'GET',
    path: `groups/{group}/${name}/$count`,
    access: access.readGroups,
    handle: withGroup((call, group) => countObjects(call, ids(call, group), undefined)),
  },
  ...casts.flatMap((cast): GraphRoute[] => [
    {
      method: 'GET',
      path: `groups/{group}/${name}/microsoft.graph.${cast}`,
      access: access.readGroups,
      handle: withGroup((call, group) => answerObjects(call, ids(call, group), cast)),
    },
    {
      method: 'GET',
      path: `groups/{group}/${name}/microsoft.graph.${cast}/$count`,
      access: access.readGroups,
      handle: withGroup((call, group) => countObjects(call, ids(call, group), cast)),
    },
  ]),
]

const containing = (call: GraphCall, group: CloudGroup): ReadonlySet<string> =>
  new Set(call.directory.groupsOf(group.id).map(({ id }) => id))
const allContaining = (call: GraphCall, group: CloudGroup): ReadonlySet<string> =>
  new Set(call.directory.allGroupsOf(group.id).map(({ id }) => id))

export const groupRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: 'groups',
    access: access.readGroups,
    handle: (call) => answerCollection(call, groupType, groupSource(call.directory)),
  },
  {
    method: 'GET',
    path: 'groups/$count',
    access: access.readGroups,
    handle: (call) => answerCount(call, groupType, groupSource(call.directory)),
  },
  { method: 'POST', path: 'groups', access: access.createGroups, handle: create },
  {
    method: 'GET',
    path: 'groups/{group}',
    access: access.readGroups,
    handle: withGroup((call, group) => answerEntity(call, groupType, group)),
  },
  { method: 'PATCH', path: 'groups/{group}', access: access.writeGroups, handle: update },
  { method: 'DELETE', path: 'groups/{group}', access: access.writeGroups, handle: remove },
  ...linkRoutes('members', ({ directory }, group) => directory.links.to('member', group.id)),
  ...linkRoutes('transitiveMembers', ({ directory }, group) => directory.allMembersOf(group.id)),
  ...linkRoutes('owners', ({ directory }, group) => directory.links.to('owner', group.id)),
  ...linkRoutes('memberOf', containing),
  ...linkRoutes('transitiveMemberOf', allContaining),
  {
    method: 'POST',
    path: 'groups/{group}/members/$ref',
    access: access.writeMembers,
    handle: addReference('member'),
  },
  {
    method: 'DELETE',
    path: 'groups/{group}/members/{member}/$ref',
    access: access.writeMembers,
    handle: removeReference('member'),
  },
  {
    method: 'POST',
    path: 'groups/{group}/owners/$ref',
    access: access.writeGroups,
    handle: addReference('owner'),
  },
  {
    method: 'DELETE',
    path: 'groups/{group}/owners/{member}/$ref',
    access: access.writeGroups,
    handle: removeReference('owner'),
  },
]
