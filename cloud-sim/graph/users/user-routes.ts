/** /users: list, count, get, create, update, delete (soft, 30 days). */

import type { CoreDirectoryActivity } from '#core/codes/audit.ts'
import { modified } from '#core/entra/audit-row.ts'
import type { CloudUser } from '#core/entra/model.ts'
import { passwordWeakness } from '#core/entra/password-policy.ts'
import { mayChangeSensitive } from '#core/entra/roles.ts'
import { newUser } from '../../directory/new-records.ts'
import { createVerifier } from '../../directory/password-verifier.ts'
import { userTarget } from '../../directory/passwords.ts'
import { access } from '../call/access.ts'
import {
  actorOf,
  context,
  created,
  enforces,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  isOwn,
  noContent,
  notFound,
  refuse,
  userIn,
} from '../call/graph-call.ts'
import { applyDynamicMembership } from '../groups/dynamic-membership.ts'
import { recomputeLicences } from '../licences/group-licensing.ts'
import { answerCollection, answerCount, answerEntity } from '../odata/collection.ts'
import { projection } from '../odata/entity-type.ts'
import { setCloudPassword } from './cloud-password.ts'
import {
  badPolicies,
  changesOf,
  onlyOwnWritable,
  passwordPoliciesFit,
  readNewUser,
  readUserBody,
  touchesMastered,
  touchesSensitive,
  type UserBody,
} from './user-body.ts'
import { userSource } from './user-source.ts'
import { userType } from './user-type.ts'

const list = (call: GraphCall): GraphAnswer => {
  const asksActivity = /signinactivity/i.test(call.query.get('$select') ?? '')
  return answerCollection(
    call,
    userType,
    userSource(call.directory),
    asksActivity ? { pageSize: 100, most: 120 } : {},
  )
}

const get = (call: GraphCall): GraphAnswer => {
  const user = userIn(call)
  return user === undefined ? notFound(call.params.user ?? '') : answerEntity(call, userType, user)
}

const domainOf = (name: string): string => name.slice(name.lastIndexOf('@') + 1).toLowerCase()

