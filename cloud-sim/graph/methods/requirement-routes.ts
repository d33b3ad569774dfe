/** GET and PATCH /users/{id}/authentication/requirements: per-user MFA. Body: {perUserMfaState: disabled, enabled or enforced}. */
import { z } from 'zod'
import { modified } from '#core/entra/audit-row.ts'
import { perUserMfaOf, perUserMfaStates, putPerUserMfa } from '../../oauth/access/per-user-mfa.ts'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import { actorOf, context, type GraphRoute, noContent, ok } from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { on } from '../odata/entity-set.ts'
import { userSet } from '../users/user-set.ts'

const existing = on(userSet)
const body = z.strictObject({
  '@odata.type': z.string().optional(),
  perUserMfaState: z.enum(perUserMfaStates),
})

const show = existing((call, user) =>
  ok({
    '@odata.context': context(call, `users('${user.id}')/authentication/requirements`),
    perUserMfaState: perUserMfaOf(call.directory, user.id),
  }),
)

const change = existing(async (call, user) => {
  const read = readBody(call, body, 'StrongAuthenticationRequirements')
  if (!read.ok) return read.answer
  const { directory } = call
  const { perUserMfaState } = read.body
  const before = perUserMfaOf(directory, user.id)
  await directory.transaction(() => {
    putPerUserMfa(directory, user.id, perUserMfaState)
    const { id, displayName, userPrincipalName } = user
    const modifiedProperties = [modified('StrongAuthenticationRequirement', before, perUserMfaState)]
    const target = { id, displayName, userPrincipalName, type: 'User', modifiedProperties } as const
    directory.recordChange('updateUser', actorOf(call), target, call.clientRequestId)
  })
  return noContent
})

const path = 'users/{user}/authentication/requirements'

export const requirementRoutes: readonly GraphRoute[] = [
  route('GET', path, access.readMethods, show),
  route('PATCH', path, access.writeMethodsPolicy, change),
]
