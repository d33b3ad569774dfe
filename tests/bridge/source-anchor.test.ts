/** The source anchor: managed by the product, a specific attribute, and *Configure Source Anchor* (writeback.md §7.2, §8.3). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { guidFromBytes } from '#core/active-directory/guid.ts'
import type { WizardState } from '#core/contracts/connect.ts'
import { anchorOfGuid } from '#core/sync/source-anchor.ts'
import { asDomainAdmin, write } from './support/access-list.ts'
import { administrator } from './support/cloud-host.ts'
import { forest, type OwnForest, staff, startOwnForest } from './support/own-forest.ts'

let guarded: OwnForest
let numbered: OwnForest
const foreign = Buffer.from('a value of others', 'utf8').subarray(0, 16)
const dnOf = (index: number) => `CN=Person ${index},${staff}`
beforeAll(async () => {
  guarded = await startOwnForest({ people: 2, install: false })
  numbered = await startOwnForest({ people: 3, install: false })
}, 60_000)
afterAll(async () => {
  await guarded.close()
  await numbered.close()
})

const act = async (world: OwnForest, action: string, more: object = {}) =>
  (await world.verb('wizard', { action, ...more })).json as WizardState

async function customize(world: OwnForest, sourceAnchor: string): Promise<WizardState> {
  await act(world, 'open')
  await act(world, 'next')
  await act(world, 'choose-install', { install: 'customize' })
  await act(world, 'next')
  await act(world, 'select-sign-in', { method: 'password-hash-sync' })
  await act(world, 'sign-in', administrator)
  const password = forest.administratorPassword
  await act(world, 'add-directory', { forest: 'contoso.local', username: 'CONTOSO\\Administrator', password })
  await act(world, 'next')
  await act(world, 'continue-unmatched')
  await act(world, 'select-ous', { selected: [staff] })
  const refused = await act(world, 'select-matching', { matching: 'once', sourceAnchor: 'userPrincipalName' })
  expect(refused).toMatchObject({
    page: 'identifying-users',
    refusal: { code: 'WizardUnknownSourceAnchor' },
  })
  await act(world, 'select-matching', { matching: 'once', sourceAnchor })
  await act(world, 'next')
  await act(world, 'select-features', { features: { passwordHashSync: true } })
  await act(world, 'next')
  const done = await act(world, 'configure')
  await act(world, 'close')
  return done
}

/** Opens the wizard again; answers the tasks on offer. */
async function tasksOf(world: OwnForest): Promise<readonly string[]> {
  await act(world, 'open')
  return (await act(world, 'next')).tasks
}

const entryOf = (world: OwnForest, index: number) =>
  asDomainAdmin(world, async (client) => {
    const attributes = ['objectGUID', 'mS-DS-ConsistencyGuid']
    const search = { scope: 'base', attributes, explicitBufferAttributes: attributes } as const
    const { searchEntries } = await client.search(dnOf(index), search)
    const bytes = (name: string) => searchEntries[0]?.[name] as Buffer | []
    const [guid, consistency] = [bytes('objectGUID'), bytes('mS-DS-ConsistencyGuid')]
    return { guid: guidFromBytes(guid as Buffer), consistency: Buffer.from(consistency) }
  })
const anchorOf = async (world: OwnForest, index: number) => {
  const select = '$select=onPremisesImmutableId,department'
  const { json } = await world.cloud.asAdministrator(`/v1.0/users/person${index}@contoso.com?${select}`)
  return json as { onPremisesImmutableId?: string; department?: string; error?: unknown }
}

test('managed, it is objectGUID where ms-DS-ConsistencyGuid belongs to something else, and nothing is written', async () => {
  await write(guarded, dnOf(0), { 'mS-DS-ConsistencyGuid': foreign })
  expect((await customize(guarded, 'managed')).page).toBe('complete')
  for (const index of [0, 1]) {
    const { guid } = await entryOf(guarded, index)
    expect((await anchorOf(guarded, index)).onPremisesImmutableId).toBe(anchorOfGuid(guid))
  }
  expect((await entryOf(guarded, 0)).consistency).toEqual(foreign)
  expect((await entryOf(guarded, 1)).consistency).toHaveLength(0)
})

