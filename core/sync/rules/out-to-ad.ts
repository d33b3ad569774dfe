/**
 * Outbound rule of the AD connector for group writeback: what a group of the tenant becomes in Active Directory.
 * Source: writeback.md §7.2 (Group writeback), §8.4 (adminDescription keeps it from coming back).
 */
import type { AttributeFlow, SourceAttributes, SyncRule } from '#core/sync/sync-rule.ts'

export interface GroupOutContext {
  /** The distinguished name of a member, once it is known on premises. */
  dnOf(sourceAnchor: string): string | undefined
}
type Flow = AttributeFlow<GroupOutContext>

/** GROUP_TYPE_UNIVERSAL_GROUP, without the bit that makes a group a security group. */
const universalDistribution = '8'

const id = (source: SourceAttributes): string => String(source.id)
const flows: readonly Flow[] = [
  { target: 'displayName', from: 'displayName' },
  { target: 'description', from: 'description' },
  { target: 'mail', from: 'mail' },
  {
    target: 'sAMAccountName',
    from: '"Group_" & Left([id], 8)',
    compute: (source) => `Group_${id(source).slice(0, 8)}`,
  },
  { target: 'adminDescription', from: '"Group_" & [id]', compute: (source) => `Group_${id(source)}` },
  { target: 'groupType', from: '8', compute: () => universalDistribution },
  {
    target: 'member',
    from: 'members',
    compute: ({ members }, { dnOf }) =>
      (Array.isArray(members) ? members : []).flatMap((anchor: string) => dnOf(anchor) ?? []),
  },
]

export const groupWritebackRule: SyncRule<GroupOutContext> = {
  name: 'Out to AD - Group SOAInAAD',
  direction: 'Outbound',
  precedence: 300,
  sourceType: 'group',
  targetType: 'group',
  linkType: 'Provision',
  scope: [],
  flows,
}
