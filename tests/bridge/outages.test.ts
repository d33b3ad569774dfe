/** What happens when a side is away, a right is missing or this server is started again. */
import { Attribute, Change, Client } from 'ldapts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessListOnly } from '#bridge/connectors/ldap-controls.ts'
import { extendedRights } from '#core/active-directory/control-access-rights.ts'
import {
  type Ace,
  formatSecurityDescriptor,
  parseSecurityDescriptor,
} from '#core/active-directory/security-descriptor.ts'
import { premium } from './support/cloud-host.ts'
import { forest, type OwnForest, passwordOf, startOwnForest } from './support/own-forest.ts'

let world: OwnForest
beforeAll(async () => {
  world = await startOwnForest({ people: 6, writeback: true })
  await license()
})
afterAll(() => world.close())

const passwordMethod = '28c10230-6103-485e-b985-444c60001490'
const root = 'DC=contoso,DC=local'

async function license(): Promise<void> {
  const { asAdministrator } = world.cloud
  for (let index = 0; index < 6; index += 1) {
    const user = `/v1.0/users/person${index}@contoso.com`
    await asAdministrator(user, { method: 'PATCH', json: { usageLocation: 'SG' } })
    await asAdministrator(`${user}/assignLicense`, {
      json: { addLicenses: [{ skuId: premium, disabledPlans: [] }], removeLicenses: [] },
    })
  }
  await asAdministrator('/api/PasswordReset/OnPremisesPasswordResetPolicies', {
    method: 'PUT',
    json: { passwordWritebackEnabled: true },
  })
}

/** Resets as the administrator; answers the refusal's code, or undefined. */
async function reset(index: number, newPassword: string): Promise<string | undefined> {
  const { asAdministrator } = world.cloud
  const after = mark()
  const path = `/v1.0/users/person${index}@contoso.com/authentication/methods/${passwordMethod}/resetPassword`
  const accepted = await asAdministrator(path, { json: { newPassword } })
  const location = new URL(accepted.headers.get('location') ?? '')
  for (let status = 'running'; status === 'running' || status === 'notStarted'; ) {
    const { json } = await asAdministrator(location.pathname + location.search)
    status = (json as { status: string }).status
  }
  return world.cloud.lab.journal
    .events({ after, type: 'step.refused' })
    .find(({ flow }) => flow !== 'writeback')?.code
}

const mark = () => world.cloud.lab.journal.events().at(-1)?.seq ?? 0
const rows = (after: number) =>
  world.cloud.lab.journal
    .events({ after, type: 'windows-event.written' })
    .filter(({ place }) => place === 'connect')
    .map(({ data }) => ({ id: Number(data?.eventId), message: String(data?.message) }))

async function logsOn(index: number, password: string): Promise<boolean> {
  const client = new Client({ url: world.ldaps, tlsOptions: { ca: world.cloud.authority.certificate } })
  try {
    await client.bind(`person${index}@contoso.com`, password)
    return true
  } catch {
    return false
  } finally {
    await client.unbind()
  }
}

/** Takes entries out of the domain's access list, runs `work`, and puts them back. */
async function without(matches: (ace: Ace) => boolean, work: () => Promise<void>): Promise<void> {
  const client = new Client({ url: world.ldaps, tlsOptions: { ca: world.cloud.authority.certificate } })
  await client.bind('CONTOSO\\Administrator', forest.administratorPassword)
  const { searchEntries } = await client.search(
    root,
    {
      scope: 'base',
      attributes: ['nTSecurityDescriptor'],
      explicitBufferAttributes: ['nTSecurityDescriptor'],
    },
    accessListOnly(),
  )
  const bytes = searchEntries[0]?.nTSecurityDescriptor as Buffer
  const descriptor = parseSecurityDescriptor(bytes)
  const write = (value: Uint8Array) =>
    client.modify(
      root,
      new Change({
        operation: 'replace',
        modification: new Attribute({ type: 'nTSecurityDescriptor', values: [Buffer.from(value)] }),
      }),
      accessListOnly(),
    )
  await write(
    formatSecurityDescriptor({
      control: 0,
      ...descriptor,
      dacl: (descriptor?.dacl ?? []).filter((ace) => !matches(ace)),
    }),
  )
  try {
    await work()
  } finally {
    await write(bytes)
    await client.unbind()
  }
}

test('without the Reset Password right a reset is refused with hr 80230626, and the password stays (scenario 19)', async () => {
  await without(
    ({ objectType }) => objectType === extendedRights.resetPassword,
    async () => {
      const after = mark()
      expect(await reset(0, 'Spring-Harbour-2026!')).toBe('OnPremisesAdminActionRequired')
      expect(rows(after).map(({ id }) => id)).toEqual([31009, 6329, 33004, 31011])
      expect(rows(after)[2]?.message).toContain('hr=80230626')
    },
  )
  expect(await logsOn(0, passwordOf(0))).toBe(true)
  expect(await reset(0, 'Spring-Harbour-2026!')).toBeUndefined()
})

test('password hashes leave the domain controller only for an account with the replication rights', async () => {
  await without(
    ({ objectType }) => objectType === extendedRights.replicationGetChangesAll,
    async () => {
      const after = mark()
      expect(await world.connect.synchronizePasswords()).toMatch(/^failed for contoso.local/)
      expect(rows(after).map(({ id }) => id)).toEqual([611, 0])
    },
  )
  expect(await world.connect.synchronizePasswords()).not.toMatch(/^failed/)
})

test('a domain controller that does not answer is hr 80230818; the runs say so, and all goes on when it is back (scenario 28)', async () => {
  await world.directory.close()
  const after = mark()
  expect(await reset(1, 'Spring-Harbour-2026!')).toBe('OnPremisesAdminActionRequired')
  expect(rows(after).map(({ id }) => id)).toEqual([31009, 6329, 33001, 31011])
  expect(rows(after)[2]?.message).toContain('hr=80230818')
  expect((await world.connect.synchronize('Delta')).map(({ status }) => status)).toEqual([
    'no-start-connection',
    'success',
    'success',
    'success',
    'success',
    'success',
  ])
  expect((await world.connect.health()).ok).toBe(false)
  await world.restartDirectory()
  expect(await reset(1, 'Spring-Harbour-2026!')).toBeUndefined()
  expect((await world.connect.synchronize('Delta'))[0]?.status).toBe('success')
  expect(await world.connect.health()).toMatchObject({ ok: true })
})

test('the agent connects again by itself after the relay dropped it', async () => {
  const after = mark()
  world.cloud.dropRelayConnections()
  await expect.poll(() => rows(after).map(({ id }) => id), { timeout: 5000 }).toEqual([31034, 32014])
  expect(await reset(2, 'Spring-Harbour-2026!')).toBeUndefined()
})

test('a server that is started again knows everything it knew', async () => {
  await world.connect.close()
  const again = await world.anotherConnect()
  try {
    await expect.poll(async () => reset(3, 'Spring-Harbour-2026!'), { timeout: 5000 }).toBeUndefined()
    const cycle = await again.synchronize('Delta')
    expect(cycle.every(({ status }) => status === 'success')).toBe(true)
    expect(cycle[0]?.profile).toBe('Delta Import')
  } finally {
    await again.close()
  }
})