test('Configure Source Anchor is on offer then, and refused while the attribute is in use', async () => {
  expect(await tasksOf(guarded)).toContain('configure-source-anchor')
  await act(guarded, 'choose-task', { task: 'configure-source-anchor' })
  expect(await act(guarded, 'sign-in', administrator)).toMatchObject({
    page: 'source-anchor',
    sourceAnchor: { attribute: 'objectGUID' },
  })
  expect(await act(guarded, 'next')).toMatchObject({
    page: 'source-anchor',
    refusal: { code: 'WizardSourceAnchorInUse' },
  })
  await act(guarded, 'close')
  await guarded.connect.synchronize('Initial')
  expect((await entryOf(guarded, 1)).consistency).toHaveLength(0)
})

test('once it is free, it becomes the anchor: the old value is written to each user, and nobody gets another one', async () => {
  const before = [await anchorOf(guarded, 0), await anchorOf(guarded, 1)]
  await write(guarded, dnOf(0), { 'mS-DS-ConsistencyGuid': null })
  await tasksOf(guarded)
  await act(guarded, 'choose-task', { task: 'configure-source-anchor' })
  await act(guarded, 'sign-in', administrator)
  expect(await act(guarded, 'next')).toMatchObject({
    page: 'ready-to-configure',
    plan: expect.arrayContaining(['Use ms-DS-ConsistencyGuid as the source anchor']),
  })
  expect((await act(guarded, 'configure')).page).toBe('complete')
  await act(guarded, 'close')
  for (const index of [0, 1]) {
    expect(await anchorOf(guarded, index)).toEqual(before[index])
    expect((await entryOf(guarded, index)).consistency.toString('base64')).toBe(
      before[index]?.onPremisesImmutableId,
    )
  }
  expect(await tasksOf(guarded)).not.toContain('configure-source-anchor')
  expect((await act(guarded, 'choose-task', { task: 'configure-source-anchor' })).page).toBe(
    'additional-tasks',
  )
  await act(guarded, 'close')
})

test('a server that is installed anew takes the anchor that the tenant knows, although the attribute is filled by then', async () => {
  await guarded.verb('uninstall', {})
  expect((await customize(guarded, 'managed')).page).toBe('complete')
  expect(await tasksOf(guarded)).not.toContain('configure-source-anchor')
  await act(guarded, 'close')
})

test('a specific attribute: its text is the anchor, who has none stays out, and ms-DS-ConsistencyGuid stays empty', async () => {
  await write(numbered, dnOf(0), { employeeID: 'E-1000' })
  await write(numbered, dnOf(1), { employeeID: 'E-1001' })
  expect((await customize(numbered, 'employeeID')).page).toBe('complete')
  expect((await anchorOf(numbered, 0)).onPremisesImmutableId).toBe('E-1000')
  expect((await anchorOf(numbered, 2)).error).toBeDefined()
  expect((await entryOf(numbered, 0)).consistency).toHaveLength(0)
  await write(numbered, dnOf(2), { employeeID: 'E-1002' })
  await numbered.connect.synchronize('Delta')
  expect((await anchorOf(numbered, 2)).onPremisesImmutableId).toBe('E-1002')
  const { json } = await numbered.verb('rules')
  expect(JSON.stringify(json)).toContain('"from":"[employeeID]"')
  await numbered.cloud.lab.clock.advance(120_000)
  expect(await numbered.cloud.signIn('person0@contoso.com', 'Lantern-Moss-0!')).toBeDefined()
})

test('an anchor that changes, or goes, under a synchronised user is an error until the old value is back', async () => {
  for (const employeeID of ['E-2000', null]) {
    await write(numbered, dnOf(0), { employeeID, department: 'Research' })
    const runs = await numbered.connect.synchronize('Delta')
    expect(runs.flatMap(({ errors }) => errors)).toContainEqual(
      expect.objectContaining({
        code: 'SourceAnchorHasChanged',
        message: expect.stringContaining('The sourceAnchor attribute has changed'),
      }),
    )
    expect(await anchorOf(numbered, 0)).toMatchObject({
      onPremisesImmutableId: 'E-1000',
      department: 'Sales',
    })
  }
  await write(numbered, dnOf(0), { employeeID: 'E-1000' })
  const runs = await numbered.connect.synchronize('Delta')
  expect(runs.flatMap(({ errors }) => errors)).toEqual([])
  expect((await anchorOf(numbered, 0)).department).toBe('Research')
})
