/** The domain administrator at the Security tab: access lists written over LDAP (MS-ADTS 5.1.3). */
import { type BerWriter, type Client, Control } from 'ldapts'
import { onlyAdministrators } from '#core/active-directory/remote-sam-policy.ts'
import {
  formatSecurityDescriptor,
  parseSecurityDescriptor,
  type SecurityDescriptor,
} from '#core/active-directory/security-descriptor.ts'
import { sidFromBytes } from '#core/active-directory/sid.ts'
import { withCannotChangePassword } from '#core/active-directory/user-cannot-change-password.ts'
import type { VerbArguments } from '#core/contracts/scenario-verbs.ts'
import { passwordWritebackRights, withGrants } from '#core/sync/connector-account-rights.ts'
import { replace } from '../directory-session.ts'

type Right = VerbArguments<'ldap.setConnectorRight'>['right']

/** In the order of `passwordWritebackRights`. */
const order: readonly Right[] = [
  'Reset password',
  'Change password',
  'Write lockoutTime',
  'Write pwdLastSet',
  'Unexpire password',
]

/** A fresh domain grants Unexpire Password to everybody who is signed in: what is taken must go there too. */
const authenticatedUsers = 'S-1-5-11'

/** LDAP_SERVER_SD_FLAGS_OID: only the access list (DACL_SECURITY_INFORMATION = 4). */
class AccessListOnly extends Control {
  constructor() {
    super('1.2.840.113556.1.4.801', { critical: true })
  }
  protected override writeControl(writer: BerWriter): void {
    writer.writeBuffer(Buffer.from([0x30, 0x03, 0x02, 0x01, 0x04]), 0x04)
  }
}

async function readBytes(client: Client, dn: string, attribute: string, controls: Control[] = []) {
  const { searchEntries } = await client.search(
    dn,
    { scope: 'base', attributes: [attribute], explicitBufferAttributes: [attribute] },
    controls,
  )
  const value = searchEntries[0]?.[attribute]
  if (!(value instanceof Buffer)) throw new Error(`${dn} has no ${attribute}`)
  return value
}

async function rewrite(client: Client, dn: string, edit: (list: SecurityDescriptor) => SecurityDescriptor) {
  const controls = [new AccessListOnly()]
  const descriptor = parseSecurityDescriptor(await readBytes(client, dn, 'nTSecurityDescriptor', controls))
  if (descriptor === undefined) throw new Error(`the access list of ${dn} cannot be read`)
  const bytes = Buffer.from(formatSecurityDescriptor(edit(descriptor)))
  await client.modify(dn, [replace('nTSecurityDescriptor', [bytes])], controls)
}

async function connectorSid(client: Client, baseDn: string): Promise<string> {
  const { searchEntries } = await client.search(baseDn, {
    filter: '(sAMAccountName=MSOL_*)',
    attributes: ['objectSid'],
    explicitBufferAttributes: ['objectSid'],
  })
  const bytes = searchEntries[0]?.objectSid
  const sid = bytes instanceof Buffer ? sidFromBytes(bytes) : undefined
  if (sid === undefined) throw new Error('the domain has no connector account')
  return sid
}

export async function setConnectorRight(
  client: Client,
  baseDn: string,
  right: Right,
  granted: boolean,
): Promise<void> {
  const ace = passwordWritebackRights(await connectorSid(client, baseDn))[order.indexOf(right)]
  if (ace === undefined) throw new Error(`no entry stands for ${right}`)
  const grantees = [ace.sid, authenticatedUsers]
  const without = (descriptor: SecurityDescriptor): SecurityDescriptor => ({
    ...descriptor,
    dacl: (descriptor.dacl ?? []).filter(
      (entry) => !(grantees.includes(entry.sid) && entry.objectType === ace.objectType),
    ),
  })
  await rewrite(client, baseDn, (descriptor) =>
    granted ? withGrants(descriptor, [ace]) : without(descriptor),
  )
}

export const setCannotChangePassword = (client: Client, dn: string): Promise<void> =>
  rewrite(client, dn, (descriptor) => withCannotChangePassword(descriptor, true))

export async function restrictRemoteSam(client: Client, baseDn: string, restricted: boolean): Promise<void> {
  const service = `CN=Directory Service,CN=Windows NT,CN=Services,CN=Configuration,${baseDn}`
  await client.modify(service, [replace('msDS-Other-Settings', restricted ? [onlyAdministrators] : [])])
}
