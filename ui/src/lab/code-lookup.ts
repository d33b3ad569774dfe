/** What the catalogue says about a code, whichever family it is of. Loaded when the first refusal is shown. */
import type { CodeEntry } from '#core/codes/catalogue.ts'
import { connectRefusals } from '#core/codes/connect-refusals.ts'
import { ldapCodes } from '#core/codes/ldap.ts'
import { passwordChangeCodes } from '#core/codes/password-change.ts'
import { ssprCodes } from '#core/codes/sspr.ts'
import { writebackFailures } from '#core/codes/writeback-failures.ts'

const families: readonly Readonly<Record<string, CodeEntry>>[] = [
  ssprCodes,
  writebackFailures,
  passwordChangeCodes,
  connectRefusals,
  ldapCodes,
]

export function codeEntry(code: string): CodeEntry | undefined {
  for (const family of families) if (Object.hasOwn(family, code)) return family[code]
  return undefined
}
