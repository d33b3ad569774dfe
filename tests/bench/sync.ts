/**
 * `npm run bench:sync -- --users 1k,10k,100k [--memory] [--json FILE]`: the engine by itself, and whole cycles over LDAPS and
 * HTTPS with everything on disk unless --memory. Times, CPU, objects per second of each run, peak memory, growth from size
 * to size, the longest stall of the event loop and password hashes beside what the thread pool can do at best.
 */
import { fork } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import type { EngineMeasured } from './sync-engine.ts'
import type { SizeMeasured, Stage } from './sync-size.ts'

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '1k,10k,100k' },
    memory: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
})
const sizes = values.users
  .split(',')
  .map((text) => Number.parseFloat(text) * (text.trim().endsWith('k') ? 1000 : 1))

/** What a program of this folder, in a process of its own, sends as its one message. */
function measureIn<Measured>(program: string, ...settings: readonly string[]): Promise<Measured> {
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), settings, {
    execArgv: ['--import', 'tsx'],
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

const perSecond = (count: number, ms: number): string => Math.round((count / ms) * 1000).toLocaleString('en')
const ms = (value: number): string => Math.round(value).toLocaleString('en')

function stageRows(users: number, whole: Stage, runs: readonly Stage[]): string[][] {
  const row = (stage: Stage, name: string) => [
    ms(users),
    name,
    ms(stage.ms),
    ms(stage.cpuMs),
    perSecond(stage.objects, stage.ms),
    String(Math.round((stage.cpuMs * 1000) / stage.objects)),
    ms(stage.stallMs),
  ]
  return [row(whole, whole.name), ...runs.map((run) => row(run, `  ${run.name}`))]
}

function showStages(results: readonly SizeMeasured[]): void {
  const table = new Table({
    head: ['users', 'stage', 'ms', 'CPU ms', 'objects/s', 'CPU µs/object', 'longest stall ms'],
    style: { head: [] },
  })
  for (const { users, initial, initialRuns, passwords, delta, deltaRuns } of results) {
    table.push(...stageRows(users, initial, initialRuns))
    table.push(...stageRows(users, passwords, []))
    table.push(...stageRows(users, delta, deltaRuns))
  }
  console.log(table.toString())
  for (const {
    users,
    groups,
    onDisk,
    changed,
    peakMegabytes,
    wrong,
    passwords,
    rawHashesPerSecond,
  } of results) {
    const rate = (passwords.objects / passwords.ms) * 1000
    console.log(
      `${ms(users)} users, ${groups} groups, ${onDisk ? 'on disk' : 'in memory'}: delta of ${changed} changes; peak ${peakMegabytes} MB; ` +
        `password hashes ${Math.round(rate)}/s, ${(rate / rawHashesPerSecond).toFixed(2)} x the pool's ${Math.round(rawHashesPerSecond)}/s` +
        (wrong.length === 0 ? '' : `; WRONG: ${wrong.join('; ')}`),
    )
  }
}

function showEngine(results: readonly EngineMeasured[]): void {
  const table = new Table({
    head: [
      'objects',
      'first cycle ms',
      'objects/s',
      'CPU µs/object',
      'no change ms',
      'delta of 1 % ms',
      'stall ms',
      'heap MB',
    ],
    style: { head: [] },
  })
  for (const it of results)
    table.push([
      ms(it.objects),
      ms(it.firstMs),
      perSecond(it.objects, it.firstMs),
      ((it.firstCpuMs * 1000) / it.objects).toFixed(1),
      ms(it.unchangedMs),
      it.deltaMs.toFixed(1),
      ms(it.stallMs),
      ms(it.heapMegabytes),
    ])
  console.log('The engine by itself, in memory: staging, joins, rules, export decision')
  console.log(table.toString())
}

/** Of cost = size^exponent, from one size to the next. */
function showGrowth(what: string, points: readonly (readonly [size: number, cost: number])[]): void {
  for (const [index, [size, cost]] of points.entries()) {
    const before = points[index - 1]
    if (before === undefined) continue
    const exponent = Math.log(cost / before[1]) / Math.log(size / before[0])
    console.log(`growth of ${what}, ${ms(before[0])} to ${ms(size)}: exponent ${exponent.toFixed(2)}`)
  }
}

const engine: EngineMeasured[] = []
for (const size of sizes) engine.push(await measureIn<EngineMeasured>('./sync-engine.ts', String(size)))
showEngine(engine)
showGrowth(
  'the engine',
  engine.map(({ objects, firstMs }) => [objects, firstMs]),
)
const cycles: SizeMeasured[] = []
for (const size of sizes)
  cycles.push(
    await measureIn<SizeMeasured>('./sync-size.ts', String(size), values.memory ? 'memory' : 'disk'),
  )
showStages(cycles)
showGrowth(
  'the initial cycle',
  cycles.map(({ users, initial }) => [users, initial.ms]),
)
showGrowth(
  'the initial cycle in CPU',
  cycles.map(({ users, initial }) => [users, initial.cpuMs]),
)
showGrowth(
  'password hashes',
  cycles.map(({ users, passwords }) => [users, passwords.ms]),
)
if (values.json !== undefined) await writeFile(values.json, JSON.stringify({ engine, cycles }, null, 1))
