/** The tenant's own Microsoft 365 groups, as group writeback of a Connect server asks for them. Source: writeback.md §7.2. */
import type { GroupToWriteBack } from '#core/contracts/provisioning.ts'
import type { CloudGroup } from '#core/entra/model.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'

const isWrittenBack = ({ groupTypes, onPremisesSyncEnabled, deletedDateTime }: CloudGroup): boolean =>
  groupTypes.includes('Unified') && onPremisesSyncEnabled !== true && deletedDateTime === null

export const groupsToWriteBackOf = (directory: TenantDirectory): GroupToWriteBack[] =>
  [...directory.groups()].filter(isWrittenBack).map(({ id, displayName, description, mail }) => ({
    id,
    displayName,
    description,
    mail,
    members: [...directory.links.to('member', id)].flatMap(
      (member) => directory.findUser(member)?.onPremisesImmutableId ?? [],
    ),
  }))
