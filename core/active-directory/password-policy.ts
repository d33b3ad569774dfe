/** What a new password must be: the domain's or a fine-grained policy (MS-SAMR 3.1.1.7, writeback.md 4.4). */
import type { Instant } from '#core/ports.ts'
import { has } from './user-account-control.ts'

export interface PasswordPolicy {
  readonly minimumLength: number
  readonly historyLength: number
  readonly complexity: boolean
  readonly minimumAgeMs: number
  /** Infinity: passwords never expire. */
  readonly maximumAgeMs: number
  /** 0: accounts are never locked. */
  readonly lockoutThreshold: number
  /** Infinity: until an administrator unlocks. */
  readonly lockoutDurationMs: number
  readonly lockoutWindowMs: number
  /** The DN of the fine-grained policy; absent for the domain's own. */
  readonly source?: string
}

/** pwdProperties bits. */
export const pwdProperties = {
  complex: 0x1,
  noAnonymousChange: 0x2,
  noClearChange: 0x4,
  lockoutAdmins: 0x8,
  storeClearText: 0x10,
  refuseChange: 0x20,
} as const

/** Why a password was refused; each is one Win32 code for the client but its own reason for learners. */
export type PasswordFault =
  | 'too-long'
  | 'too-short'
  | 'not-complex'
  | 'contains-account-name'
  | 'contains-display-name'
  | 'in-history'
  | 'too-soon'

export interface PasswordAccount {
  readonly sAMAccountName: string
  readonly displayName?: string
  /** NT hashes, newest first, the present one included. */
  readonly history: readonly string[]
  readonly passwordLastSet?: Instant
}

const maximumLength = 256

/** Length, complexity and names: hold for a change and for a reset. */
export function contentFault(
  policy: PasswordPolicy,
  account: PasswordAccount,
  password: string,
): PasswordFault | undefined {
  if (password.length > maximumLength) return 'too-long'
  if (password.length < policy.minimumLength) return 'too-short'
  if (!policy.complexity) return undefined
  const lower = password.toLowerCase()
  if (account.sAMAccountName.length > 2 && lower.includes(account.sAMAccountName.toLowerCase()))
    return 'contains-account-name'
  if (displayNameTokens(account.displayName).some((token) => lower.includes(token)))
    return 'contains-display-name'
  return countClasses(password) < 3 ? 'not-complex' : undefined
}

/** Minimum age and history: hold for a change, and for a reset that sends the policy hints control. */
export function ageAndHistoryFault(
  policy: PasswordPolicy,
  account: PasswordAccount,
  newHash: string,
  at: Instant,
): PasswordFault | undefined {
  const { passwordLastSet } = account
  if (passwordLastSet !== undefined && at < passwordLastSet + policy.minimumAgeMs) return 'too-soon'
  return historyFault(policy, account, newHash)
}

export const historyFault = (
  policy: PasswordPolicy,
  account: PasswordAccount,
  newHash: string,
): PasswordFault | undefined =>
  account.history.slice(0, policy.historyLength).includes(newHash) ? 'in-history' : undefined

const displayNameTokens = (displayName = ''): readonly string[] =>
  displayName
    .toLowerCase()
    .split(/[,.\-_ #\t]+/)
    .filter((token) => token.length >= 3)

/** Upper, lower, digit, non-alphanumeric, other letters: three of five. */
export function countClasses(password: string): number {
  const classes = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{L}\p{N}]/u, /[\p{Lo}\p{Lt}\p{Lm}]/u]
  return classes.filter((one) => one.test(password)).length
}

/** The policy that a domain's or PSO's attribute values state. */
export interface PolicyValues {
  readonly minPwdLength: number
  readonly pwdHistoryLength: number
  readonly pwdProperties: number
  readonly minPwdAgeMs: number
  readonly maxPwdAgeMs: number
  readonly lockoutThreshold: number
  readonly lockoutDurationMs: number
  readonly lockoutWindowMs: number
}

export const domainPolicy = (values: PolicyValues): PasswordPolicy => ({
  minimumLength: values.minPwdLength,
  historyLength: values.pwdHistoryLength,
  complexity: has(values.pwdProperties, pwdProperties.complex),
  minimumAgeMs: values.minPwdAgeMs,
  // 0 and "none" both mean that passwords do not expire (MS-ADTS 3.1.1.4.5.17).
  maximumAgeMs: values.maxPwdAgeMs === 0 ? Number.POSITIVE_INFINITY : values.maxPwdAgeMs,
  lockoutThreshold: values.lockoutThreshold,
  lockoutDurationMs: values.lockoutDurationMs === 0 ? Number.POSITIVE_INFINITY : values.lockoutDurationMs,
  lockoutWindowMs: values.lockoutWindowMs,
})