/** What stands in the way of these values; undefined when nothing does. */
function conflictOf(
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

const isStrongRequired = (policies: string | null | undefined): boolean =>
  policies?.includes('DisableStrongPassword') !== true

async function create(call: GraphCall): Promise<GraphAnswer> {
  const read = readNewUser(call.body)
  if (!read.ok) return read.answer
  const { body } = read
  const conflict = conflictOf(call, body, undefined)
  if (conflict !== undefined) return conflict
  const password = body.passwordProfile?.password ?? ''
  if (passwordWeakness(password, isStrongRequired(body.passwordPolicies)) !== undefined)
    return refuse('PasswordWeak')
  const verifier = await createVerifier(password)
  const { directory } = call
  const { lab } = directory
  const now = lab.clock.now()
  // Named again: another request may have taken it while the password was hashed.
  const late = conflictOf(call, body, undefined)
  if (late !== undefined) return late
  const { userPrincipalName = '', displayName = '', mailNickname = '' } = body
  const base = newUser({
    id: lab.random.guid(),
    userPrincipalName,
    displayName,
    mailNickname,
    createdDateTime: now,
  })
  const user: CloudUser = {
    ...base,
    ...changesOf(body, base),
    password: verifier,
    lastPasswordChangeDateTime: now,
    // Graph's default for a new user is to ask for another password at the first sign-in.
    forceChangePasswordNextSignIn: body.passwordProfile?.forceChangePasswordNextSignIn ?? true,
    forceChangePasswordNextSignInWithMfa: body.passwordProfile?.forceChangePasswordNextSignInWithMfa ?? false,
  }
  await directory.transaction(() => {
    directory.putUser(user)
    directory.recordChange('addUser', actorOf(call), userTarget(user), call.clientRequestId, [
      modified('UserPrincipalName', null, userPrincipalName),
      modified('DisplayName', null, displayName),
      modified('AccountEnabled', null, user.accountEnabled),
    ])
    applyDynamicMembership(directory, user)
  })
  const shown = projection(userType, call.version, undefined)(user, call)
  return created(
    { '@odata.context': context(call, 'users/$entity'), ...shown },
    `${call.origin}/${call.version}/users/${user.id}`,
  )
}

/** What of the body the caller may not write. */
function forbidden(call: GraphCall, user: CloudUser, body: UserBody): GraphAnswer | undefined {
  if (!enforces(call)) return undefined
  const { bearer, directory } = call
  const denied = refuse('AccessDenied')
  const permissions = bearer.isApp ? bearer.appRoles : bearer.scopes
  const broad = ['User.ReadWrite.All', 'Directory.ReadWrite.All', 'Directory.AccessAsUser.All'].some((each) =>
    permissions.has(each),
  )
  const narrow: readonly (readonly [permission: string, properties: readonly (keyof UserBody)[]])[] = [
    ['User-PasswordProfile.ReadWrite.All', ['passwordProfile']],
    ['User.EnableDisableAccount.All', ['accountEnabled']],
    ['User-Phone.ReadWrite.All', ['businessPhones', 'mobilePhone']],
    ['User-Mail.ReadWrite.All', ['otherMails', 'mail']],
  ]
  const allowed = new Set<string>(
    narrow.flatMap(([permission, properties]) => (permissions.has(permission) ? properties : [])),
  )
  const written = Object.keys(body).filter((name) => !name.startsWith('@'))
  const mayPassword =
    permissions.has('User-PasswordProfile.ReadWrite.All') || permissions.has('Directory.AccessAsUser.All')
  if (body.passwordProfile !== undefined && !mayPassword) return denied
  const others = written.filter((name) => name !== 'passwordProfile')
  if (
    !broad &&
    !others.every((name) => allowed.has(name)) &&
    !(isOwn(call, user.id) && onlyOwnWritable(body))
  )
    return denied
  if (isOwn(call, user.id) && onlyOwnWritable(body)) return undefined
  const roles = bearer.directoryRoles()
  const target = {
    roles: directory.rolesOf(user.id),
    inRoleAssignableGroup: directory.isInRoleAssignableGroup(user.id),
  }
  // Applications write plain properties by permission alone; people need a role, and both need one for what is sensitive.
  const plainRoles = [
    'Global Administrator',
    'User Administrator',
    'Directory Writers',
    'License Administrator',
    'Directory Synchronization Accounts',
    'Privileged Authentication Administrator',
    'Authentication Administrator',
  ]
  if (!bearer.isApp && !plainRoles.some((role) => roles.includes(role)) && body.passwordProfile === undefined)
    return denied
  if (
    touchesSensitive(body) &&
    !(bearer.isApp && target.roles.length === 0 && !target.inRoleAssignableGroup) &&
    !mayChangeSensitive(roles, target)
  )
    return denied
  return undefined
}

async function update(call: GraphCall): Promise<GraphAnswer> {
  const user = userIn(call)
  if (user === undefined) return notFound(call.params.user ?? '')
  const read = readUserBody(call.body)
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

async function remove(call: GraphCall): Promise<GraphAnswer> {
  const user = userIn(call)
  if (user === undefined) return notFound(call.params.user ?? '')
  const { directory, bearer } = call
  const target = {
    roles: directory.rolesOf(user.id),
    inRoleAssignableGroup: directory.isInRoleAssignableGroup(user.id),
  }
  const isPlain = target.roles.length === 0 && !target.inRoleAssignableGroup
  if (enforces(call) && !(bearer.isApp && isPlain) && !mayChangeSensitive(bearer.directoryRoles(), target))
    return refuse('AccessDenied')
  if (isOwn(call, user.id)) return refuse('AccessDenied')
  await softDelete(call, user)
  return noContent
}

/** Memberships stay, so that a restore brings them back. */
async function softDelete(
  { directory, clientRequestId, ...call }: GraphCall,
  user: CloudUser,
): Promise<void> {
  await directory.transaction(() => {
    directory.putUser({ ...user, deletedDateTime: directory.lab.clock.now() })
    directory.recordChange(
      'deleteUser',
      actorOf({ ...call, directory, clientRequestId }),
      userTarget(user),
      clientRequestId,
    )
  })
}

export const userRoutes: readonly GraphRoute[] = [
  { method: 'GET', path: 'users', access: access.readUsers, handle: list },
  {
    method: 'GET',
    path: 'users/$count',
    access: access.readUsers,
    handle: (call) => answerCount(call, userType, userSource(call.directory)),
  },
  { method: 'GET', path: 'users/{user}', access: access.readUsers, handle: get },
  { method: 'POST', path: 'users', access: access.createUsers, handle: create },
  { method: 'PATCH', path: 'users/{user}', access: access.updateUsers, handle: update },
  { method: 'DELETE', path: 'users/{user}', access: access.deleteUsers, handle: remove },
]
