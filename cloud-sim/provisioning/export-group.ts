/** Exported groups and contacts. Members are mastered on premises: what is exported is the whole list. */
import type { z } from 'zod'
import type { ExportedChange } from '#core/contracts/provisioning.ts'
import type { CloudGroup } from '#core/entra/model.ts'
import { newGroup } from '../directory/new-records.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import {
  defined,
  done,
  type Exporter,
  type ExportResult,
  failed,
  firstProblem,
  idOf,
} from './exported-change.ts'
import { provisionedObjects } from './provisioned-objects.ts'
import { awaitReference, dropAwaited, objectByAnchor, resolveReferencesTo } from './references.ts'
import { contactAttributes, groupAttributes } from './synced-attributes.ts'

type Attributes = z.infer<typeof groupAttributes>

const groupTarget = (group: CloudGroup) =>
  ({ id: group.id, displayName: group.displayName, type: 'Group' }) as const
const bySync = { displayName: 'Action Client Name', oldValue: null, newValue: '"DirectorySync"' } as const

/** Inside a transaction. */
export function exportGroup(exporter: Exporter, change: ExportedChange): ExportResult {
  const { directory, by, correlationId } = exporter
  const before =
    directory.groupById(idOf(change.cloudAnchor)) ?? directory.groupByImmutableId(change.sourceAnchor)
  if (change.operation === 'delete') return deleteGroup(exporter, change, before)
  const parsed = groupAttributes.safeParse(change.attributes)
  if (!parsed.success) return failed(change, 'DataValidationFailed', firstProblem(parsed.error.issues))
  if (change.operation === 'update' && before === undefined)
    return failed(change, 'ExportFailed', 'The tenant has no such group any more; it must be added again.')
  if (before !== undefined && before.onPremisesImmutableId !== change.sourceAnchor)
    return failed(change, 'DataValidationFailed', 'The sourceAnchor attribute has changed.')
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
  if (parsed.data.members !== undefined) setMembers(exporter, group, parsed.data.members ?? [])
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

/** Only the difference is written, and only the difference is told. */
function setMembers(
  { directory, by, correlationId }: Exporter,
  group: CloudGroup,
  anchors: readonly string[],
): void {
  dropAwaited(directory, 'member', group.id)
  const wanted = new Set<string>()
  for (const anchor of anchors) {
    const id = objectByAnchor(directory, anchor)
    if (id === undefined) awaitReference(directory, 'member', group.id, anchor)
    else wanted.add(id)
  }
  const present = new Set(directory.links.to('member', group.id))
  const tell = (activity: 'addMemberToGroup' | 'removeMemberFromGroup') =>
    directory.recordChange(activity, by, groupTarget(group), correlationId, [bySync])
  for (const id of wanted) {
    if (present.has(id)) continue
    directory.links.add('member', group.id, id)
    tell('addMemberToGroup')
  }
  for (const id of present) {
    if (wanted.has(id)) continue
    directory.links.remove('member', group.id, id)
    tell('removeMemberFromGroup')
  }
}

/** Security groups have no recycle bin: they go for good. */
function deleteGroup(
  { directory, by, correlationId }: Exporter,
  change: ExportedChange,
  group: CloudGroup | undefined,
): ExportResult {
  if (group === undefined) return { sourceAnchor: change.sourceAnchor, ok: true }
  for (const member of [...directory.links.to('member', group.id)])
    directory.links.remove('member', group.id, member)
  for (const parent of [...directory.links.from('member', group.id)])
    directory.links.remove('member', parent, group.id)
  dropAwaited(directory, 'member', group.id)
  directory.purgeGroup(group.id)
  directory.recordChange('deleteGroup', by, groupTarget(group), correlationId, [bySync])
  return done(change, group.id)
}

/** Inside a transaction. */
export function exportContact({ directory }: Exporter, change: ExportedChange): ExportResult {
  const { contacts, contactsByAnchor } = provisionedObjects(directory)
  const before = contactsByAnchor
    .all(change.sourceAnchor)
    .find((contact) => contact.sourceAnchor === change.sourceAnchor)
  if (change.operation === 'delete') {
    if (before !== undefined) contacts.delete(before.id)
    return { sourceAnchor: change.sourceAnchor, ok: true }
  }
  const parsed = contactAttributes.safeParse(change.attributes)
  if (!parsed.success) return failed(change, 'DataValidationFailed', firstProblem(parsed.error.issues))
  const id = before?.id ?? directory.lab.random.guid()
  const attributes = { ...before?.attributes, ...defined(parsed.data) }
  contacts.put({ id, sourceAnchor: change.sourceAnchor, attributes, lastSyncAt: directory.lab.clock.now() })
  resolveReferencesTo(directory, change.sourceAnchor, id)
  return done(change, id)
}
