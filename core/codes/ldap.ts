/**
 * Refusals of the domain controller: LDAP result, Win32 code and the shape of the diagnostic message, as Windows Server
 * writes them (ldap.md, section F and its table). Keys are ours. No client may depend on a DSID, so one fixed number does.
 */
import { connections } from './ldap/connections.ts'
import { objects } from './ldap/objects.ts'
import { passwords } from './ldap/passwords.ts'
import { searches } from './ldap/searches.ts'
import { values } from './ldap/values.ts'

export const ldapCodes = { ...connections, ...searches, ...values, ...passwords, ...objects }

export type LdapCode = keyof typeof ldapCodes
