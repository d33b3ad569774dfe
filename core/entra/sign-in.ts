/**
 * Signing in with a password: the flow that ROPC and the sign-in pages share. Where the password is checked follows the
 * user's identity model: the cloud (cloud-only and hash-synchronised users) or Active Directory (pass-through).
 */

import { type AadstsName, aadsts } from '#core/codes/aadsts.ts'
import type { CloudUser, Tenant } from '#core/entra/model.ts'
import { flow, pass, refuse, type Step, type StepOutcome } from '#core/steps.ts'

export type IdentityModel = 'cloud-only' | 'password-hash-sync' | 'pass-through' | 'federated'

/** What the agent said about a password, in the words of Active Directory's sub-codes (graph.md §1.6). */
export type OnPremisesVerdict =
  | 'right'
  | 'wrong'
  | 'disabled'
  | 'expired'
  | 'must-change'
  | 'locked'
  | 'logon-hours'
  | 'restricted'
  | 'unknown-name'
  | 'no-agent'
  | 'timeout'
  | 'too-late'
  | 'agent-error'
  | 'agent-exception'
  | 'bad-answer'
  | 'no-key'
  | 'no-decryption'
  | 'time-skew'

export interface SignInContext {
  readonly userPrincipalName: string
  readonly tenant: Tenant
  user: CloudUser | undefined
  isLockedOut(user: CloudUser): boolean
  checkInCloud(user: CloudUser): Promise<'right' | 'wrong' | 'locked' | 'no-password'>
  checkOnPremises(user: CloudUser): Promise<OnPremisesVerdict>
  /** Interactive sign-ins go on to a change page instead. */
  readonly mayChangePassword: boolean
}

const no = (name: AadstsName, because: string): StepOutcome => refuse(aadsts(name).code, because)

const domainOf = (userPrincipalName: string): string =>
  userPrincipalName.slice(userPrincipalName.lastIndexOf('@') + 1).toLowerCase()

/**
 * Cloud-only users of a federated domain keep their cloud password, where the real service sends them to a federation
 * service that does not know them: so that whoever federates a lab's only domain does not lock its administrators out.
 */
export function identityModel(
  tenant: Tenant,
  user: Pick<CloudUser, 'userPrincipalName' | 'onPremisesSyncEnabled'>,
): IdentityModel {
  if (user.onPremisesSyncEnabled !== true) return 'cloud-only'
  const domain = tenant.domains.find((each) => each.name === domainOf(user.userPrincipalName))
  if (domain?.authenticationType === 'Federated') return 'federated'
  return tenant.signInModel === 'pta' ? 'pass-through' : 'password-hash-sync'
}

const findUser: Step<SignInContext> = {
  name: 'find-user',
  place: 'cloud',
  decide: ({ user, userPrincipalName }) =>
    user === undefined
      ? no('UserAccountNotFound', `No user of the tenant is called ${userPrincipalName}.`)
      : pass(user.userPrincipalName),
}

const requireNotLocked: Step<SignInContext> = {
  name: 'require-not-locked',
  place: 'cloud',
  decide: ({ user, isLockedOut }) =>
    user !== undefined && isLockedOut(user)
      ? no('IdsLocked', 'Too many wrong passwords: smart lockout holds the account.')
      : pass(),
}

/** Verdict of the domain controller → code; the pairing is the design's own (graph.md §1.6). */
const onPremisesRefusals: Readonly<
  Record<Exclude<OnPremisesVerdict, 'right'>, readonly [AadstsName, string]>
