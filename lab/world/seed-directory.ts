/** Puts a world's forest into Active Directory, over LDAPS as the domain administrator. */
import { Attribute, Change, Client, InvalidCredentialsError } from 'ldapts'
import type { World } from '#core/contracts/world.ts'
import { interval, unicodePwd } from '../scenarios/directory-session.ts'

type Forest = World['forest']

const day = 86_400
const normalAccount = '512'
const disabledAccount = '514'
/** "Until an administrator unlocks": the lowest 64-bit number. */
const forever = '-9223372036854775808'
const globalSecurityGroup = '-2147483646'

const replace = (type: string, value: string) =>
  new Change({ operation: 'replace', modification: new Attribute({ type, values: [value] }) })

export interface DirectoryDoor {
  readonly url: string
  readonly ca: string
  readonly baseDn: string
  readonly administratorDn: string
}

export async function seedDirectory(door: DirectoryDoor, forest: Forest): Promise<void> {
  const client = new Client({ url: door.url, tlsOptions: { ca: [door.ca] } })
  try {
    await client.bind(door.administratorDn, forest.administratorPassword)
    await client.modify(door.baseDn, policyChanges(forest.passwordPolicy))
    for (const unit of forest.organizationalUnits)
      await client.add(`${unit},${door.baseDn}`, { objectClass: ['top', 'organizationalUnit'] })
    for (const group of forest.groups) await addGroup(client, door.baseDn, group)
    for (const user of forest.users) await addUser(client, door.baseDn, user)
  } finally {
    await client.unbind()
  }
}

/** As people lock an account: wrong passwords until the threshold is reached. */
export async function lockAccounts(door: DirectoryDoor, forest: Forest): Promise<void> {
  const attempts = forest.passwordPolicy.lockoutThreshold ?? 0
  for (const user of forest.users.filter((candidate) => candidate.locked))
    for (let attempt = 0; attempt < attempts; attempt++)
      await failLogon(door, `CN=${user.name},${user.ou},${door.baseDn}`)
}

async function failLogon(door: DirectoryDoor, dn: string): Promise<void> {
  const client = new Client({ url: door.url, tlsOptions: { ca: [door.ca] } })
  try {
    await client.bind(dn, 'not the password')
  } catch (error) {
    if (!(error instanceof InvalidCredentialsError)) throw error
  } finally {
    await client.unbind()
  }
}

function policyChanges(policy: Forest['passwordPolicy']): Change[] {
  const written: [string, string | undefined][] = [
    ['minPwdAge', days(policy.minimumAgeDays)],
    ['maxPwdAge', days(policy.maximumAgeDays)],
    ['minPwdLength', text(policy.minimumLength)],
    ['pwdHistoryLength', text(policy.history)],
    ['pwdProperties', policy.complexity === undefined ? undefined : policy.complexity ? '1' : '0'],
    ['lockoutThreshold', text(policy.lockoutThreshold)],
    ['lockoutDuration', policy.lockoutMinutes === 0 ? forever : minutes(policy.lockoutMinutes)],
    [
      'lockOutObservationWindow',
      minutes(policy.lockoutMinutes || (policy.lockoutThreshold ? 30 : undefined)),
    ],
  ]
  return written.flatMap(([type, value]) => (value === undefined ? [] : [replace(type, value)]))
}

const text = (value: number | undefined) => (value === undefined ? undefined : String(value))
const days = (count: number | undefined) => (count === undefined ? undefined : interval(count * day))
const minutes = (count: number | undefined) => (count === undefined ? undefined : interval(count * 60))

const addGroup = (client: Client, baseDn: string, group: Forest['groups'][number]) =>
  client.add(`CN=${group.name},${group.ou},${baseDn}`, {
    objectClass: ['top', 'group'],
    sAMAccountName: group.name,
    groupType: globalSecurityGroup,
    ...(group.description === undefined ? {} : { description: group.description }),
  })

async function addUser(client: Client, baseDn: string, user: Forest['users'][number]): Promise<void> {
  const dn = `CN=${user.name},${user.ou},${baseDn}`
  const named = {
    displayName: user.name,
    ...(user.givenName === undefined ? {} : { givenName: user.givenName }),
    ...(user.sn === undefined ? {} : { sn: user.sn }),
    ...(user.userPrincipalName === undefined ? {} : { userPrincipalName: user.userPrincipalName }),
  }
  await client.add(dn, [
    ...Object.entries({
      objectClass: ['top', 'person', 'organizationalPerson', 'user'],
      sAMAccountName: user.sAMAccountName,
      ...named,
      ...user.attributes,
    }).map(([type, value]) => new Attribute({ type, values: [value].flat() })),
    new Attribute({ type: 'unicodePwd', values: [unicodePwd(user.password)] }),
    new Attribute({ type: 'userAccountControl', values: [user.disabled ? disabledAccount : normalAccount] }),
  ])
  for (const group of user.memberOf)
    await client.modify(
      `${group},${baseDn}`,
      new Change({ operation: 'add', modification: new Attribute({ type: 'member', values: [dn] }) }),
    )
}
