import { Attribute, Change, type Client } from 'ldapts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { extendedRights, schemaGuids } from '#core/active-directory/control-access-rights.ts'
import {
  aceFlags,
  formatSecurityDescriptor,
  parseSecurityDescriptor,
  rights,
} from '#core/active-directory/security-descriptor.ts'
import { sidFromBytes } from '#core/active-directory/sid.ts'
import { replicateSecretsOperation } from '#core/contracts/directory-replication.ts'
import { base, quoted, type RunningDirectory, startDirectory } from './running-directory.ts'

let world: RunningDirectory
let admin: Client
let connector: Client
const password = 'Lantern-Moss-42!'
const ou = `OU=Staff,${base}`
const anna = `CN=Anna Berg,${ou}`

beforeAll(async () => {
  world = await startDirectory()
  admin = await world.bound()
  await admin.add(ou, { objectClass: ['organizationalUnit'] })
  await addUser(anna, 'anna')
  await addUser(`CN=MSOL_1,CN=Users,${base}`, 'MSOL_1')
  connector = await world.bound(`CN=MSOL_1,CN=Users,${base}`, password)
})
afterAll(() => world.close())

async function addUser(dn: string, name: string): Promise<void> {
  await admin.add(dn, [
    new Attribute({ type: 'objectClass', values: ['user'] }),
    new Attribute({ type: 'sAMAccountName', values: [name] }),
    new Attribute({ type: 'userAccountControl', values: ['512'] }),
    new Attribute({ type: 'unicodePwd', values: [quoted(password)] }),
  ])
}
const replace = (type: string, value: string | Buffer) =>
  new Change({
    operation: 'replace',
    modification: new Attribute({ type, values: [value] as string[] | Buffer[] }),
  })

async function readValue(dn: string, name: string): Promise<Buffer> {
  const { searchEntries } = await admin.search(dn, {
    scope: 'base',
    attributes: [name],
    explicitBufferAttributes: [name],
  })
  const value = searchEntries[0]?.[name]
  return Buffer.isBuffer(value) ? value : Buffer.from(String(value))
}

/** Grants on an object and all users below it, as the Connect wizard's delegation does. */
async function grant(
  dn: string,
  grants: readonly { mask: number; objectType: string; forUsers?: boolean }[],
): Promise<void> {
  const sid = sidFromBytes(await readValue(`CN=MSOL_1,CN=Users,${base}`, 'objectSid')) ?? ''
  const sd = parseSecurityDescriptor(await readValue(dn, 'nTSecurityDescriptor')) ?? { control: 0 }
  const aces = grants.map(({ mask, objectType, forUsers }) => ({
    type: 'allow' as const,
    flags: forUsers === false ? 0 : aceFlags.containerInherit | aceFlags.inheritOnly,
    mask,
    objectType,
    sid,
    ...(forUsers === false ? {} : { inheritedObjectType: schemaGuids.user }),
  }))
  await admin.modify(
    dn,
    replace(
      'nTSecurityDescriptor',
      Buffer.from(formatSecurityDescriptor({ ...sd, dacl: [...aces, ...(sd.dacl ?? [])] })),
    ),
  )
}

it('refuses a reset to an account without the right, grants it by delegation on the OU, and refuses again below a protected descriptor', async () => {
  const reset = () => connector.modify(anna, replace('unicodePwd', quoted('Copper-Field-58!')))
  await expect(reset()).rejects.toMatchObject({ code: 50 })
  await grant(ou, [{ mask: rights.controlAccess, objectType: extendedRights.resetPassword }])
  await reset()
  await expect(connector.modify(anna, replace('lockoutTime', '0'))).rejects.toMatchObject({ code: 50 })
  await grant(ou, [{ mask: rights.writeProperty, objectType: schemaGuids.lockoutTime }])
  await connector.modify(anna, replace('lockoutTime', '0'))
})

it('shows a list of rights that was shown before as it is now, after the object’s own or its container’s changed', async () => {
  const show = async () =>
    (parseSecurityDescriptor(await readValue(anna, 'nTSecurityDescriptor'))?.dacl ?? []).filter(
      ({ objectType, sid }) => objectType === schemaGuids.pwdLastSet && sid.startsWith('S-1-5-21-'),
    )
  expect(await show()).toEqual([])
  await grant(ou, [{ mask: rights.writeProperty, objectType: schemaGuids.pwdLastSet }])
  expect(await show()).toMatchObject([
    { mask: rights.writeProperty, flags: aceFlags.inherited | aceFlags.containerInherit },
  ])
  await grant(anna, [{ mask: rights.readProperty, objectType: schemaGuids.pwdLastSet, forUsers: false }])
  expect(await show()).toMatchObject([{ mask: rights.readProperty }, { mask: rights.writeProperty }])
})

it('takes delegated rights from a member of Domain Admins when SDProp has run, and sets adminCount', async () => {
  const henry = `CN=Henry,${ou}`
  await addUser(henry, 'henry')
  await connector.modify(henry, replace('unicodePwd', quoted('Cobalt-Ridge-16!')))
  await admin.modify(
    `CN=Domain Admins,CN=Users,${base}`,
    new Change({ operation: 'add', modification: new Attribute({ type: 'member', values: [henry] }) }),
  )
  await world.lab.clock.advance(3_600_000 + 1000)
  expect(String(await readValue(henry, 'adminCount'))).toBe('1')
  await expect(
    connector.modify(henry, replace('unicodePwd', quoted('Maple-Bridge-73!'))),
  ).rejects.toMatchObject({ code: 50 })
})

it('gives password hashes only with both replication rights', async () => {
  const ask = () =>
    connector.exop(replicateSecretsOperation, JSON.stringify({ namingContext: base, usn: 0, limit: 100 }))
  await expect(ask()).rejects.toMatchObject({ code: 50 })
  await grant(base, [
    { mask: rights.controlAccess, objectType: extendedRights.replicationGetChanges, forUsers: false },
  ])
  await expect(ask()).rejects.toMatchObject({ code: 50 })
  await grant(base, [
    { mask: rights.controlAccess, objectType: extendedRights.replicationGetChangesAll, forUsers: false },
  ])
  const { value } = await ask()
  const answer: { secrets: { distinguishedName: string; ntHash: string }[] } = JSON.parse(value ?? '{}')
  expect(answer.secrets.find((one) => one.distinguishedName === anna)?.ntHash).toMatch(/^[0-9a-f]{32}$/)
})

it('lets nobody read the directory without a bind', async () => {
  await expect(world.open().search(base, { scope: 'sub', filter: '(sAMAccountName=anna)' })).rejects.toThrow(
    /000004DC/,
  )
})

it('refuses a user who adds, deletes or renames', async () => {
  await addUser(`CN=Plain,${ou}`, 'plainuser')
  const user = await world.bound(`CN=Plain,${ou}`, password)
  await expect(user.add(`CN=X,${ou}`, { objectClass: ['contact'] })).rejects.toMatchObject({ code: 50 })
  await expect(user.del(anna)).rejects.toMatchObject({ code: 50 })
  await expect(user.modifyDN(anna, 'CN=Anna')).rejects.toMatchObject({ code: 50 })
  expect((await admin.search(anna, { scope: 'base', attributes: ['cn'] })).searchEntries).toHaveLength(1)
})
