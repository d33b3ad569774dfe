/**
 * An administrator resets somebody's password, from the portal or through Graph: authorisation first, what the tenant can
 * do second, what Active Directory says last (writeback.md §6.1, §6.5).
 */
import { flow, pass, refuse, type Step } from '#core/steps.ts'
import {
  checkBannedPasswords,
  checkCloudPolicy,
  claimAccount,
  commitCloud,
  type NewPasswordContext,
  refuseUnlicensed,
  requireListeningAgent,
  requireWritebackEnabled,
  revokeSessions,
  writeBack,
} from './new-password-steps.ts'
import { isManagedOnPremises } from './reset-subject.ts'
import { allowsAdminReset } from './writeback-switches.ts'

export interface AdminResetContext extends NewPasswordContext {
  readonly actor: {
    readonly id: string
    readonly userPrincipalName: string
    readonly roles: readonly string[]
  }
  /** The actor's roles open this call (Graph asks for more than the portal). */
  readonly authorized: boolean
  /** The matrix of who may reset whom. */
  readonly mayReset: boolean
  /** The caller named a password; for synced users it must. */
  readonly passwordGiven: boolean
  readonly licencesEnforced: boolean
  readonly licensedForWriteback: boolean
  /** The user's domain is federated, and the lab does not allow that. */
  readonly federatedRefused: boolean
}

const authorise: Step<AdminResetContext> = {
  name: 'authorise',
  place: 'cloud',
  decide: ({ authorized, actor }) =>
    authorized
      ? pass(actor.roles.join(', '))
      : refuse('NotAuthorizedToReset', 'The caller holds no role that resets passwords.'),
}

const whoMayReset: Step<AdminResetContext> = {
  name: 'who-may-reset',
  place: 'cloud',
  decide: ({ mayReset, actor }) =>
    mayReset
      ? pass()
      : refuse(
          'NotAuthorizedToReset',
          `${actor.roles.join(', ')} may not reset the password of a user with this user's roles.`,
        ),
}

const notOwnAccount: Step<AdminResetContext> = {
  name: 'not-own-account',
  place: 'cloud',
  decide: ({ actor, user }) =>
    actor.id === user.id ? refuse('OwnPassword', 'The caller is the user.') : pass(),
}

const requireManagedDomain: Step<AdminResetContext> = {
  name: 'require-managed-domain',
  place: 'cloud',
  decide: ({ federatedRefused }) =>
    federatedRefused ? refuse('FederatedResetNotAllowed', 'The domain of the user is federated.') : pass(),
}

/** After the switches: an unlicensed user of a tenant without writeback hears about writeback (§6.1 A7, ours). */
const requireLicence: Step<AdminResetContext> = {
  name: 'require-licence',
  place: 'cloud',
  decide: ({ user, licencesEnforced, licensedForWriteback }) => {
    if (!isManagedOnPremises(user)) return pass('password is managed in the cloud')
    if (!licencesEnforced) return pass('licences are not enforced')
    return licensedForWriteback ? pass() : refuseUnlicensed('admin')
  },
}

const requireNewPassword: Step<AdminResetContext> = {
  name: 'require-new-password',
  place: 'cloud',
  decide: ({ user, passwordGiven }) =>
    isManagedOnPremises(user) && !passwordGiven
      ? refuse('NewPasswordRequired', 'The password of a synced user is typed, not generated.')
      : pass(passwordGiven ? 'typed by the administrator' : 'generated'),
}

const requireCurrentAgent: Step<AdminResetContext> = {
  name: 'require-current-agent',
  place: 'cloud',
  decide: ({ user, switches }) => {
    if (!isManagedOnPremises(user) || allowsAdminReset(switches.agentVersion)) return pass()
    return refuse(
      'AgentTooOld',
      `The agent is version ${switches.agentVersion}; resets by administrators need 1.0.0419.0911.`,
    )
  },
}

/** Who may: answered at once. */
export const adminResetChecks: readonly Step<AdminResetContext>[] = [
  authorise,
  whoMayReset,
  notOwnAccount,
  requireManagedDomain,
]

/** Whether it works: what a caller of Graph polls for, a tenant without writeback included (writeback.md §6.5). */
export const adminResetWork: readonly Step<AdminResetContext>[] = [
  requireWritebackEnabled('admin'),
  requireLicence,
  requireNewPassword,
  checkCloudPolicy('admin'),
  checkBannedPasswords('admin'),
  requireCurrentAgent,
  requireListeningAgent('admin'),
  claimAccount(),
  writeBack('admin', 'admin-reset'),
  commitCloud('admin'),
  revokeSessions(),
]

export const adminReset = flow<AdminResetContext>('admin-reset', ...adminResetChecks, ...adminResetWork)
