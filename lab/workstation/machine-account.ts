/**
 * CLIENT01's own account in the domain. Somebody whose password must be changed cannot bind, so the workstation asks for the change
 * as itself: Active Directory grants Change Password to everyone who proves the old password.
 */
import { Attribute, Change, type Client, ResultCodeError } from 'ldapts'
import { encodeUnicodePwd } from '#core/active-directory/unicode-pwd.ts'
import { uac } from '#core/active-directory/user-account-control.ts'
import { ldapResult } from '#core/codes/ldap/result.ts'
import type { LabInfo } from '#core/contracts/lab-info.ts'
import type { Lab } from '#core/ports.ts'
import { connectDirectory } from '../directory-console/connect-directory.ts'

interface MachineAccount {
  readonly id: string
  readonly password: string
}
const machine = 'CLIENT01'

/** A connection bound as the workstation; it joins the domain at first. The caller unbinds. */
export async function bindAsMachine(lab: Lab, info: LabInfo): Promise<Client> {
  const machines = lab.store.collection<MachineAccount>('workstation.machines')
  const client = await connectDirectory(info)
  const known = machines.get(machine)
  if (known !== undefined && (await binds(client, info, known.password))) return client
  const password = Buffer.from(lab.random.secret(24)).toString('base64url')
  await joinDomain(client, info, password)
  await lab.store.transaction(() => machines.put({ id: machine, password }))
  await client.bind(`${info.netbiosName}\\${machine}$`, password)
  return client
}

async function binds(client: Client, info: LabInfo, password: string): Promise<boolean> {
  try {
    await client.bind(`${info.netbiosName}\\${machine}$`, password)
    return true
  } catch (error) {
    if (error instanceof ResultCodeError) return false
    throw error
  }
}

/** As an administrator does it: an account under Computers, with a password that only the workstation knows. */
async function joinDomain(client: Client, info: LabInfo, password: string): Promise<void> {
  const administrator = info.accounts.find(({ role }) => role === 'Domain Admin')
  await client.bind(administrator?.dn ?? '', administrator?.password ?? '')
  const dn = `CN=${machine},CN=Computers,${info.baseDn}`
  const unicodePwd = new Attribute({
    type: 'unicodePwd',
    values: [Buffer.from(encodeUnicodePwd(password))],
  })
  try {
    await client.add(dn, [
      new Attribute({
        type: 'objectClass',
        values: ['top', 'person', 'organizationalPerson', 'user', 'computer'],
      }),
      new Attribute({ type: 'sAMAccountName', values: [`${machine}$`] }),
      new Attribute({ type: 'userAccountControl', values: [String(uac.workstationTrust)] }),
      unicodePwd,
    ])
  } catch (error) {
    if (!(error instanceof ResultCodeError) || error.code !== ldapResult.entryAlreadyExists) throw error
    await client.modify(dn, new Change({ operation: 'replace', modification: unicodePwd }))
  }
}
