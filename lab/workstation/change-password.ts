/** Changing a password at the logon screen, before anybody is logged on: a change that proves the old password. */
import { Attribute, Change, type Client, ResultCodeError } from 'ldapts'
import { encodeUnicodePwd } from '#core/active-directory/unicode-pwd.ts'
import type { LogonAnswer } from '#core/contracts/control-api.ts'
import type { LabInfo } from '#core/contracts/lab-info.ts'
import type { Lab } from '#core/ports.ts'
import { ldapRefusal } from '../directory-console/ldap-refusal.ts'
import { LabRefusal, reasonOf } from '../refusal.ts'
import { explain, recordLogon, wrongPassword } from './log-on.ts'
import { bindAsMachine } from './machine-account.ts'

export interface PasswordToChange {
  readonly user: string
  readonly oldPassword: string
  readonly newPassword: string
}

/** Refusals are answers; throws LabRefusal `LabNoWorkstation` when no domain controller answers. */
export async function changePassword(
  lab: Lab,
  info: LabInfo,
  { user, oldPassword, newPassword }: PasswordToChange,
): Promise<LogonAnswer> {
  const answer = await attempt(lab, info, async (client) => {
    const dn = await findAccount(client, info, user)
    if (dn === undefined) return explain(wrongPassword)
    await client.modify(dn, [part('delete', oldPassword), part('add', newPassword)])
    return { outcome: 'accepted', says: 'The password has been changed.' }
  })
  recordLogon(lab.journal, 'password-change', user, answer)
  return answer
}

async function attempt(
  lab: Lab,
  info: LabInfo,
  work: (client: Client) => Promise<LogonAnswer>,
): Promise<LogonAnswer> {
  let client: Client | undefined
  try {
    client = await bindAsMachine(lab, info)
    return await work(client)
  } catch (error) {
    if (!(error instanceof ResultCodeError))
      throw new LabRefusal('LabNoWorkstation', { reason: reasonOf(error) }, { cause: error })
    const { code = '', message = '', because, hint } = ldapRefusal(error)?.error ?? {}
    return {
      outcome: 'refused',
      code,
      says: message,
      ...(because === undefined ? {} : { because }),
      ...(hint === undefined ? {} : { fix: hint }),
    }
  } finally {
    await client?.unbind().catch(() => undefined)
  }
}

const part = (operation: 'delete' | 'add', password: string): Change =>
  new Change({
    operation,
    modification: new Attribute({ type: 'unicodePwd', values: [Buffer.from(encodeUnicodePwd(password))] }),
  })

/** By the name without its domain, or by the user principal name. */
async function findAccount(client: Client, { baseDn }: LabInfo, user: string): Promise<string | undefined> {
  const name = user.slice(user.indexOf('\\') + 1)
  const safe = name.replace(/[\\()*\0]/g, (sign) => `\\${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)
  const { searchEntries } = await client.search(baseDn, {
    scope: 'sub',
    filter: `(&(objectCategory=person)(|(sAMAccountName=${safe})(userPrincipalName=${safe})))`,
    attributes: ['1.1'],
  })
  return searchEntries[0]?.dn
}
