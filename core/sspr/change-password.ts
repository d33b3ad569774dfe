/** A signed-in user changes the own password: on premises first, then the cloud (writeback.md §3.6, §4.1). */
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

export interface ChangePasswordContext extends NewPasswordContext {
  readonly oldPassword: string
  /** The cloud's own check, for cloud-only users; Active Directory checks the others'. */
  readonly verifyCurrent: () => Promise<boolean>
  readonly licencesEnforced: boolean
  readonly licensedForWriteback: boolean
}

const requireLicence: Step<ChangePasswordContext> = {
  name: 'require-licence',
  place: 'cloud',
  decide: ({ user, licencesEnforced, licensedForWriteback }) => {
    if (!isManagedOnPremises(user)) return pass('changing a cloud password is free')
    if (!licencesEnforced) return pass('licences are not enforced')
    return licensedForWriteback ? pass() : refuseUnlicensed('change')
  },
}

const checkCurrentPassword: Step<ChangePasswordContext> = {
  name: 'check-current-password',
  place: 'cloud',
  decide: async ({ user, verifyCurrent }) => {
    if (isManagedOnPremises(user)) return pass('Active Directory checks it')
    return (await verifyCurrent())
      ? pass()
      : refuse('PasswordChangeIncorrectCurrentPassword', 'The current password did not match.')
  },
}

/** A change may not keep the password; a reset may (writeback.md §2.5). */
const requireDifferentPassword: Step<ChangePasswordContext> = {
  name: 'require-different-password',
  place: 'cloud',
  decide: ({ user, oldPassword, newPassword }) =>
    !isManagedOnPremises(user) && oldPassword === newPassword
      ? refuse('PasswordChangeInvalidNewPasswordWeak', 'The new password is the current one.')
      : pass(),
}

export const changePassword = flow<ChangePasswordContext>(
  'change-password',
  requireWritebackEnabled('change'),
  requireLicence,
  requireListeningAgent('change'),
  checkCurrentPassword,
  requireDifferentPassword,
  checkCloudPolicy('change'),
  checkBannedPasswords('change'),
  claimAccount(),
  writeBack('change', 'change'),
  commitCloud('change'),
  revokeSessions(),
)
