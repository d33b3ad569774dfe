/** Many resets at once, and what is kept between them: connections, lists of rights. */
import { Client } from 'ldapts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withCannotChangePassword } from '#core/active-directory/user-cannot-change-password.ts'
import { changeAccessList, domainDn, write } from './support/access-list.ts'
import { premium } from './support/cloud-host.ts'
import { type OwnForest, passwordOf, staff, startOwnForest } from './support/own-forest.ts'

const people = 20
const passwordMethod = '28c10230-6103-485e-b985-444c60001490'
const upn = (index: number) => `person${index}@contoso.com`

let world: OwnForest
beforeAll(async () => {
  world = await startOwnForest({ people, writeback: true })
  // One user is reset several times in a row.
  await write(world, domainDn, { minPwdAge: '0' })
  const { asAdministrator } = world.cloud
  for (let index = 0; index < people; index += 1) {
    await asAdministrator(`/v1.0/users/${upn(index)}`, { method: 'PATCH', json: { usageLocation: 'SG' } })
    await asAdministrator(`/v1.0/users/${upn(index)}/assignLicense`, {
      json: { addLicenses: [{ skuId: premium, disabledPlans: [] }], removeLicenses: [] },
    })
  }
  await asAdministrator('/api/PasswordReset/OnPremisesPasswordResetPolicies', {
    method: 'PUT',
    json: { passwordWritebackEnabled: true },
  })
}, 60_000)
afterAll(() => world.close())

/** The code of the operation's refusal, or null. */
async function reset(index: number, newPassword: string): Promise<string | null> {
  const { asAdministrator } = world.cloud
  const path = `/v1.0/users/${upn(index)}/authentication/methods/${passwordMethod}/resetPassword`
  const accepted = await asAdministrator(path, { json: { newPassword } })
  const { pathname, search } = new URL(accepted.headers.get('location') ?? '')
  for (;;) {
    const { json } = await asAdministrator(pathname + search)
    const { status, statusDetail } = json as { status: string; statusDetail: string | null }
    if (status !== 'running') return statusDetail
  }
}

async function logsOn(index: number, password: string): Promise<boolean> {
  const client = new Client({ url: world.ldaps, tlsOptions: { ca: world.cloud.authority.certificate } })
  try {
    await client.bind(upn(index), password)
    return true
  } catch {
    return false
  } finally {
    await client.unbind()
  }
}

const everybody = Array.from({ length: people }, (_, index) => index)

test('everybody is reset at the same moment: each has the own new password on both sides, and nobody the old one', async () => {
  const { journal } = world.cloud.lab
  const after = journal.lastSeq
  const newPassword = (index: number) => `Meadow-Gate-${index}-2026!`
  expect(await Promise.all(everybody.map((index) => reset(index, newPassword(index))))).toEqual(
    everybody.map(() => null),
  )
  for (const index of everybody) {
    expect(await logsOn(index, newPassword(index))).toBe(true)
    expect(await world.cloud.signIn(upn(index), newPassword(index))).toBeTypeOf('string')
  }
  expect(await logsOn(0, passwordOf(0))).toBe(false)
  expect(await logsOn(0, newPassword(1))).toBe(false)
  const finished = journal.events({ after, flow: 'writeback', type: 'flow.finished' })
  expect(new Set(finished.map(({ correlationId }) => correlationId)).size).toBe(people)
})

test('a list of rights that was read before is not used after it changed', async () => {
  expect(await reset(0, 'Harbour-Lantern-1!')).toBeNull()
  const putBack = await changeAccessList(world, `CN=Person 0,${staff}`, (descriptor) =>
    withCannotChangePassword(descriptor, true),
  )
  expect(await reset(0, 'Harbour-Lantern-2!')).toBe('OnPremisesAdminActionRequired')
  expect(await logsOn(0, 'Harbour-Lantern-1!')).toBe(true)
  // Who has the list of before is not struck by it.
  expect(await reset(1, 'Harbour-Lantern-3!')).toBeNull()
  await putBack()
  expect(await reset(0, 'Harbour-Lantern-4!')).toBeNull()
  expect(await logsOn(0, 'Harbour-Lantern-4!')).toBe(true)
})

test('a connection to the domain controller that breaks under the question is replaced, and the reset goes through', async () => {
  expect(await reset(2, 'Copper-Lantern-1!')).toBeNull()
  const { faults, journal } = world.cloud.lab
  await faults.add({ match: { operation: 'ldap.search' }, effect: { drop: true }, times: 1 })
  const after = journal.lastSeq
  expect(await Promise.all([2, 3, 4].map((index) => reset(index, `Copper-Lantern-${index}!`)))).toEqual([
    null,
    null,
    null,
  ])
  expect(journal.events({ after, type: 'fault.struck' })).toHaveLength(1)
  for (const index of [2, 3, 4]) expect(await logsOn(index, `Copper-Lantern-${index}!`)).toBe(true)
  await faults.clear()
})

test('a connection that breaks under the write is told as such: what became of it is not known', async () => {
  const { faults, journal } = world.cloud.lab
  const after = journal.lastSeq
  await faults.add({ match: { operation: 'ldap.modify' }, effect: { drop: true }, times: 1 })
  expect(await reset(5, 'Copper-Lantern-5!')).toBe('OnPremisesAdminActionRequired')
  const told = journal.events({ after, flow: 'writeback', type: 'step.refused' })
  expect(told.map(({ code, step }) => [step, code])).toEqual([
    ['write-to-active-directory', 'DirectoryNotReachable'],
  ])
  expect(await logsOn(5, 'Copper-Lantern-5!')).toBe(false)
  await faults.clear()
  expect(await reset(5, 'Copper-Lantern-6!')).toBeNull()
})
