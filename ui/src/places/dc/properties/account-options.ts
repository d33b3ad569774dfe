/** The Account page: what its boxes say, where that is kept, and how it is written. */
import { fromFileTime, never } from '#core/active-directory/times.ts'
import { uac } from '#core/active-directory/user-account-control.ts'
import {
  userCannotChangePassword,
  withCannotChangePassword,
} from '#core/active-directory/user-cannot-change-password.ts'
import type { DirectoryAnswer, DirectoryEntry } from '#core/contracts/directory-console.ts'
import type { Answered } from '../../../lab/http.ts'
import { showDateTime } from '../../../lab/lab-time.ts'
import { t } from '../../../lab/language.ts'
import { changeAccessList, readDescriptor } from '../access-lists.ts'
import { numberOf, textOf } from '../entry-values.ts'
import { modify, replace, setControlBit } from '../object-commands.ts'

interface AccountOption {
  readonly id: string
  readonly title: string
  readonly isOn: (object: DirectoryEntry) => boolean
  readonly set: (dn: string, on: boolean) => Promise<Answered<DirectoryAnswer>>
}

const controlBit = (id: string, title: string, bit: number): AccountOption => ({
  id,
  title,
  isOn: (object) => (numberOf(object, 'userAccountControl') & bit) !== 0,
  set: (dn, on) => setControlBit(dn, bit, on),
})

export const accountOptions: readonly AccountOption[] = [
  {
    id: 'must-change',
    title: 'User must change password at next logon',
    isOn: (object) => textOf(object, 'pwdLastSet') === '0',
    set: (dn, on) => modify(dn, [replace('pwdLastSet', on ? '0' : '-1')]),
  },
  controlBit('never-expires', 'Password never expires', uac.dontExpirePassword),
  controlBit('disabled', 'Account is disabled', uac.accountDisable),
  controlBit('smart-card', 'Smart card is required for interactive logon', uac.smartcardRequired),
  controlBit('not-delegated', 'Account is sensitive and cannot be delegated', uac.notDelegated),
  controlBit('reversible', 'Store password using reversible encryption', uac.encryptedTextPasswordAllowed),
]

/** Stands in the access list, so it is read apart. */
export async function readCannotChange(dn: string): Promise<boolean | undefined> {
  const read = await readDescriptor(dn)
  return read.ok ? userCannotChangePassword(read.value) : undefined
}

export const setCannotChange = (dn: string, cannot: boolean): Promise<Answered<DirectoryAnswer>> =>
  changeAccessList(dn, (sd) => withCannotChangePassword(sd, cannot))

function fileTime(text: string, absent: string): string {
  if (text === '' || text === '0' || text === never) return absent
  return showDateTime(fromFileTime(text))
}

/** Facts of the account that nobody writes by hand. */
export const accountFacts = (object: DirectoryEntry) => [
  {
    name: 'Password last set',
    value:
      textOf(object, 'pwdLastSet') === '0'
        ? t('Never, or it must be changed')
        : fileTime(textOf(object, 'pwdLastSet'), '–'),
  },
  {
    name: 'Password expires',
    value: fileTime(textOf(object, 'msDS-UserPasswordExpiryTimeComputed'), t('Never')),
  },
  { name: 'Locked out since', value: fileTime(textOf(object, 'lockoutTime'), t('Not locked')) },
  { name: 'Wrong passwords', value: textOf(object, 'badPwdCount') || '0' },
  { name: 'Last wrong password', value: fileTime(textOf(object, 'badPasswordTime'), t('Never')) },
  { name: 'Last logon', value: fileTime(textOf(object, 'lastLogon'), t('Never')) },
  { name: 'Password policy', value: textOf(object, 'msDS-ResultantPSO') || 'Default Domain Policy' },
  {
    name: 'Protected group',
    value: textOf(object, 'adminCount') === '1' ? t('Yes: its permissions follow AdminSDHolder') : t('No'),
  },
]

/** The last day on which the account works, as `accountExpires` keeps it: its end. */
export function expiryDay(object: DirectoryEntry): string {
  const text = textOf(object, 'accountExpires')
  if (text === '' || text === '0' || text === never) return ''
  return new Date(fromFileTime(text) - 1).toISOString().slice(0, 10)
}
