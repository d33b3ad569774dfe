/**
 * `npm run bench:sync`: the engine by itself, and whole cycles over LDAPS and HTTPS with everything on disk: each size in a
 * process of its own, so that its peak memory is its own. Goals are those of 100,000 users; growth is judged between the two
 * largest sizes.
 */
import { fork } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { atLeast, atMost, printRows, type ResultRow, readOptions } from './result-rows.ts'
import type { EngineMeasured } from './sync-engine.ts'
import type { SizeMeasured, Stage } from './sync-size.ts'

const usage = `npm run bench:sync [-- options]
  --users 1k,10k,100k   sizes, smallest first; 100k takes some two minutes on a quiet machine
  --where disk          memory: nothing is kept on disk
  --stages yes          no: only the rows with goals
  --json FILE           writes all that was measured there`
const values = readOptions(usage, {
  users: { default: '1k,10k,100k' },
  where: { default: 'disk' },
  stages: { default: 'yes' },
  json: {},
})
const sizes = values.users
  .split(',')
  .map((text) => Number.parseFloat(text) * (text.trim().endsWith('k') ? 1000 : 1))
if (!sizes.every((size) => size >= 100) || !['disk', 'memory'].includes(values.where)) {
  console.error(`sizes are 100 at least, and kept on disk or in memory\n\n${usage}`)
  process.exit(2)
}
/** The size that the goals are for. */
const judged = 100_000

/** What a program of this folder, in a process of its own, sends as its one message. */
function measureIn<Measured>(program: string, ...settings: readonly string[]): Promise<Measured> {
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), settings, {
    // As the product is started (package.json, Dockerfile).
    execArgv: ['--max-semi-space-size=32', '--import', 'tsx'],
  })
  return new Promise((resolve, reject) => {
    let answer: Measured | undefined
    child.once('message', (message) => {
      // Both ends are this benchmark's own.
      answer = message as Measured
    })
    child.once('exit', (code) =>
      answer === undefined ? reject(new Error(`${program} ended with ${code}`)) : resolve(answer),
    )
  })
}

const whole = (value: number): string => Math.round(value).toLocaleString('en')
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`
const perSecond = (count: number, ms: number): number => (count / ms) * 1000
const processor = (cpuMs: number, objects: number): string =>
  `processor ${((cpuMs * 1000) / objects).toFixed(1)} µs an object`
const onlyAt = <Goal>(size: number, goal: Goal): Goal | undefined => (size === judged ? goal : undefined)

function engineRows({
  objects,
  firstMs,
  firstCpuMs,
  unchangedMs,
  deltaMs,
  stallMs,
}: EngineMeasured): ResultRow[] {
  const name = `engine alone, ${whole(objects)} objects`
  const rate = perSecond(objects, firstMs)
  return [
    {
      what: `${name}: first cycle`,
      ours: `${whole(rate)} objects/s`,
      goal: onlyAt(objects, atLeast(rate, 100_000, ' objects/s')),
      note: processor(firstCpuMs, objects),
    },
    { what: `${name}: read again, nothing changed`, ours: seconds(unchangedMs) },
    { what: `${name}: 1 % changed`, ours: seconds(deltaMs) },
    stallRow(name, stallMs),
  ]
}

const stallRow = (name: string, stallMs: number): ResultRow => ({
  what: `${name}: longest stall of the event loop`,
  ours: `${whole(stallMs)} ms`,
  goal: atMost(stallMs, 60, ' ms'),
})

function cycleRows(size: SizeMeasured): ResultRow[] {
  const { users, groups, initial, passwords, delta, changed, rawHashesPerSecond, peakMegabytes } = size
  const name = `${whole(users)} users`
  const rate = perSecond(passwords.objects, passwords.ms)
  return [
    {
      what: `${name}, ${whole(groups)} groups: initial cycle`,
      ours: seconds(initial.ms),
      goal: onlyAt(users, atMost(initial.ms / 1000, 30, ' s')),
      note: processor(initial.cpuMs, initial.objects),
    },
    stallRow(`${name}: initial cycle`, initial.stallMs),
    {
      what: `${name}: password hashes`,
      ours: `${whole(rate)}/s`,
      beside: `the thread pool alone ${whole(rawHashesPerSecond)}/s`,
      goal: atLeast(rate / rawHashesPerSecond, 0.85, ' x the pool'),
      note: `${(rate / rawHashesPerSecond).toFixed(2)} x; ${processor(passwords.cpuMs, passwords.objects)}`,
    },
    stallRow(`${name}: password hashes`, passwords.stallMs),
    {
      what: `${name}: delta of ${whole(changed)}`,
      ours: seconds(delta.ms),
      goal: onlyAt(users, atMost(delta.ms / 1000, 1, ' s')),
    },
    stallRow(`${name}: delta`, delta.stallMs),
    {
      what: `${name}: peak memory of cloud, directory and Connect together`,
      ours: `${whole(peakMegabytes)} MB`,
      goal: onlyAt(users, atMost(peakMegabytes, 700, ' MB')),
    },
    ...size.wrong.map((what) => ({ what: `${name}: ${what}`, ours: 'wrong', goal: atMost(1, 0, '') })),
  ]
}

/** Of cost = size^exponent. */
function growthRow(what: string, points: readonly (readonly [size: number, cost: number])[]): ResultRow[] {
  const [before, last] = points.slice(-2)
  if (before === undefined || last === undefined) return []
  const exponent = Math.log(last[1] / before[1]) / Math.log(last[0] / before[0])
  return [
    {
      what: `growth of ${what}, ${whole(before[0])} to ${whole(last[0])}`,
      ours: `exponent ${exponent.toFixed(2)}`,
      goal: atMost(exponent, 1.1, ''),
    },
  ]
}

function printStages(results: readonly SizeMeasured[]): void {
  const rowOf = (users: number, stage: Stage): ResultRow => ({
    what: `${whole(users)} users, ${stage.name}`,
    ours: seconds(stage.ms),
    beside: `${whole(perSecond(stage.objects, stage.ms))}/s`,
    note: `${processor(stage.cpuMs, stage.objects)}; stall ${whole(stage.stallMs)} ms`,
  })
  console.log('')
  printRows(
    results.flatMap(({ users, initialRuns, deltaRuns }) =>
      [...initialRuns, ...deltaRuns].map((stage) => rowOf(users, stage)),
    ),
  )
}

const engine: EngineMeasured[] = []
const cycles: SizeMeasured[] = []
for (const size of sizes) {
  engine.push(await measureIn<EngineMeasured>('./sync-engine.ts', String(size)))
  cycles.push(await measureIn<SizeMeasured>('./sync-size.ts', String(size), values.where))
}
console.log(`${cpus().length} processors, Node ${process.version}, ${values.where}`)
printRows([
  ...engine.flatMap(engineRows),
  ...growthRow(
    'the engine',
    engine.map(({ objects, firstMs }) => [objects, firstMs]),
  ),
  ...cycles.flatMap(cycleRows),
  ...growthRow(
    'the initial cycle',
    cycles.map(({ users, initial }) => [users, initial.ms]),
  ),
  ...growthRow(
    'password hashes',
    cycles.map(({ users, passwords }) => [users, passwords.ms]),
  ),
])
if (values.stages === 'yes') printStages(cycles)
if (values.json !== undefined) await writeFile(values.json, JSON.stringify({ engine, cycles }, null, 1))
