/** Which methods a person can prove themselves with, under which policy (writeback.md §2.2, §2.3). */
import type { ResetMethod } from '#core/contracts/sspr.ts'
import type { CloudUser, PasswordResetPolicy, RegisteredMethods, Tenant } from '#core/entra/model.ts'
import type { Instant } from '#core/ports.ts'
import { days } from './limits.ts'

/** Text and call to one phone count as one method; so do the app's code and its notification. */
const methodClass = {
  email: 'email',
  mobileSms: 'mobilePhone',
  mobileCall: 'mobilePhone',
  officeCall: 'officePhone',
  securityQuestions: 'securityQuestions',
  appNotification: 'app',
  appCode: 'app',
} as const satisfies Record<ResetMethod, string>

export type MethodClass = (typeof methodClass)[ResetMethod]

export const classOf = (method: ResetMethod): MethodClass => methodClass[method]

/** What is on file for a person, the registered value before the directory's. */
export interface Contacts {
  readonly mobilePhone: string | null
  readonly officePhone: string | null
  readonly email: string | null
  readonly authenticator: boolean
  readonly questions: number
}

/** Prepopulated data counts without registration: office phone, mobile phone and alternate e-mail of the directory. */
export function contactsOf(user: CloudUser, registered: RegisteredMethods | undefined): Contacts {
  return {
    mobilePhone: registered?.mobilePhone ?? phoneOrNull(user.mobilePhone),
    officePhone: registered?.officePhone ?? phoneOrNull(user.businessPhones[0] ?? null),
    email: registered?.email ?? user.otherMails[0] ?? null,
    authenticator: registered?.authenticatorSecret != null,
    questions: registered?.securityQuestions.length ?? 0,
  }
}

/** `+CountryCode Number`; an extension may follow. Other formats are not dialled. */
const phonePattern = /^\+\d{1,4} \d[\d -]{3,}(\s*x\s*\d+)?$/i
export const isPhone = (phone: string): boolean => phonePattern.test(phone)
const phoneOrNull = (phone: string | null): string | null => (phone !== null && isPhone(phone) ? phone : null)

/** Digits only, extension stripped: how a typed number is compared and dialled. */
export const dialled = (phone: string): string => phone.replace(/x.*$/i, '').replace(/\D/g, '')

const emailPattern = /^[^\s@,;<>"()]{1,64}@[^\s@,;<>"()]+\.[^\s@,;<>"().]{2,}$/
export const isEmail = (address: string): boolean => address.length <= 254 && emailPattern.test(address)

/** How many gates, and through which methods. */
export interface GatePolicy {
  readonly kind: 'user' | 'administrator'
  readonly gates: 1 | 2
  readonly methods: readonly ResetMethod[]
}

const administratorMethods: readonly ResetMethod[] = [
  'mobileSms',
  'mobileCall',
  'officeCall',
  'email',
  'appNotification',
  'appCode',
]

/** Administrators: two gates, whatever the tenant's policy says; one only in a young tenant without a domain of its own. */
export function administratorPolicy(tenant: Tenant, at: Instant): GatePolicy {
  const ownDomain = tenant.domains.some((domain) => domain.isVerified && !domain.isInitial)
  const young = at - tenant.createdDateTime <= days(30)
  const gates = ownDomain || tenant.onPremisesSyncEnabled === true || !young ? 2 : 1
  return { kind: 'administrator', gates, methods: administratorMethods }
}

export function userPolicy({ methods, methodsRequired }: PasswordResetPolicy): GatePolicy {
  const on: Readonly<Record<ResetMethod, boolean>> = {
    mobileSms: methods.mobilePhone,
    mobileCall: methods.mobilePhone,
    officeCall: methods.officePhone,
    email: methods.email,
    securityQuestions: methods.securityQuestions,
    // With one gate the app may only show a code: a push would be the whole proof.
    appNotification: methods.appNotification && methodsRequired === 2,
    appCode: methods.appCode,
  }
  const all: readonly ResetMethod[] = [
    'mobileSms',
    'mobileCall',
    'officeCall',
    'email',
    'securityQuestions',
    'appNotification',
    'appCode',
  ]
  return { kind: 'user', gates: methodsRequired, methods: all.filter((method) => on[method]) }
}

const smallestQuestionSet = 3

function isOnFile(method: ResetMethod, contacts: Contacts): boolean {
  if (method === 'email') return contacts.email !== null
  if (method === 'mobileSms' || method === 'mobileCall') return contacts.mobilePhone !== null
  if (method === 'officeCall') return contacts.officePhone !== null
  if (method === 'securityQuestions') return contacts.questions >= smallestQuestionSet
  return contacts.authenticator
}

/** Registered and enabled, less the classes already used at an earlier gate. */
export function methodsOnOffer(
  policy: GatePolicy,
  contacts: Contacts,
  used: readonly MethodClass[] = [],
): ResetMethod[] {
  return policy.methods.filter((method) => isOnFile(method, contacts) && !used.includes(classOf(method)))
}

export const usableMethods = (policy: GatePolicy, contacts: Contacts): number =>
  new Set(methodsOnOffer(policy, contacts).map(classOf)).size

/** The masked value a page may show: `***-***-**89`, `a***@c***.com`. */
export function hintOf(method: ResetMethod, contacts: Contacts): string {
  if (method === 'email') return maskEmail(contacts.email ?? '')
  if (method === 'mobileSms' || method === 'mobileCall') return maskPhone(contacts.mobilePhone ?? '')
  if (method === 'officeCall') return maskPhone(contacts.officePhone ?? '')
  return ''
}

export const maskPhone = (phone: string): string => `***-***-**${dialled(phone).slice(-2)}`

export function maskEmail(address: string): string {
  const [name = '', host = ''] = address.split('@')
  const dot = host.lastIndexOf('.')
  return `${name.slice(0, 1)}***@${host.slice(0, 1)}***${dot < 0 ? '' : host.slice(dot)}`
}

/** The mobile number must be typed in full before it is texted or called; the office number is not. */
export const needsFullNumber = (method: ResetMethod): boolean =>
  method === 'mobileSms' || method === 'mobileCall'
