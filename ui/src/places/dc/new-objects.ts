/** What it takes to create an object of each kind. */
import { groupTypes, uac } from '#core/active-directory/user-account-control.ts'
import type { DirectoryAnswer } from '#core/contracts/directory-console.ts'
import type { Answered } from '../../lab/http.ts'
import { rdn } from './directory-names.ts'
import { useDirectory } from './directory-store.ts'
import { modify, replace, resetPassword, setEnabled } from './object-commands.ts'

type Done = Promise<Answered<DirectoryAnswer>>

const add = (dn: string, objectClass: string[], attributes: Readonly<Record<string, string>>): Done =>
  useDirectory().perform({
    operation: 'add',
    dn,
    attributes: {
      objectClass,
      ...Object.fromEntries(
        Object.entries(attributes)
          .filter(([, value]) => value !== '')
          .map(([name, value]) => [name, [value]]),
      ),
    },
  })

export interface NewUser {
  readonly givenName: string
  readonly sn: string
  readonly name: string
  readonly userPrincipalName: string
  readonly sAMAccountName: string
  readonly password: string
  readonly mustChange: boolean
  readonly enabled: boolean
}

/** As the console does it: a disabled account, then its password, then what the boxes say. */
export async function createUser(parent: string, user: NewUser): Done {
  const dn = `${rdn('CN', user.name)},${parent}`
  const { givenName, sn, userPrincipalName, sAMAccountName } = user
  const added = await add(dn, ['top', 'person', 'organizationalPerson', 'user'], {
    givenName,
    sn,
    displayName: user.name,
    userPrincipalName,
    sAMAccountName,
    userAccountControl: String(uac.normalAccount | uac.accountDisable),
  })
  if (!added.ok) return added
  const ready = await resetPassword(dn, {
    newPassword: user.password,
    mustChange: user.mustChange,
    unlock: false,
  })
  if (!ready.ok || !user.enabled) return ready
  return setEnabled(dn, true)
}

export type GroupScope = 'global' | 'domainLocal' | 'universal'

export const createGroup = (
  parent: string,
  group: { readonly name: string; readonly scope: GroupScope; readonly security: boolean },
): Done =>
  add(`${rdn('CN', group.name)},${parent}`, ['top', 'group'], {
    sAMAccountName: group.name,
    groupType: String(groupTypes[group.scope] | (group.security ? groupTypes.security : 0) | 0),
  })

export const createUnit = (parent: string, name: string): Done =>
  add(`${rdn('OU', name)},${parent}`, ['top', 'organizationalUnit'], {})

export const createComputer = (parent: string, name: string): Done =>
  add(`${rdn('CN', name)},${parent}`, ['top', 'person', 'organizationalPerson', 'user', 'computer'], {
    sAMAccountName: `${name.toUpperCase()}$`,
    userAccountControl: String(uac.workstationTrust | uac.passwordNotRequired),
  })

export async function createContact(
  parent: string,
  contact: { readonly name: string; readonly mail: string },
): Done {
  const dn = `${rdn('CN', contact.name)},${parent}`
  const added = await add(dn, ['top', 'person', 'organizationalPerson', 'contact'], {
    displayName: contact.name,
  })
  return added.ok && contact.mail ? modify(dn, [replace('mail', contact.mail)]) : added
}
