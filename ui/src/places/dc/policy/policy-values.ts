/** A password policy as a form holds it, and as the directory does: of the domain's head, or of a fine-grained policy object. */
import { pwdProperties } from '#core/active-directory/password-policy.ts'
import { intervalMs } from '#core/active-directory/times.ts'
import type { DirectoryEntry } from '#core/contracts/directory-console.ts'
import { numberOf, textOf } from '../entry-values.ts'

export interface PolicyForm {
  history: number
  minimumLength: number
  minimumAgeDays: number
  /** 0: passwords never expire. */
  maximumAgeDays: number
  complexity: boolean
  reversible: boolean
  lockoutThreshold: number
  /** 0: until an administrator unlocks. */
  lockoutMinutes: number
  observationMinutes: number
}

const DAY = 86_400_000
const MINUTE = 60_000
/** "Never" and "until an administrator unlocks": the lowest 64-bit number. */
const forever = '-9223372036854775808'

/** Negative counts of 100 ns. */
const interval = (ms: number): string => String(BigInt(Math.round(ms)) * -10_000n)
const orForever = (ms: number): string => (ms === 0 ? forever : interval(ms))
const count = (text: string, unit: number): number => {
  const ms = intervalMs(text || '0')
  return Number.isFinite(ms) ? Math.round((ms / unit) * 1000) / 1000 : 0
}

export const domainAttributes = [
  'pwdHistoryLength',
  'minPwdLength',
  'minPwdAge',
  'maxPwdAge',
  'pwdProperties',
  'lockoutThreshold',
  'lockoutDuration',
  'lockOutObservationWindow',
]

export function readDomainPolicy(entry: DirectoryEntry): PolicyForm {
  const properties = numberOf(entry, 'pwdProperties')
  return {
    history: numberOf(entry, 'pwdHistoryLength'),
    minimumLength: numberOf(entry, 'minPwdLength'),
    minimumAgeDays: count(textOf(entry, 'minPwdAge'), DAY),
    maximumAgeDays: count(textOf(entry, 'maxPwdAge'), DAY),
    complexity: (properties & pwdProperties.complex) !== 0,
    reversible: (properties & pwdProperties.storeClearText) !== 0,
    lockoutThreshold: numberOf(entry, 'lockoutThreshold'),
    lockoutMinutes: count(textOf(entry, 'lockoutDuration'), MINUTE),
    observationMinutes: count(textOf(entry, 'lockOutObservationWindow'), MINUTE),
  }
}

/** Bits of pwdProperties that the form does not show stay as they were. */
export function domainValues(form: PolicyForm, before: DirectoryEntry): Readonly<Record<string, string>> {
  const shown = pwdProperties.complex | pwdProperties.storeClearText
  const properties =
    (numberOf(before, 'pwdProperties') & ~shown) |
    (form.complexity ? pwdProperties.complex : 0) |
    (form.reversible ? pwdProperties.storeClearText : 0)
  return {
    pwdHistoryLength: String(form.history),
    minPwdLength: String(form.minimumLength),
    minPwdAge: interval(form.minimumAgeDays * DAY),
    maxPwdAge: orForever(form.maximumAgeDays * DAY),
    pwdProperties: String(properties),
    lockoutThreshold: String(form.lockoutThreshold),
    lockoutDuration: orForever(form.lockoutMinutes * MINUTE),
    lockOutObservationWindow: interval(form.observationMinutes * MINUTE),
  }
}

export const settingsAttributes = [
  'name',
  'msDS-PasswordSettingsPrecedence',
  'msDS-PasswordHistoryLength',
  'msDS-MinimumPasswordLength',
  'msDS-MinimumPasswordAge',
  'msDS-MaximumPasswordAge',
  'msDS-PasswordComplexityEnabled',
  'msDS-PasswordReversibleEncryptionEnabled',
  'msDS-LockoutThreshold',
  'msDS-LockoutDuration',
  'msDS-LockoutObservationWindow',
  'msDS-PSOAppliesTo',
]

export const readSettings = (entry: DirectoryEntry): PolicyForm => ({
  history: numberOf(entry, 'msDS-PasswordHistoryLength'),
  minimumLength: numberOf(entry, 'msDS-MinimumPasswordLength'),
  minimumAgeDays: count(textOf(entry, 'msDS-MinimumPasswordAge'), DAY),
  maximumAgeDays: count(textOf(entry, 'msDS-MaximumPasswordAge'), DAY),
  complexity: textOf(entry, 'msDS-PasswordComplexityEnabled') === 'TRUE',
  reversible: textOf(entry, 'msDS-PasswordReversibleEncryptionEnabled') === 'TRUE',
  lockoutThreshold: numberOf(entry, 'msDS-LockoutThreshold'),
  lockoutMinutes: count(textOf(entry, 'msDS-LockoutDuration'), MINUTE),
  observationMinutes: count(textOf(entry, 'msDS-LockoutObservationWindow'), MINUTE),
})

export const settingsValues = (form: PolicyForm): Readonly<Record<string, string>> => ({
  'msDS-PasswordHistoryLength': String(form.history),
  'msDS-MinimumPasswordLength': String(form.minimumLength),
  'msDS-MinimumPasswordAge': interval(form.minimumAgeDays * DAY),
  'msDS-MaximumPasswordAge': orForever(form.maximumAgeDays * DAY),
  'msDS-PasswordComplexityEnabled': form.complexity ? 'TRUE' : 'FALSE',
  'msDS-PasswordReversibleEncryptionEnabled': form.reversible ? 'TRUE' : 'FALSE',
  'msDS-LockoutThreshold': String(form.lockoutThreshold),
  'msDS-LockoutDuration': orForever(form.lockoutMinutes * MINUTE),
  'msDS-LockoutObservationWindow': interval(form.observationMinutes * MINUTE),
})

export const newSettings: PolicyForm = {
  history: 24,
  minimumLength: 12,
  minimumAgeDays: 1,
  maximumAgeDays: 42,
  complexity: true,
  reversible: false,
  lockoutThreshold: 5,
  lockoutMinutes: 30,
  observationMinutes: 30,
}
