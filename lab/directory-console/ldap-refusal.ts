/** What the domain controller refused, with its entry of the catalogue. */
import { ResultCodeError } from 'ldapts'
import { say } from '#core/codes/catalogue.ts'
import type { LdapEntry } from '#core/codes/ldap/entry.ts'
import { ldapResult } from '#core/codes/ldap/result.ts'
import { type LdapCode, ldapCodes } from '#core/codes/ldap.ts'
import type { DirectoryRefusal } from '#core/contracts/directory-console.ts'
import type { JournalEvent } from '#core/contracts/journal.ts'

const rows = Object.entries(ldapCodes) as [LdapCode, LdapEntry][]
const nameOf = (result: number): string =>
  Object.entries(ldapResult).find(([, number]) => number === result)?.[0] ?? 'other'

/** `0000052D: SvcErr: DSID-…, problem 5003 (WILL_NOT_PERFORM), data 0`, without ldapts's own ending. */
const wordsOf = (error: ResultCodeError): string =>
  error.message
    .replace(/ Code: 0x[0-9a-f]+$/, '')
    .replaceAll('\0', '')
    .trim()

/** The entry that such a diagnostic belongs to, where nothing told which one it was. */
function entryOf(result: number, diagnostic: string): LdapCode | undefined {
  const win32 = /^[0-9A-F]{8}/i.exec(diagnostic)?.[0]?.toUpperCase()
  const data = /\bdata (\w+)/.exec(diagnostic)?.[1]
  const found = rows.find(
    ([, row]) =>
      row.result === result && row.win32 === win32 && (row.data === undefined || row.data === data),
  )
  return found?.[0] ?? rows.find(([, row]) => row.result === result)?.[0]
}

/**
 * Undefined when the error is no LDAP result. `told`: the domain controller's own event about this operation, which says exactly
 * which entry it was and which fact decided.
 */
export function ldapRefusal(error: unknown, told?: JournalEvent): DirectoryRefusal | undefined {
  if (!(error instanceof ResultCodeError)) return undefined
  const diagnostic = wordsOf(error)
  const code = rows.find(([name]) => name === told?.code)?.[0] ?? entryOf(error.code, diagnostic)
  const entry: LdapEntry | undefined = code === undefined ? undefined : ldapCodes[code]
  return {
    error: {
      code: code ?? nameOf(error.code),
      message: entry === undefined ? diagnostic : say(entry.says),
      ...(entry === undefined ? {} : { because: say(told?.because ?? entry.because) }),
      ...(entry?.fix === undefined ? {} : { hint: say(entry.fix) }),
      ...(entry?.fixAt === undefined ? {} : { fixAt: entry.fixAt }),
      ldap: { result: error.code, name: nameOf(error.code), diagnostic },
    },
  }
}
