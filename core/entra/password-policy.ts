/**
 * The cloud's own password rule: 8 to 256 characters, three of four classes, no Unicode (published "Password policies
 * that only apply to cloud user accounts"). Banned words are a rule of password reset and stand in `core/sspr`.
 */
const classes = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/]
const allowed = /^[\x20-\x7e]*$/

export type PasswordWeakness = 'too-short' | 'too-long' | 'not-complex' | 'not-allowed-characters'

/** `strongRequired: false` for users whose passwordPolicies say DisableStrongPassword: length alone counts. */
export function passwordWeakness(password: string, strongRequired = true): PasswordWeakness | undefined {
  if (password.length > 256) return 'too-long'
  if (!allowed.test(password)) return 'not-allowed-characters'
  if (password.length < 8) return 'too-short'
  if (strongRequired && classes.filter((each) => each.test(password)).length < 3) return 'not-complex'
  return undefined
}
