/** Whether the caller may write what a modify request writes. */
import { validatedWrites } from '#core/active-directory/control-access-rights.ts'
import { rights } from '#core/active-directory/security-descriptor.ts'
import type { DirectoryObject } from '../../store/records.ts'
import { accessTo, isSystem, mayWrite } from '../access.ts'
import { type LdapRefusal, type OperationContext, refused } from '../operation.ts'
import type { ObjectDraft } from './object-draft.ts'

/** Each attribute that is written needs its right; some have a validated write instead. */
export function writeRightsRefusal(
  context: OperationContext,
  draft: ObjectDraft,
  object: DirectoryObject,
): LdapRefusal | undefined {
  const { directory, identity } = context
  if (isSystem(identity)) return undefined
  const view = accessTo(context, object)
  for (const name of [...draft.writes.keys(), ...draft.linkDrafts.keys()]) {
    const attribute = directory.attribute(name)
    if (attribute === undefined || mayWrite(view, attribute)) continue
    if (name === 'member' && selfMembership(context, draft, object)) continue
    if (name === 'servicePrincipalName' && view.allows(rights.self, [validatedWrites.servicePrincipalName]))
      continue
    if (name === 'dNSHostName' && view.allows(rights.self, [validatedWrites.dnsHostName])) continue
    return { ...refused('RightsMissing'), because: `no right to write ${name}` }
  }
  return undefined
}

/** Self-Membership: somebody may add and remove themselves alone. */
function selfMembership(context: OperationContext, draft: ObjectDraft, group: DirectoryObject): boolean {
  const attribute = context.directory.attribute('member')
  if (
    attribute === undefined ||
    !accessTo(context, group).allows(rights.self, [validatedWrites.selfMembership])
  )
    return false
  const { added, removed } = draft.links(attribute).changes()
  return [...added, ...removed].every(({ target }) => target === context.identity?.accountId)
}