> = {
  wrong: ['InvalidUserNameOrPassword', 'The domain controller says that the password is wrong (52e).'],
  disabled: ['UserDisabled', 'The account is disabled in Active Directory (533).'],
  expired: ['InvalidPasswordExpiredOnPremPassword', 'The password has expired in Active Directory (532).'],
  'must-change': [
    'InvalidPasswordExpiredPassword',
    'The password must be changed in Active Directory first (773).',
  ],
  locked: ['IdsLocked', 'The account is locked in Active Directory (775).'],
  'logon-hours': [
    'OnPremisePasswordValidationAccountLogonInvalidHours',
    'Active Directory does not let the user log on now (530).',
  ],
  restricted: ['UserDisabled', 'Active Directory restricts where or how the account may log on (531, 52f).'],
  'unknown-name': [
    'OnPremisePasswordValidatorIncorrectUserPrincipalName',
    'Active Directory has no account of that name (525).',
  ],
  'no-agent': ['OnPremiseStoreIsNotAvailable', 'No agent holds a connection to the cloud.'],
  timeout: ['OnPremisePasswordValidatorRequestTimedout', 'The agent did not answer in time.'],
  'too-late': ['OnPremisePasswordValidationTimeout', 'The agent answered after its time was over.'],
  'agent-error': [
    'OnPremisePasswordValidatorErrorOccurredOnPrem',
    'The agent could not ask Active Directory.',
  ],
  'agent-exception': [
    'OnPremisePasswordValidatorUnpredictableWebException',
    'The agent met something that it did not expect.',
  ],
  'bad-answer': ['OnPremiseInvalidResponse', 'The agent’s answer makes no sense.'],
  'no-key': ['OnPremisePasswordValidationKeyRetrieval', 'The request holds no password for the agent’s key.'],
  'no-decryption': [
    'OnPremisePasswordValidationEncryptionException',
    'The agent could not open the sealed password.',
  ],
  'time-skew': [
    'OnPremisePasswordValidationTimeSkew',
    'The clocks of the agent and the domain controller differ too much.',
  ],
}

async function decideOnPremises(context: SignInContext, user: CloudUser): Promise<StepOutcome> {
  const verdict = await context.checkOnPremises(user)
  if (verdict === 'right') return pass('checked by the domain controller')
  const [name, because] = onPremisesRefusals[verdict]
  return no(name, because)
}

async function decideInCloud(context: SignInContext, user: CloudUser): Promise<StepOutcome> {
  const verdict = await context.checkInCloud(user)
  if (verdict === 'right') return pass('checked in the cloud')
  if (verdict === 'locked')
    return no('IdsLocked', 'Too many wrong passwords: smart lockout holds the account.')
  if (verdict === 'wrong')
    return no('InvalidUserNameOrPassword', 'The password is not the one the cloud knows.')
  return no('InvalidPasswordNullPassword', 'The cloud holds no password hash of this user.')
}

const checkPassword: Step<SignInContext> = {
  name: 'check-password',
  place: 'cloud',
  decide: (context) => {
    const { user, tenant } = context
    if (user === undefined) return no('UserAccountNotFound', 'There is no user to check.')
    const model = identityModel(tenant, user)
    if (model === 'federated')
      return no(
        'InvalidUserNameOrPassword',
        'The domain is federated: its federation service checks passwords, not the cloud.',
      )
    return model === 'pass-through' ? decideOnPremises(context, user) : decideInCloud(context, user)
  },
}

/** After the password, so that a stranger cannot tell which accounts are disabled. */
const requireEnabled: Step<SignInContext> = {
  name: 'require-enabled',
  place: 'cloud',
  decide: ({ user }) =>
    user?.accountEnabled === false ? no('UserDisabled', 'accountEnabled is false.') : pass(),
}

const requireCurrentPassword: Step<SignInContext> = {
  name: 'require-current-password',
  place: 'cloud',
  decide: ({ user, mayChangePassword }) => {
    if (user?.forceChangePasswordNextSignIn !== true) return pass()
    const because = 'The password is temporary: the user must choose their own.'
    return mayChangePassword
      ? pass('a change is asked for', { forceChange: true })
      : no('InvalidPasswordExpiredPassword', because)
  },
}

export const passwordSignIn = flow<SignInContext>(
  'sign-in',
  findUser,
  requireNotLocked,
  checkPassword,
  requireEnabled,
  requireCurrentPassword,
)
