/** LDAPS as the domain administrator, as an LDAP tool opens it. */
import { Attribute, Change, Client } from 'ldapts'
import type { Doors } from './doors.ts'
import { forestDoor } from './forest-door.ts'

/** Opens LDAPS as the domain administrator for one piece of work, in the first forest unless another is named. */
export async function asDomainAdmin<Answer>(
  doors: Doors,
  work: (client: Client, baseDn: string) => Promise<Answer>,
  forest?: string,
): Promise<Answer> {
  const { ldaps, baseDn, administrator } = forestDoor(doors.info, forest)
  const client = new Client({ url: ldaps, tlsOptions: { ca: [doors.info.caCertificate] } })
  try {
    await client.bind(administrator.dn ?? '', administrator.password)
    return await work(client, baseDn)
  } finally {
    await client.unbind()
  }
}

/** Finds one object by UPN or account name. */
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

export const modification = (
  operation: 'add' | 'delete' | 'replace',
  type: string,
  values: string[] | Buffer[],
): Change => new Change({ operation, modification: new Attribute({ type, values }) })

export const replace = (type: string, values: string[] | Buffer[]): Change =>
  modification('replace', type, values)

/** Durations of the domain's policy are negative counts of 100 ns. */
export const interval = (seconds: number): string => String(BigInt(Math.round(seconds)) * -10_000_000n)
