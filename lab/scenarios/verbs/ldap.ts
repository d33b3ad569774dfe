/** The domain administrator with an LDAP tool, or with Active Directory Users and Computers. */
import { Attribute, type Client } from 'ldapts'
import { uac } from '#core/active-directory/user-account-control.ts'
import { madeUpPerson } from '../../world/made-up-people.ts'
import { asDomainAdmin, findDn, interval, modification, replace, unicodePwd } from '../directory-session.ts'
import type { Doors } from '../doors.ts'
import { restrictRemoteSam, setCannotChangePassword, setConnectorRight } from './directory-rights.ts'
import { migrateUser } from './migrate-user.ts'
import type { VerbTable } from './verb.ts'

const day = 86_400
const daysAsInterval = (days: number | undefined) => (days === undefined ? undefined : interval(days * day))
const normal = String(uac.normalAccount)
const disabled = String(uac.normalAccount | uac.accountDisable)

/** Works on one account as the domain administrator. */
const onAccount = (
  doors: Doors,
  user: string,
  work: (client: Client, dn: string) => Promise<unknown>,
  forest?: string,
) =>
  asDomainAdmin(
    doors,
    async (client, baseDn) => {
      await work(client, await findDn(client, baseDn, user))
    },
    forest,
  )

type Values = Readonly<Record<string, string | readonly string[]>>

interface NewUser {
  readonly name: string
  readonly ou: string
  readonly password: string
  readonly attributes: Values
}

const addUser = (client: Client, baseDn: string, { name, ou, password, attributes }: NewUser) =>
  client.add(`CN=${name},${ou},${baseDn}`, [
    ...Object.entries({
      objectClass: ['top', 'person', 'organizationalPerson', 'user'],
      displayName: name,
      ...attributes,
    }).map(([type, value]) => new Attribute({ type, values: [value].flat() })),
    new Attribute({ type: 'unicodePwd', values: [unicodePwd(password)] }),
    new Attribute({ type: 'userAccountControl', values: [normal] }),
  ])

/** How many adds are under way at once. */
const abreast = 16

/** The highest number that made-up people of this domain have so far. */
async function lastNumber(client: Client, baseDn: string): Promise<number> {
  const { searchEntries } = await client.search(baseDn, {
    filter: '(&(objectClass=user)(sAMAccountName=u*))',
    attributes: ['sAMAccountName'],
    paged: true,
  })
  const numbers = searchEntries.map((entry) =>
    Number(/^u(\d{5})$/.exec(String(entry.sAMAccountName))?.[1] ?? 0),
  )
  return numbers.reduce((highest, number) => Math.max(highest, number), 0)
}

async function addPeople(client: Client, doors: Doors, ou: string, count: number): Promise<void> {
  const { domain, baseDn } = doors.info
  const add = (number: number) => {
    const { name, password, ...attributes } = madeUpPerson(number)
    const upn = `${attributes.sAMAccountName}@${domain}`
    return addUser(client, baseDn, {
      name,
      ou,
      password,
      attributes: { ...attributes, userPrincipalName: upn, mail: upn },
    })
  }
  const taken = await lastNumber(client, baseDn)
  for (let done = 0; done < count; done += abreast) {
    const numbers = Array.from({ length: Math.min(abreast, count - done) }, (_, at) => taken + done + at + 1)
    await Promise.all(numbers.map(add))
  }
}

export const ldap: VerbTable<'ldap'> = {
  'ldap.modify': (doors, { user, replace: attributes }) =>
    onAccount(doors, user, (client, dn) =>
      client.modify(
        dn,
        Object.entries(attributes).map(([type, value]) =>
          replace(type, value === null ? [] : [value].flat()),
        ),
      ),
    ),
  'ldap.setPasswordPolicy': (doors, { minimumAgeDays, maximumAgeDays, minimumLength, history, complexity }) =>
    asDomainAdmin(doors, (client) => {
      const written: [string, string | undefined][] = [
        ['minPwdAge', daysAsInterval(minimumAgeDays)],
        ['maxPwdAge', daysAsInterval(maximumAgeDays)],
        ['minPwdLength', minimumLength?.toString()],
        ['pwdHistoryLength', history?.toString()],
        ['pwdProperties', complexity === undefined ? undefined : complexity ? '1' : '0'],
      ]
      const changes = written.flatMap(([type, value]) =>
        value === undefined ? [] : [replace(type, [value])],
      )
      return client.modify(doors.info.baseDn, changes)
    }),
  'ldap.setPassword': (doors, { user, newPassword, mustChange }) =>
    onAccount(doors, user, (client, dn) =>
      client.modify(dn, [
        replace('unicodePwd', [unicodePwd(newPassword)]),
        ...(mustChange ? [replace('pwdLastSet', ['0'])] : []),
      ]),
    ),
  'ldap.addUser': (doors, { sAMAccountName, userPrincipalName, attributes, ...rest }) =>
    asDomainAdmin(doors, (client) =>
      addUser(client, doors.info.baseDn, {
        ...rest,
        attributes: {
          sAMAccountName,
          ...(userPrincipalName === undefined ? {} : { userPrincipalName }),
          ...attributes,
        },
      }),
    ),
  'ldap.addUsers': (doors, { count, ou }) =>
    asDomainAdmin(doors, (client) => addPeople(client, doors, ou, count)),
  'ldap.addOrganizationalUnit': (doors, { ou }) =>
    asDomainAdmin(doors, (client) =>
      client.add(`${ou},${doors.info.baseDn}`, { objectClass: ['top', 'organizationalUnit'] }),
    ),
  'ldap.deleteUser': (doors, { user }) => onAccount(doors, user, (client, dn) => client.del(dn)),
  'ldap.moveUser': (doors, { user, ou }) =>
    onAccount(doors, user, (client, dn) => {
      // The name itself may hold escaped commas.
      const [rdn = dn] = dn.split(/(?<!\\),/)
      return client.modifyDN(dn, `${rdn},${ou},${doors.info.baseDn}`)
    }),
  'ldap.setEnabled': (doors, { user, enabled, forest }) =>
    onAccount(
      doors,
      user,
      (client, dn) => client.modify(dn, [replace('userAccountControl', [enabled ? normal : disabled])]),
      forest,
    ),
  'ldap.addToGroup': (doors, { user, group }) =>
    onAccount(doors, user, (client, dn) =>
      client.modify(`${group},${doors.info.baseDn}`, [modification('add', 'member', [dn])]),
    ),
  'ldap.setConnectorRight': (doors, { right, granted }) =>
    asDomainAdmin(doors, (client) => setConnectorRight(client, doors.info.baseDn, right, granted)),
  'ldap.restrictRemoteSam': (doors, { restricted }) =>
    asDomainAdmin(doors, (client, baseDn) => restrictRemoteSam(client, baseDn, restricted)),
  'ldap.migrateUser': migrateUser,
  'ldap.setCannotChangePassword': (doors, { user }) => onAccount(doors, user, setCannotChangePassword),
}
