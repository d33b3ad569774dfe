/** People with accounts in two forests, told by their mail address (“Uniquely identifying your users”, writeback.md §7.1). */
import { Attribute, Client } from 'ldapts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WizardState } from '#core/contracts/connect.ts'
import { write } from './support/access-list.ts'
import { administrator } from './support/cloud-host.ts'
import { forest, type OwnForest, secondForest, staff, startOwnForest } from './support/own-forest.ts'
import { upnOf } from './support/three-doors.ts'

const secondStaff = 'OU=Staff,DC=fabrikam,DC=local'
const password = forest.administratorPassword

let world: OwnForest
beforeAll(async () => {
  world = await startOwnForest({ people: 2, second: true, install: false })
  await write(world, `CN=Person 0,${staff}`, { mail: 'zero@contoso.com' })
  // A disabled account for the same person, as a resource forest has it, and somebody who is alone there.
  await addDisabled('Zero', { mail: 'ZERO@contoso.com', title: 'Engineer' })
  await addDisabled('Nina', { mail: 'nina@fabrikam.com' })
}, 60_000)
afterAll(() => world.close())

const act = async (action: string, more: object = {}) =>
  (await world.verb('wizard', { action, ...more })).json as WizardState

async function inFabrikam<Answer>(work: (client: Client) => Promise<Answer>): Promise<Answer> {
  const client = new Client({ url: world.secondLdaps, tlsOptions: { ca: world.cloud.authority.certificate } })
  await client.bind('FABRIKAM\\Administrator', secondForest.administratorPassword)
  try {
    return await work(client)
  } finally {
    await client.unbind()
  }
}

const addDisabled = (name: string, more: Record<string, string>) =>
  inFabrikam((client) =>
    client.add(
      `CN=${name},${secondStaff}`,
      Object.entries({
        objectClass: 'user',
        sAMAccountName: name.toLowerCase(),
        displayName: name,
        userPrincipalName: `${name.toLowerCase()}@fabrikam.com`,
        userAccountControl: '514',
        ...more,
      }).map(([type, value]) => new Attribute({ type, values: [value] })),
    ),
  )

const anchorIn = async (client: Client, dn: string): Promise<string> => {
  const attributes = ['mS-DS-ConsistencyGuid']
  const { searchEntries } = await client.search(dn, {
    scope: 'base',
    attributes,
    explicitBufferAttributes: attributes,
  })
  const [found] = searchEntries
  if (found === undefined) throw new Error(`${dn} is not there`)
  return (found['mS-DS-ConsistencyGuid'] as Buffer).toString('base64')
}
const people = async () => {
  const { json } = await world.cloud.asAdministrator(
    '/v1.0/users?$select=userPrincipalName,jobTitle,onPremisesImmutableId,onPremisesSyncEnabled&$top=100',
  )
  const { value } = json as { value: { onPremisesSyncEnabled: boolean; onPremisesImmutableId: string }[] }
  return value.filter(({ onPremisesSyncEnabled }) => onPremisesSyncEnabled)
}

test('the wizard asks how people are told, and two accounts with one mail address become one user', async () => {
  await act('open')
  await act('next')
  await act('choose-install', { install: 'customize' })
  await act('next')
  await act('select-sign-in', { method: 'password-hash-sync' })
  await act('sign-in', administrator)
  await act('add-directory', { forest: 'contoso.local', username: 'CONTOSO\\Administrator', password })
  await act('add-directory', { forest: 'fabrikam.local', username: 'FABRIKAM\\Administrator', password })
  await act('next')
  await act('continue-unmatched')
  expect((await act('select-ous', { selected: [staff, secondStaff] })).page).toBe('identifying-users')
  expect(await act('select-matching', { matching: 'mail' })).toMatchObject({ userMatching: 'mail' })
  await act('next')
  await act('select-features', { features: { passwordHashSync: true, passwordWriteback: false } })
  await act('next')
  expect((await act('configure')).page).toBe('complete')
  await act('close')
  const synced = await people()
  expect(synced).toHaveLength(3)
  // The enabled account gives the name; what it lacks comes from the other one.
  expect(synced).toContainEqual(
    expect.objectContaining({ userPrincipalName: upnOf(0), jobTitle: 'Engineer' }),
  )
})

test('both accounts carry one anchor from then on, whatever becomes of their addresses', async () => {
  const client = new Client({ url: world.ldaps, tlsOptions: { ca: world.cloud.authority.certificate } })
  await client.bind('CONTOSO\\Administrator', password)
  const first = await anchorIn(client, `CN=Person 0,${staff}`)
  await client.unbind()
  const second = await inFabrikam((other) => anchorIn(other, `CN=Zero,${secondStaff}`))
  expect(second).toBe(first)
  await write(world, `CN=Person 0,${staff}`, { mail: 'other@contoso.com' })
  for (const policy of ['Delta', 'Initial'] as const) {
    const runs = await world.connect.synchronize(policy)
    expect(runs.map(({ status, errors }) => [status, errors])).toEqual(runs.map(() => ['success', []]))
  }
  const synced = await people()
  expect(synced).toHaveLength(3)
  expect(synced.map(({ onPremisesImmutableId }) => onPremisesImmutableId)).toContain(first)
})
