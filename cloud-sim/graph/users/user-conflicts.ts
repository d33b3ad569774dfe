/** Values that another user has, or that the tenant does not know. */
import type { CloudUser } from '#core/entra/model.ts'
import { type GraphAnswer, type GraphCall, refuse } from '../call/graph-call.ts'
import { badPolicies, passwordPoliciesFit, type UserBody } from './user-body.ts'

const domainOf = (name: string): string => name.slice(name.lastIndexOf('@') + 1).toLowerCase()

/** What stands in the way of these values; undefined when nothing does. */
export function conflictOf(
  { directory }: GraphCall,
  body: UserBody,
  self: CloudUser | undefined,
): GraphAnswer | undefined {
  const { userPrincipalName, onPremisesImmutableId } = body
  if (userPrincipalName !== undefined) {
    const domain = directory.tenant().domains.find((each) => each.name === domainOf(userPrincipalName))
    if (domain?.isVerified !== true) return refuse('DomainUnverified')
    const holder = directory.findUser(userPrincipalName)
    const details = [
      {
        code: 'ObjectConflict',
        message: 'Another object with the same value for property userPrincipalName already exists.',
        target: 'userPrincipalName',
      },
    ]
    if (holder !== undefined && holder.id !== self?.id) return refuse('UpnTaken', {}, { details })
  }
  if (typeof onPremisesImmutableId === 'string') {
    const holder = directory.userByImmutableId(onPremisesImmutableId)
    if (holder !== undefined && holder.id !== self?.id)
      return refuse('ValueTaken', { property: 'onPremisesImmutableId' })
  }
  return passwordPoliciesFit(body.passwordPolicies) ? undefined : badPolicies
}
