/**
 * The computer account of seamless single sign-on in a domain: its key would decrypt the tickets that browsers send to the
 * cloud. Made by an administrator of the domain; made already, it gets a new key. Source: writeback.md §7.1.
 */
import { Attribute, Change } from 'ldapts'
import { encodeUnicodePwd } from '#core/active-directory/unicode-pwd.ts'
import { uac } from '#core/active-directory/user-account-control.ts'
import type { Random } from '#core/ports.ts'
import type { DirectoryConnection } from '../connectors/directory-connection.ts'

export const singleSignOnComputer = 'AZUREADSSOACC'
/** The two addresses at which browsers get tickets for the cloud. */
const servicePrincipalNames = ['HOST/autologon.microsoftazuread-sso.com', 'HOST/aadg.windows.net.nsatc.net']

const text = (type: string, ...values: string[]): Attribute => new Attribute({ type, values })

export async function makeSingleSignOnComputer(
  asDomainAdmin: DirectoryConnection,
  baseDn: string,
  random: Random,
): Promise<void> {
  const dn = `CN=${singleSignOnComputer},CN=Computers,${baseDn}`
  const key = `Aa1!${Buffer.from(random.secret(45)).toString('base64')}`
  const unicodePwd = new Attribute({ type: 'unicodePwd', values: [Buffer.from(encodeUnicodePwd(key))] })
  if ((await asDomainAdmin.read(dn, ['cn'])) !== undefined)
    return asDomainAdmin.modify(dn, [new Change({ operation: 'replace', modification: unicodePwd })])
  await asDomainAdmin.add(dn, [
    text('objectClass', 'top', 'person', 'organizationalPerson', 'user', 'computer'),
    text('sAMAccountName', `${singleSignOnComputer}$`),
    text('userAccountControl', String(uac.workstationTrust)),
    text('servicePrincipalName', ...servicePrincipalNames),
    text('description', 'Seamless single sign-on of the tenant. Its key is to be renewed every 30 days.'),
    unicodePwd,
  ])
}
