/**
 * `npm run bench:writeback [-- --rounds 200]`: from the HTTP reset to the first successful LDAP bind with the new password, with
 * everything on disk; one at a time, then thirty users at once. The world runs in a process of its own. Prints p50 and p99 in
 * milliseconds beside the cost of one fdatasync, and where the time of a reset goes.
 */
import { fork } from 'node:child_process'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { Client } from 'ldapts'
import { Agent, request } from 'undici'
import { stopwatch } from '#lab/clock.ts'
import type { Legs, WritebackWorld } from './writeback-server.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '200' } } })
const rounds = Number(values.rounds)
const warmUp = 20
const passwordMethod = '28c10230-6103-485e-b985-444c60001490'

const child = fork(fileURLToPath(new URL('./writeback-server.ts', import.meta.url)), [], {
  execArgv: ['--import', 'tsx'],
})
/** The world's next word; both ends are this benchmark's own. */
const hear = <Word>(): Promise<Word> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Word))
    child.once('exit', (code) => reject(new Error(`the world ended with ${code}`)))
  })

async function bind({ ldap }: WritebackWorld, user: string, password: string): Promise<void> {
  const client = new Client({ url: ldap })
  await client.bind(user, password)
  await client.unbind()
}

async function reset(
  world: WritebackWorld,
  dispatcher: Agent,
  user: string,
  newPassword: string,
): Promise<void> {
  const headers = { authorization: `Bearer ${world.token}`, 'content-type': 'application/json' }
  const path = `/v1.0/users/${user}/authentication/methods/${passwordMethod}/resetPassword`
  const body = JSON.stringify({ newPassword, requireChangeOnNextSignIn: false })
  const accepted = await request(world.origin + path, { method: 'POST', headers, body, dispatcher })
  if (accepted.statusCode !== 202)
    throw new Error(`the reset answered ${accepted.statusCode}: ${await accepted.body.text()}`)
  await accepted.body.dump()
  const { pathname, search } = new URL(String(accepted.headers.location))
  for (;;) {
    const polled = await request(world.origin + pathname + search, {
      headers: { ...headers, prefer: 'wait=10' },
      dispatcher,
    })
    const operation = (await polled.body.json()) as { status: string; statusDetail: string | null }
    if (operation.status === 'succeeded') return
    if (operation.status === 'failed') throw new Error(`the reset failed: ${operation.statusDetail}`)
  }
}

/** A bind that came too early would count as a wrong password, so it waits for the word of the operation. */
async function roundTrip(
  world: WritebackWorld,
  dispatcher: Agent,
  user: string,
  password: string,
): Promise<number> {
  const begin = stopwatch()
  await reset(world, dispatcher, user, password)
  await bind(world, user, password)
  return stopwatch() - begin
}

const quantile = (numbers: readonly number[], share: number): number => {
  const sorted = [...numbers].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

function tell(what: string, times: readonly number[], goal = ''): void {
  const [p50, p99] = [quantile(times, 0.5).toFixed(1), quantile(times, 0.99).toFixed(1)]
  console.log(`${what.padEnd(36)} p50 ${p50} ms   p99 ${p99} ms   n ${times.length}   ${goal}`)
}

/** The median moment of each event of a reset, and the time since the one before it. */
function tellLegs(trips: readonly Legs[]): void {
  const table = new Table({ head: ['event of a reset', 'at ms', 'leg ms'], style: { head: [] } })
  const moments = new Map<string, number[]>()
  for (const trip of trips)
    for (const [what, ms] of trip) moments.set(what, [...(moments.get(what) ?? []), ms])
  const medians = [...moments]
    .filter(([, times]) => times.length > trips.length / 2)
    .map(([what, times]) => ({ what, at: quantile(times, 0.5) }))
    .sort((one, other) => one.at - other.at)
  for (const [index, { what, at }] of medians.entries())
    table.push([what, at.toFixed(2), (at - (medians[index - 1]?.at ?? 0)).toFixed(2)])
  console.log(table.toString())
}

async function syncCost(): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-fdatasync-'))
  const file = await open(join(folder, 'probe'), 'w')
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const begin = stopwatch()
    await file.write('x')
    await file.datasync()
    times.push(stopwatch() - begin)
  }
  await file.close()
  await rm(folder, { recursive: true })
  return times
}

const world = await hear<WritebackWorld>()
const dispatcher = new Agent({ connect: { ca: world.ca } })
const upn = (index: number) => `person${index}@contoso.com`
const cpuSoFar = (): Promise<number> => {
  child.send('cpu')
  return hear<number>()
}
const one: number[] = []
let oneBegan = 0
for (let round = 0; round < rounds + warmUp; round++) {
  if (round === warmUp) oneBegan = await cpuSoFar()
  one.push(await roundTrip(world, dispatcher, upn(round % world.people), `Harbour-Gate-${round}-x!`))
}
const oneEnded = await cpuSoFar()
child.send('legs')
const legs = await hear<readonly Legs[]>()
const many: number[] = []
for (let round = 0; round < Math.ceil(rounds / world.people) + 1; round++)
  many.push(
    ...(await Promise.all(
      Array.from({ length: world.people }, (_, index) =>
        roundTrip(world, dispatcher, upn(index), `Meadow-Gate-${round}-${index}!`),
      ),
    )),
  )
const manyEnded = await cpuSoFar()
tell('fdatasync of one byte', await syncCost())
tell('writeback, one at a time', one.slice(warmUp), 'goal p50 <= 5, p99 <= 30')
tell(`writeback, ${world.people} at once`, many.slice(world.people), 'goal p99 <= 100')
console.log(
  `CPU of the server for a round trip: ${((oneEnded - oneBegan) / rounds).toFixed(1)} ms one at a time, ${((manyEnded - oneEnded) / many.length).toFixed(1)} ms together`,
)
tellLegs(legs.slice(warmUp))
child.send('end')
await dispatcher.close()
