/**
 * Refusals of password reset: the page, the portal and Graph's resetPassword share them. Keys are the published
 * identifiers where there is one (writeback.md §3.3, §9.3); `source: 'sim'` marks names that are ours.
 */
import type { CodeEntry } from './catalogue.ts'

export interface SsprEntry extends CodeEntry {
  /** Number of the error page; numbers 1-8, 15-28 and from 31 on are not published. */
  readonly number?: number
  /** `SSPR_00NN` as the page prints it. */
  readonly pageCode?: string
  /** HTTP status of the password reset API: 400 malformed, 403 a gate said no, 409 wrong moment, 410 over, 429 throttled. */
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 429 | 500
  /** The page stays and the user may try again. */
  readonly retry?: true
  /** `resultReason` of the audit row; the key itself when absent. */
  readonly reason?: string
}

const sorry = "We're sorry, your password can't be reset right now"
const askAdmin = 'Nothing more can be done from here: please ask your administrator'

export const ssprCodes = {
  TenantSSPRFlagDisabled: {
    number: 9,
    pageCode: 'SSPR_0009',
    status: 403,
    says: `${sorry} because your administrator has turned password reset off for your organization. ${askAdmin} to turn it on.`,
    because: 'Self service password reset is set to None for the whole tenant.',
    fix: 'Password reset → Properties: choose Selected or All and save.',
    fixAt: '/portal/password-reset/properties',
    reason: 'Password reset has been disabled entirely for this tenant',
  },
  WritebackNotEnabled: {
    number: 10,
    pageCode: 'SSPR_0010',
    status: 403,
    says: `${sorry} because your organization has not enabled a service that it needs: password writeback is not enabled. ${askAdmin} to enable password writeback.`,
    because:
      'The password is managed on premises, and nothing may write it back yet: one of the two switches of writeback is off.',
    fix: 'Tick Password writeback in the {connect} wizard, then set "Write back passwords to your on-premises directory" to Yes in Password reset → On-premises integration.',
    fixAt: '/connect/wizard/optional-features',
    reason: "User's password is managed on-premises. You can enable Password Writeback to resolve this",
  },
  SsprNotEnabledInUserPolicy: {
    number: 11,
    pageCode: 'SSPR_0011',
    status: 403,
    says: `${sorry} because your administrator has not set up password reset. ${askAdmin} to set it up.`,
    because: 'No password reset policy applies: the scope is Selected, and no group has been chosen.',
    fix: 'Password reset → Properties: choose a group, or All.',
    fixAt: '/portal/password-reset/properties',
    reason: 'Password reset is not enabled for this user',
  },
  UserNotLicensed: {
    number: 12,
    pageCode: 'SSPR_0012',
    status: 403,
    says: `${sorry} because a licence that it needs is missing. ${askAdmin} to review the licence assignments.`,
    because: 'No licence of the user carries a service plan that opens password reset for this kind of user.',
    fix: 'Assign Microsoft Entra ID P1 or P2, EMS E3 or E5, or Microsoft 365 Business Premium, E3 or E5. Office 365 E3 and E5 do not open writeback.',
    fixAt: '/portal/users',
    reason: 'User does not have a license. You can add a license to the user to resolve this',
  },
  UserNotMemberOfScopedAccessGroup: {
    number: 13,
    pageCode: 'SSPR_0013',
    status: 403,
    says: `${sorry} because your administrator has not set up your account for it. ${askAdmin} to enable it for you.`,
    because:
      'Password reset is enabled for one group, and the user is not a member of it, directly or through a nested group.',
    fix: 'Add the user to the group, or choose All in Password reset → Properties.',
    fixAt: '/portal/password-reset/properties',
    reason: 'This user is not a member of the password reset users group',
  },
  UserNotProperlyConfigured: {
    number: 14,
    pageCode: 'SSPR_0014',
    status: 403,
    says: `${sorry} because information that proves who you are is missing from your account. Please ask your administrator to reset your password, then register your security info.`,
    because: 'The user has registered fewer usable methods than the policy asks for.',
    fix: 'Let the user register security info at the next sign-in, or fill in the authentication methods of the user.',
    fixAt: '/portal/password-reset/authentication-methods',
    // Published with a trailing blank (graph.md §3); collectors compare the exact string.
    reason:
      "User's account has insufficient authentication methods defined. Add authentication info to resolve this ",
  },
  OnPremisesAdminActionRequired: {
    number: 29,
    pageCode: 'SSPR_0029',
    status: 403,
    says: "SSPR_0029: Your organization's on-premises configuration for password reset has a fault. Please ask your administrator to look into it.",
    because:
      'The request reached the Connect server, and Active Directory or the sync engine could not carry it out.',
    fix: "Read the Connect server's Application log: the PasswordResetService event with this TrackingId names the cause.",
    fixAt: '/connect/events',
  },
  OnPremisesConnectivityError: {
    number: 30,
    pageCode: 'SSPR_0030',
    status: 403,
    says: `${sorry} because your organization's password reset service can't be reached. ${askAdmin} to check the connection.`,
    because: 'Writeback is enabled, but no agent answers on the relay.',
    fix: 'Start the synchronization service on the Connect server, and check that it reaches the relay through the proxy.',
    fixAt: '/connect/services',
  },
  OnPremisesSuccessCloudFailure: {
    status: 500,
    says: 'Your password was changed on premises, but not yet in the cloud. Wait a few minutes, then sign in with the new password.',
    because:
      'Active Directory accepted the new password; storing it in the cloud failed. Password hash synchronization brings it within two minutes.',
    fixAt: '/connect/events',
  },
  OnPremisesPolicyViolation: {
    status: 403,
    retry: true,
    says: "This password does not meet your organization's rules for length, complexity, age or history. Choose another one.",
    because: "Active Directory's password policy refused the new password.",
    fix: 'Choose a longer, different password. If the password was changed within the minimum age, wait or set the minimum age to 0.',
    source: 'sim',
  },
  OnPremisesAccountChanged: {
    status: 403,
    says: "Your password can't be reset because your account has changed on premises. Please ask your administrator for help.",
    because: 'The Connect server finds no Active Directory account for this user any more.',
    fix: 'Check that the account still exists and is in the scope of synchronization, then run a delta cycle.',
    fixAt: '/connect/synchronization-service',
    reason: 'OnPremisesAdminActionRequired',
    source: 'sim',
  },
  FuzzyPolicyViolationInvalidPassword: {
    status: 403,
    retry: true,
    says: 'That password contains a word or pattern that makes it easy to guess. Try a different one.',
    because: 'The password scores fewer than five points against the banned password lists.',
    fix: 'Use a longer password without common words, the name of the organization or your own name.',
  },
  PasswordDoesnotComplyFuzzyPolicy: {
    status: 403,
    retry: true,
    says: 'Choose a password that is harder for people to guess.',
    because: 'The password contains the name of the user or of the organization.',
    fix: 'Leave names out of the password.',
  },
  WeakPassword: {
    status: 403,
    retry: true,
    says: 'Use 8 to 256 characters with at least three of: lower-case letters, upper-case letters, digits, symbols.',
    because: "The cloud's password policy refused the new password.",
    source: 'sim',
  },
  CloudDirectoryUnavailable: {
    status: 500,
    says: 'Your password could not be changed because of a fault on our side. Please try again in a few minutes.',
    because: 'Storing the new password in the cloud failed, and nothing was changed.',
    source: 'sim',
  },
  AdministratorResetDisabled: {
    pageCode: 'SSPR_009',
    status: 403,
    says: "SSPR_009: You can't reset your own password because password reset isn't turned on for your organization.",
    because:
      'allowedToUseSSPR of the authorization policy is false: administrators may not reset their own passwords.',
    fix: 'Set allowedToUseSSPR to true in the authorization policy.',
    reason: 'Password reset is not enabled for this user',
  },
  UserNotFound: {
    status: 403,
    says: "We couldn't verify your account. Check your user ID and try again, or ask your administrator.",
    because:
      'No user of this tenant has that user ID, or the user has no methods to verify with. The page does not tell which.',
    source: 'sim',
  },
  CaptchaFailed: {
    status: 403,
    retry: true,
    says: "The characters you entered don't match the picture. Try again with the new picture.",
    because: 'The captcha was wrong, too old or already used.',
    source: 'sim',
  },
  TooManyVerifications: {
    status: 429,
    says: 'Please use another option. You have tried this verification too often in the last hour; wait 24 hours before you try it again.',
    because:
      'More than five verifications by this method within an hour, or five wrong proofs within 24 hours.',
    fix: 'Wait, advance the lab clock by a day, or shorten the limits.',
    reason: 'User tried to verify too many times and is blocked for 24 hours',
  },
  TooManyProofFailures: {
    status: 429,
    says: 'Too many wrong codes have been entered for this account. Wait 24 hours before you try again.',
    because: 'Five wrong proofs within 24 hours.',
    fix: 'Wait, advance the lab clock by a day, or shorten the limits.',
    reason: 'User entered too many invalid verification codes and is blocked for 24 hours',
  },
  TooManyResets: {
    status: 429,
    says: 'This password has been reset too often in the last hour. Wait 24 hours before you try again.',
    because: 'More than five resets of the same account within an hour.',
    fix: 'Wait, advance the lab clock by a day, or shorten the limits.',
    reason: 'User tried to reset the password too many times and is blocked for 24 hours',
  },
  TooManyEmails: {
    status: 429,
    says: 'Too many e-mails have been sent. Wait ten minutes before you ask for another one.',
    because: 'More than ten e-mails within ten minutes.',
    source: 'sim',
  },
  IncorrectPhoneNumber: {
    status: 403,
    retry: true,
    says: 'That is not the phone number on file. Enter the complete number with its country code.',
    because: 'The number typed differs from the registered one.',
  },
  IncorrectCode: {
    status: 403,
    retry: true,
    says: 'The code or answer is not right. Check it and try again.',
    because: 'The proof does not match what was sent or registered.',
    source: 'sim',
  },
  CodeExpired: {
    status: 403,
    retry: true,
    says: 'That code is no longer valid. Ask for a new one.',
    because: 'A code is valid for five minutes and once.',
    source: 'sim',
  },
  PushPending: {
    status: 409,
    retry: true,
    says: 'Approve the notification on your phone, then go on.',
    because: 'The authenticator app has not answered yet.',
    source: 'sim',
  },
  NumberMismatch: {
    status: 403,
    says: 'That is not the number on the page. If you asked for nothing, somebody else did.',
    because:
      'The number typed into the app differs from the one that the page shows; the request counts as denied.',
    fix: 'Send another notification from the page, and type the number that it shows then.',
    source: 'sim',
  },
  PushDenied: {
    status: 403,
    retry: true,
    says: 'The notification was denied on your phone.',
    because: 'The authenticator app answered no.',
    source: 'sim',
  },
  MethodNotOffered: {
    status: 409,
    retry: true,
    says: 'That verification option is not available for this account.',
    because:
      'The method is not registered, not enabled by the policy, or was already used at the first gate.',
    source: 'sim',
  },
  WrongMoment: {
    status: 409,
    retry: true,
    says: 'This step does not come now. Go on with the page that is shown.',
    because: 'The session is at another page of the flow.',
    source: 'sim',
  },
  OperationInProgress: {
    status: 409,
    retry: true,
    says: 'Your password is being changed by another request. Wait a moment and try again.',
    because: 'Another request is changing this password right now; only the first of several goes on.',
    source: 'sim',
  },
  UnlockChosen: {
    status: 409,
    says: 'You chose to unlock your account and keep your password.',
    because: 'The session goes on as an unlock.',
    source: 'sim',
  },
  AgentNotOnboarded: {
    status: 409,
    says: 'Password writeback is not enabled for this directory.',
    because: 'The agent reports, but the tenant has no onboarded agent: writeback was disabled meanwhile.',
    source: 'sim',
  },
  PasswordSyncNotActivated: {
    status: 409,
    says: 'Error Code : 90. Error Description : Password Synchronization has not been activated for this company.',
    because: 'The feature passwordSyncEnabled of the tenant was switched off.',
    fix: 'Switch passwordSyncEnabled on for the tenant; the next pass sends what is due.',
  },
  AgentClockSkew: {
    status: 401,
    says: 'The clock of the server is more than five minutes off.',
    because: 'The clock of the Connect server differs from the time of the cloud by more than five minutes.',
    fix: 'Set the clock of the Connect server right.',
    source: 'sim',
  },
  TenantNotLicensedForWriteback: {
    status: 403,
    says: 'Password writeback could not be configured. Check that you have the licence it needs.',
    because: 'No subscription of the tenant carries AAD_PREMIUM or AAD_PREMIUM_P2.',
    fix: 'Buy Microsoft Entra ID P1 or P2, or a suite that contains it.',
    source: 'sim',
  },
  RouteNotFound: {
    status: 404,
    says: 'There is nothing at this address.',
    because: 'No route of the service has this path and method.',
    source: 'sim',
  },
  SessionOver: {
    status: 410,
    says: 'Your session has ended. Start again.',
    because: 'A session lasts 15 minutes, and ends when it is cancelled or finished.',
    source: 'sim',
  },
  SessionNotFound: {
    status: 404,
    says: 'There is no such session. Start again.',
    because: 'The session id is not known.',
    source: 'sim',
  },
  InvalidRequest: {
    status: 400,
    retry: true,
    says: 'The request is not complete: {problem}.',
    because: 'The body does not have the documented shape.',
    source: 'sim',
  },
  AuthenticationRequired: {
    status: 401,
    says: 'Sign in first.',
    because: 'The request carries no valid access token or registration ticket.',
    source: 'sim',
  },
  InsufficientRole: {
    status: 403,
    says: 'Your role does not let you do this.',
    because: 'The caller holds none of the roles that open this.',
    source: 'sim',
  },
  RegistrationNotAllowed: {
    status: 403,
    says: 'Your administrator has not enabled you to use this feature.',
    because: 'Password reset is off for the user, or the user has no licence for it.',
    fixAt: '/portal/password-reset/properties',
  },
  RegistrationIncomplete: {
    status: 409,
    retry: true,
    says: 'More security info is needed before you can finish.',
    because: 'Fewer methods are registered than the policy asks for.',
    source: 'sim',
  },
  InvalidContact: {
    status: 400,
    retry: true,
    says: 'Enter a phone number as +country code, a blank and the number, or a valid e-mail address.',
    because: 'Phones have the form "+65 91234567"; an e-mail address has one @ and a domain.',
  },
  DuplicateAnswers: {
    status: 400,
    retry: true,
    says: 'Choose different questions, and answer each of them differently.',
    because: 'Two questions or two answers are the same.',
  },
  NotAuthorizedToReset: {
    status: 403,
    says: "The password can't be reset: your role may not reset it, or it is your own.",
    because: 'The role of the caller may not reset the password of this user.',
    fix: 'Ask a Privileged Authentication Administrator or a Global Administrator.',
    source: 'sim',
  },
  OwnPassword: {
    status: 403,
    says: "The password can't be reset: your role may not reset it, or it is your own.",
    because: 'An administrator changes the own password on the change password page, not by a reset.',
    source: 'sim',
  },
  NewPasswordRequired: {
    status: 400,
    retry: true,
    says: 'Type a temporary password: the password of a synchronized user is not generated.',
    because: 'Active Directory must accept the password, so the administrator chooses it.',
  },
  AgentTooOld: {
    status: 403,
    says: 'The password reset service in your on-premises environment is too old to let administrators reset passwords. Upgrade {connect}.',
    because: 'Resets by administrators need the sync engine 1.0.0419.0911 or later.',
    fix: 'Upgrade the Connect server.',
  },
  FederatedResetNotAllowed: {
    status: 403,
    says: 'The password of a user of a federated domain is not reset here.',
    because:
      "The domain is federated, and the lab's allowAdminResetFederated is off. Microsoft's pages disagree about this case.",
    source: 'sim',
  },
} as const satisfies Record<string, SsprEntry>

export type SsprCode = keyof typeof ssprCodes

export const isSsprCode = (code: string): code is SsprCode => Object.hasOwn(ssprCodes, code)

export const ssprEntry = (code: SsprCode): SsprEntry => ssprCodes[code]
