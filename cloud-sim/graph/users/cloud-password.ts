/**
 * Cloud passwords through Graph: PATCH passwordProfile and changePassword. Neither writes back (writeback.md §4.2): a
 * synced user's cloud password and Active Directory's then differ, until the next change on premises.
 */

import { z } from 'zod'
import { modified } from '#core/entra/audit-row.ts'
import type { CloudUser } from '#core/entra/model.ts'
import { passwordWeakness } from '#core/entra/password-policy.ts'
import { mayResetPassword } from '#core/entra/roles.ts'
import { userTarget } from '../../directory/passwords.ts'
import { access } from '../call/access.ts'
import {
  actorOf,
  context,
  enforces,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  isOwn,
  noContent,
  notFound,
  ok,
  refuse,
  rolesOver,
  userIn,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import type { PasswordProfile } from './user-body.ts'
import { standingOf } from './user-rights.ts'

const isStrongRequired = ({ passwordPolicies }: CloudUser): boolean =>
  passwordPolicies?.includes('DisableStrongPassword') !== true

/** Undefined when it was set. */
export async function setCloudPassword(
  call: GraphCall,
  user: CloudUser,
  profile: PasswordProfile,
): Promise<GraphAnswer | undefined> {
  const { directory } = call
  const target = standingOf(call, user.id)
  if (enforces(call) && (isOwn(call, user.id) || !mayResetPassword(rolesOver(call, user.id), target)))
    return refuse('AccessDenied')
  const force =
    profile.forceChangePasswordNextSignIn ?? profile.forceChangePasswordNextSignInWithMfa ?? undefined
  if (profile.password == null) return setForce(call, user, profile)
  if (passwordWeakness(profile.password, isStrongRequired(user)) !== undefined) return refuse('PasswordWeak')
  // Reported of the real service: together with the flag a synced user's password is refused.
  if (user.onPremisesSyncEnabled === true && force === true) return refuse('SyncedProperty')
  await directory.setPassword(user.id, profile.password, {
    by: actorOf(call),
    correlationId: call.clientRequestId,
    force: force ?? true,
    forceWithMfa: profile.forceChangePasswordNextSignInWithMfa ?? false,
    kind: 'reset',
  })
  return undefined
}

async function setForce(call: GraphCall, user: CloudUser, profile: PasswordProfile): Promise<undefined> {
  const { directory } = call
  await directory.transaction(() => {
    const before = directory.userById(user.id)
    if (before === undefined) return
    const force = profile.forceChangePasswordNextSignIn ?? before.forceChangePasswordNextSignIn
    const forceWithMfa =
      profile.forceChangePasswordNextSignInWithMfa ?? before.forceChangePasswordNextSignInWithMfa
    directory.putUser({
      ...before,
      forceChangePasswordNextSignIn: force,
      forceChangePasswordNextSignInWithMfa: forceWithMfa,
    })
    directory.recordChange('setForceChange', actorOf(call), userTarget(user), call.clientRequestId, [
      modified('ForceChangePassword', before.forceChangePasswordNextSignIn, force),
    ])
  })
  return undefined
}

const changeBody = z.object({ currentPassword: z.string(), newPassword: z.string() })

/** POST /me/changePassword {currentPassword, newPassword} → 204; one's own only; a synced user's is refused. */
async function changePassword(call: GraphCall): Promise<GraphAnswer> {
  const user = userIn(call)
  if (user === undefined) return notFound(call.params.user ?? '')
  if (!isOwn(call, user.id)) return refuse('AccessDenied')
  const body = changeBody.safeParse(call.body)
  if (!body.success)
    return refuse('PropertyMissing', {
      property: String(body.error.issues[0]?.path[0] ?? 'newPassword'),
      type: 'User',
    })
  if (user.onPremisesSyncEnabled === true) return refuse('SyncedPassword')
  const { currentPassword, newPassword } = body.data
  if ((await call.directory.checkPassword(user, currentPassword)) !== 'right') return refuse('PasswordWrong')
  if (newPassword === currentPassword || passwordWeakness(newPassword, isStrongRequired(user)) !== undefined)
    return refuse('PasswordWeak')
  await call.directory.setPassword(user.id, newPassword, {
    by: actorOf(call),
    correlationId: call.clientRequestId,
    kind: 'change',
  })
  return noContent
}

async function revoke(call: GraphCall): Promise<GraphAnswer> {
  const user = userIn(call)
  if (user === undefined) return notFound(call.params.user ?? '')
  const { directory, bearer } = call
  const target = standingOf(call, user.id)
  if (
    enforces(call) &&
    !isOwn(call, user.id) &&
    !bearer.isApp &&
    !mayResetPassword(rolesOver(call, user.id), target)
  )
    return refuse('AccessDenied')
  await directory.revokeSessions(user.id, actorOf(call), call.clientRequestId)
  return ok({ '@odata.context': context(call, 'Edm.Boolean'), value: true })
}

const rules = {
  'too-short': ['PasswordMinLength', 'Your password must be at least 8 characters long.'],
  'too-long': ['PasswordMaxLength', 'Your password must be at most 256 characters long.'],
  'not-complex': [
    'PasswordComplexity',
    'Your password must contain three of: lower case, upper case, digits, symbols.',
  ],
  'not-allowed-characters': ['PasswordCharacters', 'Your password holds a character that is not allowed.'],
} as const

/** Beta: POST /users/validatePassword {password} → {isValid, validationResults}. */
function validatePassword(call: GraphCall): GraphAnswer {
  const body = z.object({ password: z.string() }).safeParse(call.body)
  if (!body.success) return refuse('PropertyMissing', { property: 'password', type: 'User' })
  const weakness = passwordWeakness(body.data.password)
  const results =
    weakness === undefined
      ? []
      : [{ ruleName: rules[weakness][0], validationPassed: false, message: rules[weakness][1] }]
  return ok({
    '@odata.context': context(call, 'microsoft.graph.passwordValidationInformation'),
    isValid: weakness === undefined,
    validationResults: results,
  })
}

export const cloudPasswordRoutes: readonly GraphRoute[] = [
  route('POST', 'users/{user}/changePassword', access.changeOwnPassword, changePassword),
  route('POST', 'users/{user}/revokeSignInSessions', access.revokeSessions, revoke),
  route('POST', 'users/{user}/invalidateAllRefreshTokens', access.revokeSessions, revoke),
  route('POST', 'users/validatePassword', access.validatePassword, validatePassword),
]
