/** Who must register security info, how often, and what counts as done (writeback.md §2.4). */
import type { CloudUser, PasswordResetPolicy, RegisteredMethods } from '#core/entra/model.ts'
import type { Instant } from '#core/ports.ts'
import { flow, pass, refuse, type Step } from '#core/steps.ts'
import { days } from './limits.ts'
import {
  type Contacts,
  contactsOf,
  type GatePolicy,
  isEmail,
  isPhone,
  usableMethods,
} from './reset-methods.ts'
import type { ResetSubject } from './reset-subject.ts'

/** Only what the person has confirmed: data that an administrator or the directory filled in opens a reset, yet registers nothing. */
export const registeredContacts = (user: CloudUser, registered: RegisteredMethods | undefined): Contacts =>
  contactsOf({ ...user, mobilePhone: null, businessPhones: [], otherMails: [] }, registered)

export interface RegistrationNeed {
  readonly needed: boolean
  readonly because:
    | 'not-in-scope'
    | 'not-required'
    | 'never-registered'
    | 'too-few-methods'
    | 'time-to-confirm'
    | 'up-to-date'
}

export interface RegistrationSubject {
  readonly subject: ResetSubject
  readonly registered: RegisteredMethods | undefined
  readonly policy: PasswordResetPolicy
  readonly gatePolicy: GatePolicy
  readonly licencesEnforced: boolean
}

/** Does the policy let this person register at all? */
export function mayRegister({ subject, policy, gatePolicy, licencesEnforced }: RegistrationSubject): boolean {
  if (gatePolicy.kind === 'administrator') return true
  if (policy.enabled === 'None') return false
  if (policy.enabled === 'Selected' && !subject.inScopeGroup) return false
  const licensed =
    subject.user.onPremisesSyncEnabled === true ? subject.licensedForWriteback : subject.licensedForReset
  return licensed || !licencesEnforced
}

/** Is the sign-in to be interrupted (AADSTS50125)? */
export function registrationNeed(about: RegistrationSubject, at: Instant): RegistrationNeed {
  const { registered, policy, gatePolicy, subject } = about
  if (!policy.registration.required) return { needed: false, because: 'not-required' }
  // Administrators are asked only where the tenant asks its users: their own policy registers nobody by force.
  if (policy.enabled === 'None' || !mayRegister(about)) return { needed: false, because: 'not-in-scope' }
  if (gatePolicy.kind === 'administrator' && policy.enabled === 'Selected' && !subject.inScopeGroup)
    return { needed: false, because: 'not-in-scope' }
  const usable = usableMethods(gatePolicy, registeredContacts(subject.user, registered))
  if (registered?.confirmedAt == null) return { needed: true, because: 'never-registered' }
  if (usable < gatePolicy.gates) return { needed: true, because: 'too-few-methods' }
  const { reconfirmDays } = policy.registration
  if (reconfirmDays > 0 && at - registered.confirmedAt >= days(reconfirmDays))
    return { needed: true, because: 'time-to-confirm' }
  return { needed: false, because: 'up-to-date' }
}

export interface RegistrationContext extends RegistrationSubject {
  /** A second factor is no matter of the password reset policy. */
  readonly registersFor: 'reset' | 'second-factor'
  readonly save: () => Promise<void>
}

const requireAllowed: Step<RegistrationContext> = {
  name: 'require-registration-allowed',
  place: 'cloud',
  decide: (context) =>
    context.registersFor === 'second-factor' || mayRegister(context)
      ? pass()
      : refuse('RegistrationNotAllowed', 'Password reset is off for the user, or no licence opens it.'),
}

const requireMethods: Step<RegistrationContext> = {
  name: 'require-methods-registered',
  place: 'cloud',
  decide: ({ gatePolicy, registered, subject, registersFor }) => {
    const contacts = registeredContacts(subject.user, registered)
    const forSecondFactor = registersFor === 'second-factor'
    const usable = forSecondFactor
      ? [contacts.mobilePhone !== null, contacts.authenticator].filter(Boolean).length
      : usableMethods(gatePolicy, contacts)
    const needed = forSecondFactor ? 1 : gatePolicy.gates
    const counted = `${usable} of ${needed} methods registered`
    return usable >= needed ? pass(counted) : refuse('RegistrationIncomplete', counted)
  },
}

const confirm: Step<RegistrationContext> = {
  name: 'confirm-registration',
  place: 'cloud',
  decide: async ({ save }) => {
    await save()
    return pass()
  },
}

export const completeRegistration = flow<RegistrationContext>(
  'registration',
  requireAllowed,
  requireMethods,
  confirm,
)

/** A blank after the country code, digits: `+65 91234567`; or an e-mail address. */
export const isContact = (method: 'mobilePhone' | 'email', value: string): boolean =>
  method === 'email' ? isEmail(value) : isPhone(value)
