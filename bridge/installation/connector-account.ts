/**
 * Makes the AD DS connector account (`MSOL_` and hex digits, in the Users container) as an Enterprise Administrator, and
 * grants its rights on the domain by writing the access list over LDAP. Source: writeback.md §4.3, §7.3.
 */
import { Attribute, Change } from 'ldapts'
import {
  type Ace,
  formatSecurityDescriptor,
  parseSecurityDescriptor,
} from '#core/active-directory/security-descriptor.ts'
import { sidFromBytes } from '#core/active-directory/sid.ts'
import { encodeUnicodePwd } from '#core/active-directory/unicode-pwd.ts'
import { uac } from '#core/active-directory/user-account-control.ts'
import type { Random } from '#core/ports.ts'
import {
  passwordHashSyncRights,
  passwordWritebackRights,
  synchronizationRights,
  withGrants,
} from '#core/sync/connector-account-rights.ts'
import type { DirectoryConnection } from '../connectors/directory-connection.ts'
import { accessListOnly } from '../connectors/ldap-controls.ts'
import { bytesOf, textsOf } from '../connectors/ldap-values.ts'

export interface MadeAccount {
  readonly samAccountName: string
  readonly password: string
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** 48 characters of four classes; well below the 256 that the engine can use. */
const strongPassword = (random: Random): string => `Aa1!${Buffer.from(random.secret(33)).toString('base64')}`

const text = (type: string, ...values: string[]): Attribute => new Attribute({ type, values })

export async function makeConnectorAccount(
  asAdministrator: DirectoryConnection,
  baseDn: string,
  random: Random,
  serverName: string,
): Promise<MadeAccount> {
  const samAccountName = `MSOL_${hex(random.bytes(6))}`
  const password = strongPassword(random)
  const dn = `CN=${samAccountName},CN=Users,${baseDn}`
  await asAdministrator.add(dn, [
    text('objectClass', 'top', 'person', 'organizationalPerson', 'user'),
    text('sAMAccountName', samAccountName),
    text(
      'description',
      `Reads and writes this forest for the synchronization server ${serverName}. It must keep its replication rights.`,
    ),
    text('userAccountControl', String(uac.normalAccount | uac.dontExpirePassword)),
    new Attribute({ type: 'unicodePwd', values: [Buffer.from(encodeUnicodePwd(password))] }),
  ])
  const sid = await sidOf(asAdministrator, dn)
  const wanted = [
    ...passwordHashSyncRights(sid),
    ...synchronizationRights(sid),
    ...passwordWritebackRights(sid),
  ]
  await grant(asAdministrator, baseDn, wanted)
  return { samAccountName, password }
}

export async function sidOf(connection: DirectoryConnection, dn: string): Promise<string> {
  const entry = await connection.read(dn, ['objectSid'])
  const sid = sidFromBytes(bytesOf(entry?.objectSid) ?? Buffer.alloc(0))
  if (sid === undefined) throw new Error(`Active Directory gave ${dn} no objectSid`)
  return sid
}

/** Adds entries to an object’s access list; what is there already stays once. */
export async function grant(
  connection: DirectoryConnection,
  dn: string,
  wanted: readonly Ace[],
): Promise<void> {
  const controls = [accessListOnly()]
  const object = await connection.read(dn, ['nTSecurityDescriptor'], controls)
  const descriptor = parseSecurityDescriptor(bytesOf(object?.nTSecurityDescriptor) ?? Buffer.alloc(0))
  if (descriptor === undefined) throw new Error(`the security descriptor of ${dn} cannot be read`)
  const bytes = Buffer.from(formatSecurityDescriptor(withGrants(descriptor, wanted)))
  const modification = new Attribute({ type: 'nTSecurityDescriptor', values: [bytes] })
  await connection.modify(dn, [new Change({ operation: 'replace', modification })], controls)
}

/** The naming context of the domain that a server holds. */
export async function defaultNamingContext(connection: DirectoryConnection): Promise<string> {
  const rootDse = await connection.read('', ['defaultNamingContext'])
  const [baseDn] = textsOf(rootDse?.defaultNamingContext)
  if (baseDn === undefined) throw new Error('the directory names no defaultNamingContext')
  return baseDn
}

/** The NetBIOS name of a domain, as its forest's partitions have it. */
export async function netbiosNameOf(
  connection: DirectoryConnection,
  baseDn: string,
): Promise<string | undefined> {
  const rootDse = await connection.read('', ['configurationNamingContext'])
  const [configuration] = textsOf(rootDse?.configurationNamingContext)
  const [partition] = await connection.entries({
    base: `CN=Partitions,${configuration}`,
    scope: 'one',
    filter: `(nCName=${baseDn})`,
    attributes: ['nETBIOSName'],
  })
  return textsOf(partition?.nETBIOSName)[0]
}
