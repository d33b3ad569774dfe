/** Two forests become one: an account is made in the other forest with the anchor of the first (mS-DS-ConsistencyGuid). */
import { Attribute, type Client } from 'ldapts'
import { uac } from '#core/active-directory/user-account-control.ts'
import { asDomainAdmin, findDn, unicodePwd } from '../directory-session.ts'
import type { Verb } from './verb.ts'

const anchor = 'mS-DS-ConsistencyGuid'

const readAccount = (client: Client, dn: string) =>
  client
    .search(dn, {
      scope: 'base',
      attributes: ['cn', 'sAMAccountName', 'displayName', anchor],
      explicitBufferAttributes: [anchor],
    })
    .then(({ searchEntries }) => searchEntries[0])

export const migrateUser: Verb<'ldap.migrateUser'> = async (doors, { user, forest, ou, password }) => {
  const found = await asDomainAdmin(doors, async (client, baseDn) =>
    readAccount(client, await findDn(client, baseDn, user)),
  )
  const guid = found?.[anchor]
  if (!(guid instanceof Buffer)) throw new Error(`${user} has no ${anchor}: was it synchronised?`)
  const text = (name: string) => new Attribute({ type: name, values: [String(found?.[name])] })
  await asDomainAdmin(
    doors,
    (client, baseDn) =>
      client.add(`CN=${String(found?.cn)},${ou},${baseDn}`, [
        new Attribute({ type: 'objectClass', values: ['user'] }),
        text('sAMAccountName'),
        text('displayName'),
        new Attribute({ type: anchor, values: [guid] }),
        new Attribute({ type: 'unicodePwd', values: [unicodePwd(password)] }),
        new Attribute({ type: 'userAccountControl', values: [String(uac.normalAccount)] }),
      ]),
    forest,
  )
}
