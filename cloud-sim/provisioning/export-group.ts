/** Exported groups. Members are mastered on premises: what is exported is the whole list. */
import type { z } from 'zod'
import type { ExportedChange } from '#core/contracts/provisioning.ts'
import type { CloudGroup } from '#core/entra/model.ts'
import { newGroup } from '../directory/new-records.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import { refusedAddresses } from './address-holders.ts'
import {
  advance,
  defined,
  done,
  type Export,
  type Exporter,
  type ExportResult,
  failed,
  failedBySchema,
  idOf,
} from './exported-change.ts'
import { refusedByQuota } from './object-quota.ts'
import { awaitReference, dropAwaited, objectByAnchor, resolveReferencesTo } from './references.ts'
import { groupAttributes } from './synced-attributes.ts'

type Attributes = z.infer<typeof groupAttributes>

const groupTarget = (group: CloudGroup) =>
  ({ id: group.id, displayName: group.displayName, type: 'Group' }) as const
const bySync = { displayName: 'Action Client Name', oldValue: null, newValue: '"DirectorySync"' } as const

/** Members that come with the group in one transaction; more follow in others. */
const membersAtOnce = 64

export const exportGroup: Export = (exporter, change, later) => {
  const { directory, by, correlationId } = exporter
  const before =
    directory.groupById(idOf(change.cloudAnchor)) ?? directory.groupByImmutableId(change.sourceAnchor)
  if (change.operation === 'delete') return deleteGroup(exporter, change, before)
  const parsed = groupAttributes.safeParse(change.attributes)
  if (!parsed.success) return failedBySchema(change, parsed.error)
  if (change.operation === 'update' && before === undefined)
    return failed(change, 'ExportFailed', 'The tenant has no such group any more; it must be added again.')
  if (before !== undefined && before.onPremisesImmutableId !== change.sourceAnchor)
    return failed(change, 'DataValidationFailed', 'The sourceAnchor attribute has changed.')
  const refused =
    refusedAddresses(directory, change, parsed.data.proxyAddresses) ??
    (before === undefined ? refusedByQuota(directory, change) : undefined)
  if (refused !== undefined) return refused
  const group = applied(
    directory,
    before ?? freshGroup(directory, parsed.data),
    parsed.data,
    change.sourceAnchor,
  )
  directory.putGroup(group)
  directory.recordChange(
    before === undefined ? 'addGroup' : 'updateGroup',
    by,
    groupTarget(group),
    correlationId,
    [bySync],
  )
  if (parsed.data.members !== undefined) {
    const work = setMembers(exporter, group, parsed.data.members ?? [])
    if (advance(work, membersAtOnce)) later(work)
  }
  resolveReferencesTo(directory, change.sourceAnchor, group.id)
  return done(change, group.id)
}

function freshGroup({ lab }: TenantDirectory, { displayName, mailNickname }: Attributes): CloudGroup {
  const name = displayName ?? mailNickname ?? 'group'
  return newGroup({
    id: lab.random.guid(),
    displayName: name,
    mailNickname: mailNickname ?? name.replace(/[^A-Za-z0-9._-]/g, ''),
    createdDateTime: lab.clock.now(),
  })
}

function applied(
  directory: TenantDirectory,
  group: CloudGroup,
  attributes: Attributes,
  sourceAnchor: string,
): CloudGroup {
  const { members: _members, proxyAddresses, displayName, mailNickname, ...rest } = attributes
  return {
    ...group,
    ...defined(rest),
    displayName: displayName ?? group.displayName,
    mailNickname: mailNickname ?? group.mailNickname,
    proxyAddresses: proxyAddresses === undefined ? group.proxyAddresses : (proxyAddresses ?? []),
    deletedDateTime: null,
    onPremisesSyncEnabled: true,
    onPremisesImmutableId: sourceAnchor,
    onPremisesLastSyncDateTime: directory.lab.clock.now(),
  }
}

/**
 * Only the difference is written, and only the difference is told; a step for each member. What others do to the group between
 * two steps stands: a member that is there is not added again, and a group that has gone gets none.
 */
function* setMembers(exporter: Exporter, group: CloudGroup, anchors: readonly string[]): Generator<void> {
  const { directory } = exporter
  const wanted = yield* membersWanted(directory, group, anchors)
  for (const id of wanted) {
    if (directory.groupById(group.id) === undefined) return
    changeMember(exporter, group, id, 'addMemberToGroup')
    yield
  }
  for (const id of [...directory.links.to('member', group.id)]) {
    if (!wanted.has(id)) changeMember(exporter, group, id, 'removeMemberFromGroup')
    yield
  }
}

function* membersWanted(
  directory: TenantDirectory,
  group: CloudGroup,
  anchors: readonly string[],
): Generator<void, ReadonlySet<string>> {
  dropAwaited(directory, 'member', group.id)
  const wanted = new Set<string>()
  for (const anchor of anchors) {
    const id = objectByAnchor(directory, anchor)
    if (id === undefined) awaitReference(directory, 'member', group.id, anchor)
    else wanted.add(id)
    yield
  }
  return wanted
}

function changeMember(
  { directory, by, correlationId }: Exporter,
  group: CloudGroup,
  id: string,
  activity: 'addMemberToGroup' | 'removeMemberFromGroup',
): void {
  const adds = activity === 'addMemberToGroup'
  if (directory.links.has('member', group.id, id) === adds) return
  if (adds) directory.links.add('member', group.id, id)
  else directory.links.remove('member', group.id, id)
  directory.recordChange(activity, by, groupTarget(group), correlationId, [bySync])
}

/** Security groups have no recycle bin: they go for good. */
function deleteGroup(
  { directory, by, correlationId }: Exporter,
  change: ExportedChange,
  group: CloudGroup | undefined,
): ExportResult {
  if (group === undefined) return { sourceAnchor: change.sourceAnchor, ok: true }
  if (group.onPremisesSyncEnabled !== true)
    return failed(change, 'DeletionAccessViolation', `${group.displayName} is a cloud-only group.`)
  for (const member of [...directory.links.to('member', group.id)])
    directory.links.remove('member', group.id, member)
  for (const parent of [...directory.links.from('member', group.id)])
    directory.links.remove('member', parent, group.id)
  dropAwaited(directory, 'member', group.id)
  directory.purgeGroup(group.id)
  directory.recordChange('deleteGroup', by, groupTarget(group), correlationId, [bySync])
  return done(change, group.id)
}
