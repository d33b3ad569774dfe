/** The person whose password it is, with all that the rules of reset ask about them. */
import type { CloudUser } from '#core/entra/model.ts'
import type { Contacts } from './reset-methods.ts'

export interface ResetSubject {
  readonly user: CloudUser
  readonly contacts: Contacts
  /** Directory roles by display name. */
  readonly roles: readonly string[]
  /** Member of the group that the policy names, nested membership included. */
  readonly inScopeGroup: boolean
  /** A plan that opens reset for cloud-only users. */
  readonly licensedForReset: boolean
  /** A plan that opens writeback. */
  readonly licensedForWriteback: boolean
}

export const isManagedOnPremises = (user: CloudUser): boolean => user.onPremisesSyncEnabled === true

/** Holders of these are under the administrators' two-gate policy (published list of roles, writeback.md §2.3). */
const administratorRoles = new Set([
  'Application Administrator',
  'Authentication Administrator',
  'Authentication Policy Administrator',
  'Billing Administrator',
  'Cloud Application Administrator',
  'Compliance Administrator',
  'Conditional Access Administrator',
  'Directory Synchronization Accounts',
  'Directory Writers',
  'Domain Name Administrator',
  'Exchange Administrator',
  'Global Administrator',
  'Groups Administrator',
  'Helpdesk Administrator',
  'Hybrid Identity Administrator',
  'License Administrator',
  'Password Administrator',
  'Privileged Authentication Administrator',
  'Privileged Role Administrator',
  'Security Administrator',
  'SharePoint Administrator',
  'Teams Administrator',
  'User Administrator',
])

export const isAdministrator = (roles: readonly string[]): boolean =>
  roles.some((role) => administratorRoles.has(role))
