/**
 * `npm run bench:ldap -- --users 1k,20k,100k --rounds 5 --only bind,modify`: the domain controller beside slapd (where it is
 * installed), in interleaved rounds with the same client. A ratio is the median of the rounds' ratios. Everything is on disk.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureExtremes } from './ldap-extremes.ts'
import { controllerKinds, type Kind, type KindName, kindNames, pageSize, slapdKinds } from './ldap-kinds.ts'
import { load } from './ldap-load.ts'
import { type RunningController, startController } from './running-controller.ts'
import { type Slapd, startSlapd } from './slapd.ts'

const { values: options } = parseArgs({
  options: {
    users: { type: 'string', default: '1k,20k,100k' },
    rounds: { type: 'string', default: '3' },
    ms: { type: 'string', default: '2000' },
    only: { type: 'string' },
  },
})
const sizes = options.users.split(',').map((text) => Number(text.replace(/k$/, '000')))
const rounds = Number(options.rounds)
const ms = Number(options.ms)
const isWanted = (name: string): boolean =>
  options.only?.split(',').some((part) => name.startsWith(part)) ?? true
const connections = 8

/** At least so many times slapd's rate. */
const goals: Readonly<Partial<Record<KindName, number>>> = {
  bind: 1,
  base: 1.2,
  equality: 1.2,
  'page of 1,000': 1,
  modify: 1,
}
/** Above this, a row's rounds differ too much to be trusted alone. */
const noisySpread = 0.15

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const spread = (values: readonly number[]): number =>
  values.length === 0 ? 0 : (Math.max(...values) - Math.min(...values)) / 2 / median(values)

interface Side {
  readonly kind: Kind
  readonly pid: number
}

interface Measured {
  readonly perSecond: number
  readonly p99: number
  /** Processor time of the server, microseconds a request: it says the same on a busy machine. */
  readonly processor: number
}

async function measure({ kind, pid }: Side): Promise<Measured> {
  const before = processorTime(pid)
  const began = process.hrtime.bigint()
  const { perSecond, p99 } = await load({ ...kind, connections, ms })
  const requests = (perSecond * Number(process.hrtime.bigint() - began)) / 1e9
  return { perSecond, p99, processor: (processorTime(pid) - before) / requests }
}

/** utime + stime in microseconds, of systems with /proc; else 0. */
function processorTime(pid: number): number {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return 0
  const fields = readFileSync(file, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

async function measureRow(name: KindName, mine: Side, rival: Side | undefined): Promise<number> {
  await load({ ...mine.kind, connections, ms: ms / 2 })
  if (rival !== undefined) await load({ ...rival.kind, connections, ms: ms / 2 })
  const rates: number[] = []
  const costs: number[] = []
  const ratios: number[] = []
  const costRatios: number[] = []
  let slowest = 0
  for (let round = 0; round < rounds; round += 1) {
    const { perSecond, p99, processor } = await measure(mine)
    rates.push(perSecond)
    costs.push(processor)
    slowest = Math.max(slowest, p99)
    if (rival === undefined) continue
    const other = await measure(rival)
    ratios.push(perSecond / other.perSecond)
    costRatios.push(other.processor / processor)
  }
  const unit = name === 'page of 1,000' ? pageSize : 1
  const rate = `${(median(rates) * unit).toFixed(0).padStart(9)}/s  p99 ${slowest.toFixed(1).padStart(6)} ms  ${median(costs).toFixed(0).padStart(5)} us`
  console.log(`${name.padEnd(18)} ${rate}  ${verdict(name, ratios, median(costRatios))}`)
  return median(rates)
}

function verdict(name: KindName, ratios: readonly number[], perProcessor: number): string {
  if (ratios.length === 0) return ''
  const ratio = median(ratios)
  const goal = goals[name]
  const passes = goal === undefined ? '' : `goal ${goal} ${ratio >= goal ? 'PASS' : 'FAIL'}`
  return `${ratio.toFixed(2)} x slapd (${perProcessor.toFixed(2)} x by processor time)  ${passes}${spread(ratios) > noisySpread ? '  NOISY' : ''}`
}

/** Each user's first logon writes lastLogonTimestamp; what is compared with slapd is every logon after it. */
async function logEverybodyOn(kind: Kind, users: number): Promise<void> {
  const { perSecond } = await load({ ...kind, connections, ms: 120_000, requests: users + connections })
  console.log(`${'first bind'.padEnd(18)} ${perSecond.toFixed(0).padStart(9)}/s  (writes lastLogonTimestamp)`)
}

type Figures = Record<string, number>

async function measureSize(
  users: number,
  controller: RunningController,
  slapd: Slapd | undefined,
): Promise<Figures> {
  const { ports } = controller
  const perUser = (ports.heapUsed - ports.before.heapUsed) / users
  console.log(
    `\n${users} users: loaded in ${(ports.loadMs / 1000).toFixed(1)} s, ${mebibytes(ports.rss)} MiB resident, ${perUser.toFixed(0)} B of heap a user`,
  )
  const figures: Figures = { 'load time': ports.loadMs, memory: ports.heapUsed }
  const kinds = controllerKinds(ports, users)
  const rivals = slapd === undefined ? {} : slapdKinds(slapd.port, users)
  if (isWanted('bind')) await logEverybodyOn(kinds.bind, users)
  for (const name of kindNames.filter(isWanted)) {
    const rival = rivals[name]
    figures[name] = await measureRow(
      name,
      { kind: kinds[name], pid: controller.pid },
      rival === undefined || slapd === undefined ? undefined : { kind: rival, pid: slapd.pid },
    )
  }
  if (isWanted('extremes')) await measureExtremes(controller, users)
  return figures
}

const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0)

/** How a figure grows with the number of users: the slope of its logarithm. A rate's cost is its inverse. */
function printGrowth(results: ReadonlyMap<number, Figures>): void {
  const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)]
  const [first, last] = [results.get(smallest), results.get(largest)]
  if (first === undefined || last === undefined || smallest === largest) return
  console.log(`\nGrowth of cost from ${smallest} to ${largest} users (1 = proportional, 0 = none)`)
  for (const [name, before] of Object.entries(first)) {
    const after = last[name] ?? 0
    const isRate = kindNames.some((one) => one === name)
    const exponent = Math.log(isRate ? before / after : after / before) / Math.log(largest / smallest)
    const goal = isRate ? 0.1 : 1.15
    console.log(
      `${name.padEnd(18)} ${exponent.toFixed(2)}  goal ${goal} ${exponent <= goal + 0.05 ? 'PASS' : 'FAIL'}`,
    )
  }
}

const results = new Map<number, Figures>()
for (const users of sizes) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-directory-'))
  const controller = await startController(users, folder)
  const slapd = await startSlapd(users)
  try {
    results.set(users, await measureSize(users, controller, slapd))
  } finally {
    slapd?.close()
    await controller.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
printGrowth(results)
