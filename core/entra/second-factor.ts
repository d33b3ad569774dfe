/**
 * The second factor of a sign-in: which methods there are, what they are called where, who may use which, and how often one
 * may be wrong. Limits are ours: the service publishes none of them for sign-ins. [SIM]
 */
import type { Instant } from '#core/ports.ts'
import type { RegisteredMethods } from './model.ts'

interface SecondFactorEntry {
  /** `authenticationMethod` of the sign-in log. */
  readonly logged: string
  /** Of an authentication strength's `allowedCombinations`, after the password. */
  readonly combination: string
  /** The configuration of the authentication methods policy that it belongs to. */
  readonly policy: string
  readonly answeredOn: 'page' | 'phone'
}

/** Names as the real sign-in page sends them (`authMethodId`), in the order in which the strongest one is offered first. */
export const secondFactors = {
  PhoneAppNotification: {
    logged: 'Mobile app notification',
    combination: 'microsoftAuthenticatorPush',
    policy: 'MicrosoftAuthenticator',
    answeredOn: 'phone',
  },
  PhoneAppOTP: {
    logged: 'OATH verification code',
    combination: 'softwareOath',
    policy: 'SoftwareOath',
    answeredOn: 'page',
  },
  OneWaySMS: { logged: 'Text message', combination: 'sms', policy: 'Sms', answeredOn: 'page' },
  TwoWayVoiceMobile: {
    logged: 'Phone call',
    combination: 'voice',
    policy: 'Voice',
    answeredOn: 'phone',
  },
  TwoWayVoiceOffice: {
    logged: 'Phone call',
    combination: 'voice',
    policy: 'Voice',
    answeredOn: 'phone',
  },
} as const satisfies Record<string, SecondFactorEntry>

export type SecondFactor = keyof typeof secondFactors
export const secondFactorNames = Object.keys(secondFactors).filter(
  (name): name is SecondFactor => name in secondFactors,
)

/** Only what was registered: numbers that the directory holds prove nobody. */
const isRegistered: Readonly<Record<SecondFactor, (methods: RegisteredMethods) => boolean>> = {
  PhoneAppNotification: ({ authenticatorSecret }) => authenticatorSecret !== null,
  PhoneAppOTP: ({ authenticatorSecret }) => authenticatorSecret !== null,
  OneWaySMS: ({ mobilePhone }) => mobilePhone !== null,
  TwoWayVoiceMobile: ({ mobilePhone }) => mobilePhone !== null,
  TwoWayVoiceOffice: ({ officePhone }) => officePhone !== null,
}

export interface SecondFactorPolicy {
  isEnabled(policy: string): boolean
  /** Of an authentication strength; undefined: any will do. */
  readonly combinations: ReadonlySet<string> | undefined
}

const isAllowed = (name: SecondFactor, { isEnabled, combinations }: SecondFactorPolicy): boolean =>
  isEnabled(secondFactors[name].policy) &&
  (combinations === undefined || combinations.has(`password,${secondFactors[name].combination}`))

export const usableSecondFactors = (
  methods: RegisteredMethods,
  policy: SecondFactorPolicy,
): readonly SecondFactor[] =>
  secondFactorNames.filter((name) => isRegistered[name](methods) && isAllowed(name, policy))

/** What a person without any could register, so that a policy that nobody can satisfy does not send them in circles. */
export const registrableSecondFactors = (policy: SecondFactorPolicy): readonly SecondFactor[] =>
  secondFactorNames.filter((name) => name !== 'TwoWayVoiceOffice' && isAllowed(name, policy))

/** `amr` of a session: what was proved, with the method, which tokens do not tell. */
export const provedBy = (amr: readonly string[], method: SecondFactor): string[] => [
  ...amr.filter((each) => each === 'pwd'),
  'mfa',
  `password,${secondFactors[method].combination}`,
]
/** `amr` of a token. */
export const shownAmr = (amr: readonly string[]): string[] => amr.filter((each) => !each.includes(','))
export const hasSecondFactor = (amr: readonly string[]): boolean => amr.includes('mfa')

export const secondFactorLimits = {
  /** Codes, notifications and calls. */
  minutes: 3,
  failures: 5,
  lockMinutes: 10,
  promptsPer10Minutes: 10,
} as const

/** `cloud.second-factor-attempts`, id = the user's object id. */
export interface SecondFactorAttempts {
  readonly id: string
  readonly failures: readonly Instant[]
  readonly prompts: readonly Instant[]
  readonly lockedUntil: Instant | null
}

const recently = (times: readonly Instant[], at: Instant): readonly Instant[] =>
  times.filter((time) => time > at - 600_000 && time <= at)

export const isSecondFactorLocked = (attempts: SecondFactorAttempts | undefined, at: Instant): boolean =>
  attempts?.lockedUntil != null && attempts.lockedUntil > at

/** Of wrong answers the last one that is allowed starts the lock; of prompts the one beyond. */
export function countSecondFactor(
  userId: string,
  known: SecondFactorAttempts | undefined,
  what: 'failure' | 'prompt',
  at: Instant,
): SecondFactorAttempts {
  const failures = [...recently(known?.failures ?? [], at), ...(what === 'failure' ? [at] : [])]
  const prompts = [...recently(known?.prompts ?? [], at), ...(what === 'prompt' ? [at] : [])]
  const { failures: most, promptsPer10Minutes, lockMinutes } = secondFactorLimits
  const full = failures.length >= most || prompts.length > promptsPer10Minutes
  const lockedUntil = full ? at + lockMinutes * 60_000 : (known?.lockedUntil ?? null)
  return full
    ? { id: userId, failures: [], prompts: [], lockedUntil }
    : { id: userId, failures, prompts, lockedUntil }
}
