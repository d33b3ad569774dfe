/** Mails about a reset: to the person, to the other administrators, and to those who are asked for help (writeback.md §2.1). */
import type { CloudUser } from '#core/entra/model.ts'
import { type RoleName, roleId } from '#core/entra/roles.ts'
import { isAdministrator } from '#core/sspr/reset-subject.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'

const from = 'msonlineservicesteam@microsoftonline.com'

function send(
  directory: TenantDirectory,
  addresses: Iterable<string>,
  subject: string,
  text: string,
  correlationId: string,
): number {
  const unique = new Set([...addresses].map((address) => address.toLowerCase()))
  for (const to of unique)
    directory.lab.inbox.deliver({ kind: 'email', to, from, subject, text, correlationId })
  return unique.size
}

/** Primary and alternate address; the sign-in name when there is none. */
function addressesOf(directory: TenantDirectory, user: CloudUser): string[] {
  const alternate = directory.methodsOf(user.id).email ?? user.otherMails[0]
  const known = [user.mail, alternate].filter((address) => address !== null && address !== undefined)
  return known.length === 0 ? [user.userPrincipalName] : known
}

function holdersOf(directory: TenantDirectory, role: RoleName): CloudUser[] {
  return [...directory.links.to('role', roleId(role))].flatMap((id) => directory.findUser(id) ?? [])
}

/** After a self-service reset, as the policy's Notifications blade says; answers how many mails. */
export function notifyOfReset(
  directory: TenantDirectory,
  user: CloudUser,
  correlationId: string,
  what: 'reset' | 'unlocked',
): number {
  const { notifications } = directory.passwordResetPolicy()
  const tenant = directory.tenant().displayName
  const done = what === 'reset' ? 'password was reset' : 'account was unlocked'
  const subject = `${tenant}: your ${done}`
  const text = `The ${what === 'reset' ? 'password' : 'account'} of ${user.userPrincipalName} was just ${what}. If this was not you, tell your administrator at once.`
  const sent = notifications.users
    ? send(directory, addressesOf(directory, user), subject, text, correlationId)
    : 0
  if (!notifications.admins || what !== 'reset' || !isAdministrator(directory.rolesOf(user.id))) return sent
  const admins = holdersOf(directory, 'Global Administrator').filter((admin) => admin.id !== user.id)
  const mails = admins.flatMap((admin) => addressesOf(directory, admin))
  return (
    sent +
    send(
      directory,
      mails,
      `${tenant}: an administrator reset the own password`,
      `${user.userPrincipalName} has reset the own password.`,
      correlationId,
    )
  )
}

/** "Contact your administrator": Password, then User, then Global Administrators, the first group that has anybody. */
export function askAdministrators(
  directory: TenantDirectory,
  user: CloudUser,
  correlationId: string,
): number {
  const roles = ['Password Administrator', 'User Administrator', 'Global Administrator'] as const
  const asked = roles.map((role) => holdersOf(directory, role)).find((holders) => holders.length > 0) ?? []
  const subject = `${directory.tenant().displayName}: ${user.displayName} asks for a password reset`
  const text = `${user.displayName} (${user.userPrincipalName}) could not reset the own password and asks you to do it.`
  return send(
    directory,
    asked.flatMap((admin) => addressesOf(directory, admin)),
    subject,
    text,
    correlationId,
  )
}
