/** What the rules of password reset ask about a tenant and its people, read from the directory as it is now. */
import type { CloudUser, PasswordResetPolicy } from '#core/entra/model.ts'
import type { BannedLists } from '#core/sspr/banned-passwords.ts'
import { opensReset, opensWriteback } from '#core/sspr/entitlement.ts'
import { type SsprLimits, ssprLimits } from '#core/sspr/limits.ts'
import type { RegistrationSubject } from '#core/sspr/registration.ts'
import { administratorPolicy, contactsOf, type GatePolicy, userPolicy } from '#core/sspr/reset-methods.ts'
import { isAdministrator, isManagedOnPremises, type ResetSubject } from '#core/sspr/reset-subject.ts'
import type { WritebackSwitches } from '#core/sspr/writeback-switches.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import type { PasswordResetHost } from './password-reset-host.ts'

export const limitsOf = (host: PasswordResetHost): SsprLimits => host.ssprLimits ?? ssprLimits

export function switchesOf(host: PasswordResetHost, directory: TenantDirectory): WritebackSwitches {
  const agent = directory.writebackAgent()
  return {
    onboarded: agent !== undefined,
    toggle: directory.passwordResetPolicy().writeBack,
    listening: host.relay.isListening(directory.tenantId),
    lastHeartbeatAt: agent?.lastHeartbeatAt ?? null,
    agentVersion: agent?.agentVersion ?? null,
  }
}

export function subjectOf(directory: TenantDirectory, user: CloudUser): ResetSubject {
  const { groupId } = directory.passwordResetPolicy()
  return {
    user,
    contacts: contactsOf(user, directory.methodsOf(user.id)),
    roles: directory.rolesOf(user.id),
    inScopeGroup: groupId !== null && directory.isInGroup(user.id, groupId),
    licensedForReset: opensReset(user, directory.subscription),
    licensedForWriteback: opensWriteback(directory.plansOf(user)),
  }
}

export function gatePolicyOf(
  directory: TenantDirectory,
  subject: ResetSubject,
  policy: PasswordResetPolicy,
): GatePolicy {
  return isAdministrator(subject.roles)
    ? administratorPolicy(directory.tenant(), directory.lab.clock.now())
    : userPolicy(policy)
}

export const licencesEnforced = (directory: TenantDirectory): boolean =>
  directory.tenant().licenceEnforcement === 'strict'

export function registrationSubjectOf(directory: TenantDirectory, user: CloudUser): RegistrationSubject {
  const policy = directory.passwordResetPolicy()
  const subject = subjectOf(directory, user)
  const gatePolicy = gatePolicyOf(directory, subject, policy)
  return {
    subject,
    policy,
    gatePolicy,
    registered: directory.methodsOf(user.id),
    licencesEnforced: licencesEnforced(directory),
  }
}

/** Global list: free for cloud-only users. Custom list, and either for synced users: premium (writeback.md §1.1). */
export function bannedListsOf(directory: TenantDirectory, user: CloudUser): BannedLists {
  const premium = !licencesEnforced(directory) || opensWriteback(directory.plansOf(user))
  const { bannedPasswords } = directory.passwordResetPolicy()
  return {
    custom: premium ? bannedPasswords : [],
    global: premium || !isManagedOnPremises(user),
    userNames: [user.givenName, user.surname, user.mailNickname].filter((name) => name !== null),
    tenantName: directory.tenant().displayName,
  }
}

const domainOf = (userPrincipalName: string): string =>
  userPrincipalName.slice(userPrincipalName.lastIndexOf('@') + 1).toLowerCase()

export const isFederated = (directory: TenantDirectory, user: CloudUser): boolean =>
  directory
    .tenant()
    .domains.some(
      (domain) =>
        domain.name === domainOf(user.userPrincipalName) && domain.authenticationType === 'Federated',
    )

/** Federated and pass-through users are checked on premises: writeback sets nothing in the cloud (writeback.md §8.9). */
export const isKeptInCloud = (directory: TenantDirectory, user: CloudUser): boolean =>
  !isManagedOnPremises(user) || (directory.tenant().signInModel === 'cloud' && !isFederated(directory, user))
