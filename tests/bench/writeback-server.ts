/**
 * The world of `npm run bench:writeback`, in a process of its own: people with licences, password writeback on, everything on
 * disk. Tells its parent where it is, on the word `cpu` what it has
 * used so far, and on the word `legs` when each event of the measured resets happened.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Attribute, Change, Client } from 'ldapts'
import type { JournalEvent } from '#core/contracts/journal.ts'
import { stopwatch } from '#lab/clock.ts'
import { administrator, premium } from '../bridge/support/cloud-host.ts'
import { forest, type OwnForest, startOwnForest } from '../bridge/support/own-forest.ts'

export interface WritebackWorld {
  readonly origin: string
  readonly ca: string
  readonly ldap: string
  readonly token: string
  readonly people: number
}

/** The events of one reset: what, and milliseconds since the first. */
export type Legs = readonly (readonly [what: string, ms: number])[]

const people = 30

async function license({ cloud }: OwnForest): Promise<void> {
  const { tenant, asAdministrator } = cloud
  const bought = {
    capabilityStatus: 'Enabled',
    warning: 0,
    suspended: 0,
    lockedOut: 0,
    expiresAt: null,
  } as const
  await tenant.directory.transaction(() =>
    tenant.directory.putSubscription({ id: premium, enabled: 1000, ...bought }),
  )
  for (let index = 0; index < people; index += 1) {
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

/** One user after another is reset many times: neither age nor history may refuse that. */
async function allowManyChanges({ ldaps, cloud }: OwnForest): Promise<void> {
  const client = new Client({ url: ldaps, tlsOptions: { ca: cloud.authority.certificate } })
  await client.bind('CONTOSO\\Administrator', forest.administratorPassword)
  const changes = ['minPwdAge', 'pwdHistoryLength'].map(
    (type) => new Change({ operation: 'replace', modification: new Attribute({ type, values: ['0'] }) }),
  )
  await client.modify('DC=contoso,DC=local', changes)
  await client.unbind()
}

const nameOf = ({ type, step, flow, data }: JournalEvent): string =>
  type === 'windows-event.written'
    ? `${type} ${data?.eventId}`
    : type === 'step.passed'
      ? `${flow}: ${step}`
      : flow === undefined
        ? type
        : `${flow}: ${type}`

/** When each event of each correlation id was recorded, by this process's own stopwatch. */
function followLegs({ cloud }: OwnForest): () => Legs[] {
  const trips = new Map<string, [string, number][]>()
  cloud.lab.journal.follow((event) => {
    const { correlationId } = event
    if (correlationId === undefined) return
    const trip = trips.get(correlationId) ?? []
    trips.set(correlationId, trip)
    trip.push([nameOf(event), stopwatch()])
  })
  return () => {
    const whole = [...trips.values()].filter((trip) =>
      trip.some(([what]) => what === 'admin-reset: flow.finished'),
    )
    trips.clear()
    return whole.map((trip) => trip.map(([what, at]) => [what, at - (trip[0]?.[1] ?? at)] as const))
  }
}

/** Of all threads of this process. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const folder = await mkdtemp(join(tmpdir(), 'bench-writeback-'))
const world = await startOwnForest({ people, writeback: true, data: folder })
await license(world)
await allowManyChanges(world)
const token = await world.cloud.signIn(administrator.username, administrator.password)
if (token === undefined) throw new Error('the administrator cannot sign in')
const legs = followLegs(world)
process.on('message', async (word) => {
  if (word === 'legs') process.send?.(legs())
  if (word === 'cpu') process.send?.(cpuMs())
  if (word !== 'end') return
  await world.close()
  await rm(folder, { recursive: true, force: true })
  process.exit(0)
})
const { origin, ca } = world.cloud.endpoint
const ready: WritebackWorld = {
  origin,
  ca,
  ldap: `ldap://127.0.0.1:${world.directory.ports.ldap}`,
  token,
  people,
}
process.send?.(ready)
