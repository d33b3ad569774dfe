/** A domain-joined workstation: asks the domain controller, over LDAPS, whether a name and a password fit. */
import { say } from '#core/codes/catalogue.ts'
import type { LdapEntry } from '#core/codes/ldap/entry.ts'
import { ldapCodes } from '#core/codes/ldap.ts'
import type { LogonAnswer } from '#core/contracts/control-api.ts'
import type { LabInfo } from '#core/contracts/lab-info.ts'
import type { Journal } from '#core/ports.ts'
import { LabRefusal, reasonOf } from './refusal.ts'

type Domain = Pick<LabInfo, 'ldaps' | 'caCertificate' | 'netbiosName'>

/** A bare name means the workstation's own domain. */
const accountName = (user: string, netbiosName: string): string =>
  /[\\@=]/.test(user) ? user : `${netbiosName}\\${user}`

/** Throws LabRefusal `LabNoWorkstation` when no domain controller answers. */
export async function logOn(
  domain: Domain,
  journal: Journal,
  user: string,
  password: string,
): Promise<LogonAnswer> {
  const data =
    password === '' ? wrongPassword : await bind(domain, accountName(user, domain.netbiosName), password)
  const answer = data === undefined ? accepted : explain(data)
  journal.record({
    place: 'user',
    type: `logon.${answer.outcome}`,
    target: user,
    summary: `${user} at the workstation: ${answer.says}`,
    ...(answer.code === undefined ? {} : { code: answer.code }),
    ...(answer.because === undefined ? {} : { because: answer.because }),
  })
  return answer
}

const accepted: LogonAnswer = { outcome: 'accepted', says: 'Welcome.' }

/** A bind without a password is an anonymous one, which the domain controller takes; a workstation must not. */
const wrongPassword = ldapCodes.LogonFailed.data ?? ''

/** Undefined when the domain controller accepts; else the `data` of its diagnostic. */
async function bind(domain: Domain, name: string, password: string): Promise<string | undefined> {
  const { Client, InvalidCredentialsError } = await import('ldapts')
  const client = new Client({
    url: domain.ldaps,
    tlsOptions: { ca: [domain.caCertificate] },
    connectTimeout: 5_000,
    timeout: 15_000,
  })
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

function explain(data: string): LogonAnswer {
  const rows: [string, LdapEntry][] = Object.entries(ldapCodes)
  const [code, entry] = rows.find(([, row]) => row.data === data) ?? ['LogonFailed', ldapCodes.LogonFailed]
  const fix = entry.fix === undefined ? {} : { fix: say(entry.fix) }
  return { outcome: 'refused', data, code, says: say(entry.says), because: say(entry.because), ...fix }
}
