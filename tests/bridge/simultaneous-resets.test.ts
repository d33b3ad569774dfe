import { Client } from 'ldapts'
import { expect, test } from 'vitest'
import { premium } from './support/cloud-host.ts'
import { type OwnForest, passwordOf, startOwnForest } from './support/own-forest.ts'

const passwordMethod = '28c10230-6103-485e-b985-444c60001490'
const user = 'person0@contoso.com'
const passwords = Array.from({ length: 8 }, (_, index) => `Harbour-Gate-${index}-2026!`)

async function license({ cloud: { asAdministrator } }: OwnForest): Promise<void> {
  await asAdministrator(`/v1.0/users/${user}`, { method: 'PATCH', json: { usageLocation: 'SG' } })
  await asAdministrator(`/v1.0/users/${user}/assignLicense`, {
    json: { addLicenses: [{ skuId: premium, disabledPlans: [] }], removeLicenses: [] },
  })
  await asAdministrator('/api/PasswordReset/OnPremisesPasswordResetPolicies', {
    method: 'PUT',
    json: { passwordWritebackEnabled: true },
  })
}

interface Ended {
  readonly password: string
  readonly status: string
  readonly statusDetail: string | null
}

async function reset({ cloud: { asAdministrator } }: OwnForest, newPassword: string): Promise<Ended> {
  const path = `/v1.0/users/${user}/authentication/methods/${passwordMethod}/resetPassword`
  const accepted = await asAdministrator(path, { json: { newPassword } })
  const { pathname, search } = new URL(accepted.headers.get('location') ?? '')
  for (;;) {
    const { json } = await asAdministrator(pathname + search)
    const { status, statusDetail } = json as Omit<Ended, 'password'>
    if (status !== 'running') return { password: newPassword, status, statusDetail }
  }
}

async function binds({ ldaps, cloud }: OwnForest, password: string): Promise<boolean> {
  const client = new Client({ url: ldaps, tlsOptions: { ca: cloud.authority.certificate } })
  try {
    await client.bind(user, password)
    return true
  } catch {
    return false
  } finally {
    await client.unbind()
  }
}

test('of eight resets of one user at the same moment exactly one wins, and the log tells which', async () => {
  const world = await startOwnForest({ writeback: true })
  try {
    await license(world)
    // The first is still on its way when the last one comes, however slow this machine is.
    const { faults, journal } = world.cloud.lab
    await faults.add({ match: { operation: 'ldap.modify' }, effect: { delayMs: 3000 }, times: 1 })
    const after = journal.lastSeq
    const ended = await Promise.all(passwords.map((password) => reset(world, password)))
    const won = ended.filter(({ status }) => status === 'succeeded')
    const lost = ended.filter(({ status }) => status === 'failed')
    expect(won).toHaveLength(1)
    expect(lost.map(({ statusDetail }) => statusDetail)).toEqual(Array(7).fill('OperationInProgress'))
    const told = journal.events({ after, flow: 'admin-reset', type: 'flow.finished' })
    expect(told.filter(({ code }) => code === undefined)).toHaveLength(1)
    expect(told.filter(({ code }) => code === 'OperationInProgress')).toHaveLength(7)
    expect(journal.events({ after, flow: 'writeback', type: 'flow.finished' })).toHaveLength(1)
    const [winner = ''] = won.map(({ password }) => password)
    expect(await binds(world, winner)).toBe(true)
    for (const { password } of lost.slice(0, 2)) expect(await binds(world, password)).toBe(false)
    expect(await binds(world, passwordOf(0))).toBe(false)
    expect(await world.cloud.signIn(user, winner)).toBeTypeOf('string')
    expect(await world.cloud.signIn(user, passwordOf(0))).toBeUndefined()
  } finally {
    await world.close()
  }
}, 60_000)
