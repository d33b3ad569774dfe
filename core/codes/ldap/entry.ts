/** One refusal of the domain controller, and short ways to write it down. */
import type { CodeEntry } from '#core/codes/catalogue.ts'

export type Form =
  | { readonly form: 'none' }
  /** As recorded from a domain controller, where no text of Windows is known. */
  | { readonly form: 'text'; readonly text: string }
  | { readonly form: 'LdapErr'; readonly comment: string }
  | {
      readonly form: 'SvcErr' | 'UpdErr' | 'AtrErr' | 'NameErr' | 'SecErr' | 'SysErr'
      readonly problem: number
      readonly name: string
    }
  | { readonly form: 'RefErr' }

export interface LdapEntry extends CodeEntry {
  readonly result: number
  /** Win32 or HRESULT, eight hex digits. */
  readonly win32: string
  readonly diagnostic: Form
  /** The `data` of a failed bind. */
  readonly data?: string
}

export const svc = (name = 'WILL_NOT_PERFORM', problem = 5003): Form => ({ form: 'SvcErr', problem, name })
export const upd = (problem: number, name: string): Form => ({ form: 'UpdErr', problem, name })
export const atr = (problem: number, name: string): Form => ({ form: 'AtrErr', problem, name })
export const ldap = (comment: string): Form => ({ form: 'LdapErr', comment })
export const constraint = atr(1005, 'CONSTRAINT_ATT_TYPE')
export const refusedLogon = ldap('AcceptSecurityContext error')
export const conversion = ldap('Error in attribute conversion operation')
export const schemaRule = upd(6002, 'OBJ_CLASS_VIOLATION')
export const exists = upd(6005, 'ENTRY_EXISTS')
export const denied: Form = { form: 'SecErr', problem: 4003, name: 'INSUFF_ACCESS_RIGHTS' }

export const logon = (data: string, says: string, because: string, fix?: string): LdapEntry => ({
  result: 49,
  win32: '80090308',
  diagnostic: refusedLogon,
  data,
  says,
  because,
  ...(fix === undefined ? {} : { fix }),
})
export const entry = (
  result: number,
  win32: string,
  diagnostic: Form,
  says: string,
  because = says,
): LdapEntry => ({
  result,
  win32,
  diagnostic,
  says,
  because,
})
