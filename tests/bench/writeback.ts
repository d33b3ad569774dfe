/**
 * `npm run bench:writeback`: from the HTTP reset to the first successful LDAP bind with the new password, with everything on
 * disk; one at a time, then thirty users at once. The world runs in a process of its own.
 */
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stopwatch } from '#lab/clock.ts'
import { atMost, printRows, quantile, type ResultRow, readOptions } from './result-rows.ts'
import { startBundled } from './start-bundled.ts'
import { createWritebackClient } from './writeback-client.ts'
import type { Legs, WritebackWorld } from './writeback-server.ts'

const usage = `npm run bench:writeback [-- options]
  --rounds 200     resets one at a time, and about as many thirty at once
  --seconds 60     no new round begins in either part after so long
  --legs no        yes: prints where the time of a reset goes, event by event
  --profile DIR    writes the processor profile of the world there`
const values = readOptions(usage, {
  rounds: { default: '200' },
  seconds: { default: '60' },
  legs: { default: 'no' },
  profile: {},
})
const rounds = Number(values.rounds)
const longest = Number(values.seconds) * 1000
const warmUp = 40

const profiling =
  values.profile === undefined
    ? []
    : ['--cpu-prof', '--cpu-prof-interval=200', `--cpu-prof-dir=${values.profile}`]
const child = await startBundled('./writeback-server.ts', [], profiling)
/** The world's next word; both ends are this benchmark's own. */
const hear = <Word>(): Promise<Word> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Word))
    child.once('exit', (code) => reject(new Error(`the world ended with ${code}`)))
  })
const ask = <Word>(word: string): Promise<Word> => {
  child.send(word)
  return hear<Word>()
}

const world = await hear<WritebackWorld>()
const client = createWritebackClient(world)
const upn = (index: number) => `person${index}@contoso.com`

interface Measured {
  readonly times: readonly number[]
  /** Milliseconds of the server's processor for a round trip. */
  readonly cpu: number
}

/** `round` answers the times of its round trips; the first rounds only warm the world up. */
async function measure(round: (index: number) => Promise<number[]>, count: number, warm: number) {
  const times: number[] = []
  for (let index = 0; index < warm; index += 1) await round(index)
  const [cpuBefore, began] = [await ask<number>('cpu'), stopwatch()]
  for (let index = warm; index < warm + count && stopwatch() - began < longest; index += 1)
    times.push(...(await round(index)))
  return { times, cpu: ((await ask<number>('cpu')) - cpuBefore) / times.length } satisfies Measured
}

const alone = await measure(
  async (round) => [await client.roundTrip(upn(round % world.people), `Harbour-Gate-${round}-x!`)],
  rounds,
  warmUp,
)
const legs = await ask<readonly Legs[]>('legs')
const together = await measure(
  (round) =>
    Promise.all(
      Array.from({ length: world.people }, (_, index) =>
        client.roundTrip(upn(index), `Meadow-Gate-${round}-${index}!`),
      ),
    ),
  Math.ceil(rounds / world.people),
  2,
)

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

const rowOf = (what: string, times: readonly number[], share: number, goal?: number): ResultRow => ({
  what: `${what}, p${share * 100}`,
  ours: `${quantile(times, share).toFixed(1)} ms`,
  goal: goal === undefined ? undefined : atMost(quantile(times, share), goal, ' ms'),
  note: `n ${times.length}`,
})
const cpuRow = (what: string, { cpu }: Measured): ResultRow => ({
  what: `${what}, processor of the server`,
  ours: `${cpu.toFixed(2)} ms`,
})

/** The median moment of each event of a reset, and the time since the one before it. */
function printLegs(trips: readonly Legs[]): void {
  const moments = new Map<string, number[]>()
  for (const trip of trips)
    for (const [what, ms] of trip) moments.set(what, [...(moments.get(what) ?? []), ms])
  const medians = [...moments]
    .filter(([, times]) => times.length > trips.length / 2)
    .map(([what, times]) => ({ what, at: quantile(times, 0.5) }))
    .sort((one, other) => one.at - other.at)
  console.log('\nevent of a reset, at ms, since the one before')
  for (const [index, { what, at }] of medians.entries())
    console.log(`${what.padEnd(46)} ${at.toFixed(2)}  ${(at - (medians[index - 1]?.at ?? 0)).toFixed(2)}`)
}

const crowd = `${world.people} at once`
printRows([
  rowOf('fdatasync of one byte', await syncCost(), 0.5),
  rowOf('round trip, one at a time', alone.times, 0.5, 5),
  rowOf('round trip, one at a time', alone.times, 0.99, 30),
  cpuRow('round trip, one at a time', alone),
  rowOf(`round trip, ${crowd}`, together.times, 0.5),
  rowOf(`round trip, ${crowd}`, together.times, 0.99, 100),
  cpuRow(`round trip, ${crowd}`, together),
])
if (values.legs === 'yes') printLegs(legs.slice(warmUp))
child.send('end')
await client.close()
