/** Who may change what of whom: by permission, by role, by whom the user is (graph.md §2.1, §2.4). */
import type { CloudUser } from '#core/entra/model.ts'
import { mayChangeSensitive } from '#core/entra/roles.ts'
import { enforces, type GraphAnswer, type GraphCall, isOwn, refuse, rolesOver } from '../call/graph-call.ts'
import { onlyOwnWritable, touchesSensitive, type UserBody } from './user-body.ts'

/** What the matrix of who may reset whom asks about its target. */
export const standingOf = ({ directory }: GraphCall, userId: string) => ({
  roles: directory.rolesOf(userId),
  inRoleAssignableGroup: directory.isInRoleAssignableGroup(userId),
})

const broad = ['User.ReadWrite.All', 'Directory.ReadWrite.All', 'Directory.AccessAsUser.All']
const passwordPermissions = ['User-PasswordProfile.ReadWrite.All', 'Directory.AccessAsUser.All']
/** Permissions for some properties only. */
const narrow: Readonly<Record<string, readonly (keyof UserBody)[]>> = {
  'User.EnableDisableAccount.All': ['accountEnabled'],
  'User-Phone.ReadWrite.All': ['businessPhones', 'mobilePhone'],
  'User-Mail.ReadWrite.All': ['otherMails', 'mail'],
}

const permissionsOf = ({ bearer }: GraphCall): ReadonlySet<string> =>
  bearer.isApp ? bearer.appRoles : bearer.scopes

function permits(call: GraphCall, body: UserBody): boolean {
  const held = permissionsOf(call)
  const holds = (wanted: readonly string[]) => wanted.some((each) => held.has(each))
  if (body.passwordProfile !== undefined && !holds(passwordPermissions)) return false
  if (holds(broad)) return true
  const open = Object.entries(narrow).flatMap(([permission, names]) => (held.has(permission) ? names : []))
  return Object.keys(body).every(
    (name) => name === 'passwordProfile' || name.startsWith('@') || open.some((each) => each === name),
  )
}

/** People need one of these for plain properties; applications write them by permission alone. */
const writers: readonly string[] = [
  'Global Administrator',
  'User Administrator',
  'Directory Writers',
  'License Administrator',
  'Directory Synchronization Accounts',
  'Privileged Authentication Administrator',
  'Authentication Administrator',
]

/** For what is sensitive both need a role above the target's; an application only when the target is somebody special. */
export function mayTouch(call: GraphCall, userId: string): boolean {
  const { bearer } = call
  const target = standingOf(call, userId)
  const isPlain = target.roles.length === 0 && !target.inRoleAssignableGroup
  return (bearer.isApp && isPlain) || mayChangeSensitive(rolesOver(call, userId), target)
}

/** Undefined when the caller may write all of the body. The password itself has rules of its own. */
export function forbidden(call: GraphCall, user: CloudUser, body: UserBody): GraphAnswer | undefined {
  if (!enforces(call)) return undefined
  if (isOwn(call, user.id) && onlyOwnWritable(body)) return undefined
  const { bearer } = call
  const writes =
    bearer.isApp ||
    body.passwordProfile !== undefined ||
    rolesOver(call, user.id).some((role) => writers.includes(role))
  const may = permits(call, body) && writes && (!touchesSensitive(body) || mayTouch(call, user.id))
  return may ? undefined : refuse('AccessDenied')
}
