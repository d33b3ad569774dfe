/** /users: list, count, get, create, update, delete (soft, 30 days). */

import type { z } from 'zod'
import type { CoreDirectoryActivity } from '#core/codes/audit.ts'
import { modified } from '#core/entra/audit-row.ts'
import type { CloudUser } from '#core/entra/model.ts'
import { passwordWeakness } from '#core/entra/password-policy.ts'
import type { Lab } from '#core/ports.ts'
import { newUser } from '../../directory/new-records.ts'
import { createVerifier } from '../../directory/password-verifier.ts'
import { userTarget } from '../../directory/passwords.ts'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import { changeDirectory } from '../call/change-directory.ts'
import {
  actorOf,
  enforces,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  isOwn,
  noContent,
  refuse,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { applyDynamicMembership } from '../groups/dynamic-membership.ts'
import { recomputeLicences } from '../licences/group-licensing.ts'
import { createdEntity, on, readRoutes } from '../odata/entity-set.ts'
import { setCloudPassword } from './cloud-password.ts'
import { changesOf, newUserBody, touchesMastered, userBody } from './user-body.ts'
import { conflictOf } from './user-conflicts.ts'
import { forbidden, mayTouch } from './user-rights.ts'
import { userSet } from './user-set.ts'

const isStrongRequired = (policies: string | null | undefined): boolean =>
  policies?.includes('DisableStrongPassword') !== true

async function create(call: GraphCall): Promise<GraphAnswer> {
  const read = readBody(call, newUserBody, 'User')
  if (!read.ok) return read.answer
  const { body } = read
  const { password } = body.passwordProfile
  const conflict = conflictOf(call, body, undefined)
  if (conflict !== undefined) return conflict
  if (passwordWeakness(password, isStrongRequired(body.passwordPolicies)) !== undefined)
    return refuse('PasswordWeak')
  const verifier = await createVerifier(password)
  // Asked again: another request may have taken the name while the password was hashed.
  const late = conflictOf(call, body, undefined)
  if (late !== undefined) return late
  const user = { ...userOf(body, call.directory.lab), password: verifier }
  await add(call, user)
  return createdEntity(call, userSet.type, user, `users/${user.id}`)
}

type NewUserBody = z.infer<typeof newUserBody>

function userOf(body: NewUserBody, { random, clock }: Lab): CloudUser {
  const { userPrincipalName, displayName, mailNickname, passwordProfile } = body
  const now = clock.now()
  const base = newUser({
    id: random.guid(),
    userPrincipalName,
    displayName,
    mailNickname,
    createdDateTime: now,
  })
  return {
    ...base,
    ...changesOf(body, base),
    lastPasswordChangeDateTime: now,
    // Graph's default for a new user is to ask for another password at the first sign-in.
    forceChangePasswordNextSignIn: passwordProfile.forceChangePasswordNextSignIn ?? true,
    forceChangePasswordNextSignInWithMfa: passwordProfile.forceChangePasswordNextSignInWithMfa ?? false,
  }
}

async function add(call: GraphCall, user: CloudUser): Promise<void> {
  const properties = [
    modified('UserPrincipalName', null, user.userPrincipalName),
    modified('DisplayName', null, user.displayName),
    modified('AccountEnabled', null, user.accountEnabled),
  ]
  await changeDirectory(call, { activity: 'addUser', target: userTarget(user), properties }, () => {
    call.directory.putUser(user)
    applyDynamicMembership(call.directory, user)
  })
}

async function update(call: GraphCall, user: CloudUser): Promise<GraphAnswer> {
  const read = readBody(call, userBody, 'User')
  if (!read.ok) return read.answer
  const { body } = read
  const no = forbidden(call, user, body)
  if (no !== undefined) return no
  if (user.onPremisesSyncEnabled === true && touchesMastered(body)) return refuse('SyncedProperty')
  const conflict = conflictOf(call, body, user)
  if (conflict !== undefined) return conflict
  if (body.passwordProfile !== undefined) {
    const refused = await setCloudPassword(call, user, body.passwordProfile)
    if (refused !== undefined) return refused
  }
  const changes = changesOf(body, user)
  if (Object.keys(changes).length > 0) await write(call, user.id, changes)
  return noContent
}

const activityOf = (changes: Partial<CloudUser>): CoreDirectoryActivity =>
  changes.accountEnabled === undefined
    ? 'updateUser'
    : changes.accountEnabled
      ? 'enableAccount'
      : 'disableAccount'

async function write(call: GraphCall, id: string, changes: Partial<CloudUser>): Promise<void> {
  const { directory } = call
  await directory.transaction(() => {
    const before = directory.userById(id)
    if (before === undefined) return
    const after: CloudUser = { ...before, ...changes }
    directory.putUser(after)
    const names = Object.keys(changes)
    const properties = [
      ...names.map((name) => modified(capital(name), readNamed(before, name), readNamed(after, name))),
      modified('Included Updated Properties', null, names.map(capital).join(', ')),
    ]
    if (before.accountEnabled !== after.accountEnabled)
      directory.recordChange(
        activityOf(changes),
        actorOf(call),
        userTarget(after),
        call.clientRequestId,
        properties,
      )
    directory.recordChange('updateUser', actorOf(call), userTarget(after), call.clientRequestId, properties)
    applyDynamicMembership(directory, after)
    recomputeLicences(directory, after.id)
  })
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)
const readNamed = (user: CloudUser, name: string): unknown =>
  Object.entries(user).find(([key]) => key === name)?.[1]

/** Soft: memberships stay, so that a restore brings them back. Nobody deletes themselves. */
async function remove(call: GraphCall, user: CloudUser): Promise<GraphAnswer> {
  if (isOwn(call, user.id) || (enforces(call) && !mayTouch(call, user.id))) return refuse('AccessDenied')
  const { directory } = call
  await changeDirectory(call, { activity: 'deleteUser', target: userTarget(user) }, () =>
    directory.putUser({ ...user, deletedDateTime: directory.lab.clock.now() }),
  )
  return noContent
}

export const userRoutes: readonly GraphRoute[] = [
  ...readRoutes(userSet),
  route('POST', 'users', access.createUsers, create),
  route('PATCH', 'users/{user}', access.updateUsers, on(userSet)(update)),
  route('DELETE', 'users/{user}', access.deleteUsers, on(userSet)(remove)),
]
