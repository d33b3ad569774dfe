/** Accounts as tests make and change them, and what a logon answers. */
import { Attribute, Change, type Client } from 'ldapts'
import { base, quoted, type RunningDirectory } from './running-directory.ts'

export const firstPassword = 'Lantern-Moss-42!'

type Value = string | Buffer
const attribute = (type: string, values: readonly Value[]): Attribute =>
  new Attribute({ type, values: [...values] as string[] | Buffer[] })

export const replace = (type: string, ...values: Value[]): Change =>
  new Change({ operation: 'replace', modification: attribute(type, values) })
export const add = (type: string, ...values: Value[]): Change =>
  new Change({ operation: 'add', modification: attribute(type, values) })
export const remove = (type: string, ...values: Value[]): Change =>
  new Change({ operation: 'delete', modification: attribute(type, values) })

/** The old password proven, the new one beside it. */
export const changePassword = (before: string, after: string): Change[] => [
  remove('unicodePwd', quoted(before)),
  add('unicodePwd', quoted(after)),
]
export const resetPassword = (password: string): Change => replace('unicodePwd', quoted(password))

/** An enabled user with `firstPassword`; answers its DN. */
export async function addUser(
  admin: Client,
  name: string,
  more: Readonly<Record<string, string>> = {},
  parent = `CN=Users,${base}`,
): Promise<string> {
  const dn = `CN=${name},${parent}`
  await admin.add(dn, [
    attribute('objectClass', ['user']),
    attribute('sAMAccountName', [name]),
    attribute('userPrincipalName', [`${name}@contoso.com`]),
    attribute('userAccountControl', ['512']),
    attribute('unicodePwd', [quoted(firstPassword)]),
    ...Object.entries(more).map(([type, value]) => attribute(type, [value])),
  ])
  return dn
}

/** `logged on`, or the data code of the refusal (`52e`), or the whole message. */
export async function logsOn(
  world: RunningDirectory,
  name: string,
  password = firstPassword,
): Promise<string> {
  const client = world.open()
  try {
    await client.bind(name, password)
    return 'logged on'
  } catch (error) {
    return /data (\w+)/.exec(String(error))?.[1] ?? String(error)
  } finally {
    await client.unbind()
  }
}

export async function read(
  client: Client,
  dn: string,
  attributes: string[],
  ...controls: Parameters<Client['search']>[2][]
): Promise<Record<string, unknown>> {
  const { searchEntries } = await client.search(dn, { scope: 'base', attributes }, controls[0])
  return { ...searchEntries[0] }
}

/** Event ids of the Security log about an account. */
export const securityEvents = (world: RunningDirectory, dn: string): unknown[] =>
  world.lab.journal.events({ type: 'windows-event.written', target: dn }).map((event) => event.data?.eventId)
