/** A domain-joined workstation: asks the domain controller, over LDAPS, whether a name and a password fit; without a network, its memory. */
import { say } from '#core/codes/catalogue.ts'
import { labCodes } from '#core/codes/lab.ts'
import type { LdapEntry } from '#core/codes/ldap/entry.ts'
import { ldapCodes } from '#core/codes/ldap.ts'
import type { LogonAnswer } from '#core/contracts/control-api.ts'
import type { LabInfo } from '#core/contracts/lab-info.ts'
import type { Journal, Lab } from '#core/ports.ts'
import { connectDirectory } from '../directory-console/connect-directory.ts'
import { LabRefusal, reasonOf } from '../refusal.ts'
import { knowsLogon, rememberLogon } from './cached-logons.ts'

export interface LogonAttempt {
  readonly user: string
  readonly password: string
  /** The workstation's network cable is out. */
  readonly offline?: boolean | undefined
}

/** A bare name means the workstation's own domain. */
const accountName = (user: string, netbiosName: string): string =>
  /[\\@=]/.test(user) ? user : `${netbiosName}\\${user}`

type Doors = Pick<LabInfo, 'ldaps' | 'caCertificate'>

/** `FABRIKAM\\nina` is asked about in her own forest, as over a trust. */
function forestOf(info: LabInfo, name: string): Doors {
  const domain = name.split('\\')[0]?.toLowerCase()
  const further = info.furtherForests?.find(({ netbiosName }) => netbiosName.toLowerCase() === domain)
  return { caCertificate: info.caCertificate, ldaps: further?.ldaps ?? info.ldaps }
}

/** Throws LabRefusal `LabNoWorkstation` when no domain controller answers. */
export async function logOn(lab: Lab, info: LabInfo, attempt: LogonAttempt): Promise<LogonAnswer> {
  const { user, password, offline } = attempt
  const name = accountName(user, info.netbiosName)
  const answer = offline
    ? await askMemory(lab, name, password)
    : await askController(forestOf(info, name), name, password)
  if (answer.outcome === 'accepted' && !offline) await rememberLogon(lab, name, password)
  recordLogon(lab.journal, 'logon', user, answer)
  return answer
}

/** Types `logon.accepted`, `logon.refused`, `password-change.accepted`, `password-change.refused`. */
export function recordLogon(
  journal: Journal,
  what: 'logon' | 'password-change',
  user: string,
  answer: LogonAnswer,
): void {
  journal.record({
    place: 'user',
    type: `${what}.${answer.outcome}`,
    target: user,
    summary: `${user} at the workstation: ${answer.says}`,
    ...(answer.code === undefined ? {} : { code: answer.code }),
    ...(answer.because === undefined ? {} : { because: answer.because }),
  })
}

/** A bind without a password is an anonymous one, which the domain controller takes; a workstation must not. */
export const wrongPassword = ldapCodes.LogonFailed.data ?? ''

async function askController(info: Doors, name: string, password: string): Promise<LogonAnswer> {
  const data = password === '' ? wrongPassword : await bind(info, name, password)
  return data === undefined ? { outcome: 'accepted', checked: 'online', says: 'Welcome.' } : explain(data)
}

async function askMemory(lab: Lab, name: string, password: string): Promise<LogonAnswer> {
  const known = await knowsLogon(lab, name, password)
  if (known === true) return { outcome: 'accepted', checked: 'cached', says: 'Welcome.' }
  if (known === false) return explain(wrongPassword)
  const { says, because, fix } = labCodes.LabNoLogonServer
  return { outcome: 'refused', code: 'LabNoLogonServer', says, because, fix }
}

/** Undefined when the domain controller accepts; else the `data` of its diagnostic. */
async function bind(info: Doors, name: string, password: string): Promise<string | undefined> {
  const { InvalidCredentialsError } = await import('ldapts')
  const client = await connectDirectory(info)
  try {
    await client.bind(name, password)
    return undefined
  } catch (error) {
    if (error instanceof InvalidCredentialsError)
      return /\bdata (\w+)/.exec(error.message)?.[1] ?? wrongPassword
    throw new LabRefusal('LabNoWorkstation', { reason: reasonOf(error) }, { cause: error })
  } finally {
    await client.unbind().catch(() => undefined)
  }
}

export function explain(data: string): LogonAnswer {
  const rows: [string, LdapEntry][] = Object.entries(ldapCodes)
  const [code, entry] = rows.find(([, row]) => row.data === data) ?? ['LogonFailed', ldapCodes.LogonFailed]
  const fix = entry.fix === undefined ? {} : { fix: say(entry.fix) }
  return { outcome: 'refused', data, code, says: say(entry.says), because: say(entry.because), ...fix }
}
