/**
 * `npm run bench:writeback`: from the HTTP reset to the first successful LDAP bind with the new password, with everything on
 * disk; one at a time, then five users at once. Prints p50 and p99 in milliseconds beside the cost of one fdatasync.
 */
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'ldapts'
import { stopwatch } from '#lab/clock.ts'
import { type Doors, openDoors } from '#lab/scenarios/doors.ts'
import { perform } from '#lab/scenarios/verbs/all.ts'
import { type StartedLab, startLab } from '#lab/start.ts'

const passwordMethod = '28c10230-6103-485e-b985-444c60001490'
const admin = 'admin@contoso.com'
const people = ['anna', 'ben', 'chloe', 'david', 'emma'].map((name) => `${name}@contoso.com`)
const rounds = 200

async function enableWriteback(doors: Doors): Promise<void> {
  await perform(
    doors,
    { verb: 'ldap.setPasswordPolicy', arguments: { minimumAgeDays: 0, history: 0 } },
    admin,
  )
  await perform(doors, { verb: 'connect.setPasswordWriteback', arguments: { enabled: true } }, admin)
  await perform(doors, { verb: 'portal.setOnPremisesIntegration', arguments: { writeBack: true } }, admin)
  for (const user of people) {
    await perform(doors, { verb: 'portal.setUsageLocation', arguments: { user, country: 'SG' } }, admin)
    await perform(doors, { verb: 'portal.assignLicense', arguments: { user, sku: 'AAD_PREMIUM_P2' } }, admin)
  }
}

async function bind(lab: StartedLab, user: string, password: string): Promise<boolean> {
  const client = new Client({ url: lab.info.ldap })
  try {
    await client.bind(user, password)
    return true
  } catch {
    return false
  } finally {
    await client.unbind()
  }
}

/** Polls as a client does: a bind that comes too early would count as a wrong password. */
async function succeeded(doors: Doors, location: string): Promise<void> {
  const { pathname, search } = new URL(location)
  for (;;) {
    const { status, statusDetail } = (await doors.as(admin, pathname + search)).json as {
      status: string
      statusDetail: string | null
    }
    if (status === 'succeeded') return
    if (status === 'failed') throw new Error(`the reset failed: ${statusDetail}`)
  }
}

async function roundTrip(lab: StartedLab, doors: Doors, user: string, password: string): Promise<number> {
  const begin = stopwatch()
  const path = `/v1.0/users/${user}/authentication/methods/${passwordMethod}/resetPassword`
  const answer = await doors.as(admin, path, { json: { newPassword: password } })
  if (answer.status !== 202) throw new Error(`the reset answered ${answer.status}: ${answer.text}`)
  await succeeded(doors, answer.headers.get('location') ?? '')
  if (!(await bind(lab, user, password))) throw new Error('the new password does not bind')
  return stopwatch() - begin
}

const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

function tell(what: string, times: readonly number[]): void {
  const sorted = [...times].sort((one, other) => one - other)
  console.log(
    `${what.padEnd(34)} p50 ${quantile(sorted, 0.5).toFixed(1)} ms   p99 ${quantile(sorted, 0.99).toFixed(1)} ms   n ${sorted.length}`,
  )
}

async function syncCost(folder: string): Promise<number[]> {
  const file = await open(join(folder, 'probe'), 'w')
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const begin = stopwatch()
    await file.write('x')
    await file.datasync()
    times.push(stopwatch() - begin)
  }
  await file.close()
  return times
}

const folder = await mkdtemp(join(tmpdir(), 'hybridlab-bench-'))
const lab = await startLab({ data: folder })
const doors = openDoors(lab.info, lab.control)
try {
  await enableWriteback(doors)
  const one: number[] = []
  for (let round = 0; round < rounds; round++)
    one.push(await roundTrip(lab, doors, people[0] ?? '', `Harbour-Gate-${round}-x!`))
  const many: number[] = []
  for (let round = 0; round < rounds / people.length; round++)
    many.push(
      ...(await Promise.all(
        people.map((user, index) => roundTrip(lab, doors, user, `Meadow-Gate-${round}-${index}!`)),
      )),
    )
  tell('fdatasync of one byte', await syncCost(folder))
  tell('writeback, one at a time, on disk', one.slice(20))
  tell(`writeback, ${people.length} at once, on disk`, many.slice(20))
} finally {
  await doors.close()
  await lab.close()
  await rm(folder, { recursive: true, force: true })
}
