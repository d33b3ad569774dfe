/** The domain administrator with an LDAP tool. */
import { Attribute, Change, Client } from 'ldapts'
import type { Doors } from '../doors.ts'
import type { VerbTable } from './verb.ts'

const day = 86_400

/** Opens LDAPS as the domain administrator for one piece of work. */
export async function asDomainAdmin<Answer>(
  doors: Doors,
  work: (client: Client) => Promise<Answer>,
): Promise<Answer> {
  const admin = doors.info.accounts.find((account) => account.role === 'Domain Admin')
  const client = new Client({ url: doors.info.ldaps, tlsOptions: { ca: [doors.info.caCertificate] } })
  try {
    await client.bind(admin?.dn ?? '', admin?.password ?? '')
    return await work(client)
  } finally {
    await client.unbind()
  }
}

/** Finds one user by UPN or account name. */
export async function findDn(client: Client, baseDn: string, user: string): Promise<string> {
  const name = user.replace(/[\\()*\0]/g, (sign) => `\\${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)
  const { searchEntries } = await client.search(baseDn, {
    scope: 'sub',
    filter: `(|(userPrincipalName=${name})(sAMAccountName=${name}))`,
    attributes: ['1.1'],
  })
  const [found] = searchEntries
  if (!found) throw new Error(`the directory has no user ${user}`)
  return found.dn
}

/** Active Directory takes a password as UTF-16LE between quotation marks. */
export const unicodePwd = (password: string): Buffer => Buffer.from(`"${password}"`, 'utf16le')

const replace = (type: string, values: string[] | Buffer[]) =>
  new Change({ operation: 'replace', modification: new Attribute({ type, values }) })

/** Durations of the domain's policy are negative counts of 100 ns. */
export const interval = (seconds: number) => String(BigInt(Math.round(seconds)) * -10_000_000n)

export const ldap: VerbTable<'ldap'> = {
  'ldap.modify': async (doors, { user, replace: attributes }) =>
    asDomainAdmin(doors, async (client) => {
      const changes = Object.entries(attributes).map(([type, value]) =>
        replace(type, value === null ? [] : [value].flat()),
      )
      await client.modify(await findDn(client, doors.info.baseDn, user), changes)
    }),
  'ldap.setPasswordPolicy': async (doors, { minimumAgeDays, minimumLength, history }) =>
    asDomainAdmin(doors, async (client) => {
      const changes = [
        ...(minimumAgeDays === undefined ? [] : [replace('minPwdAge', [interval(minimumAgeDays * day)])]),
        ...(minimumLength === undefined ? [] : [replace('minPwdLength', [String(minimumLength)])]),
        ...(history === undefined ? [] : [replace('pwdHistoryLength', [String(history)])]),
      ]
      await client.modify(doors.info.baseDn, changes)
    }),
  'ldap.setPassword': async (doors, { user, newPassword }) =>
    asDomainAdmin(doors, async (client) =>
      client.modify(await findDn(client, doors.info.baseDn, user), [
        replace('unicodePwd', [unicodePwd(newPassword)]),
      ]),
    ),
}
