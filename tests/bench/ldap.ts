/**
 * `npm run bench:ldap -- --users 1k,20k,100k --rounds 5 --only bind,modify`: the domain controller beside slapd (where it is
 * installed), in interleaved rounds with the same client. A ratio is the median of the rounds' ratios. Everything is on disk.
 */
import { mkdtempSync, rmSync } from 'node:fs'
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
    ms: { type: 'string', default: '1000' },
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

async function measureRow(name: KindName, mine: Kind, rival: Kind | undefined): Promise<number> {
  const measure = async (kind: Kind) => load({ ...kind, connections, ms })
  await load({ ...mine, connections, ms: ms / 2 })
  if (rival !== undefined) await load({ ...rival, connections, ms: ms / 2 })
  const rates: number[] = []
  const ratios: number[] = []
  let slowest = 0
  for (let round = 0; round < rounds; round += 1) {
    const { perSecond, p99 } = await measure(mine)
    rates.push(perSecond)
    slowest = Math.max(slowest, p99)
    if (rival !== undefined) ratios.push(perSecond / (await measure(rival)).perSecond)
  }
  const unit = name === 'page of 1,000' ? pageSize : 1
  const rate = `${(median(rates) * unit).toFixed(0).padStart(9)}/s  p99 ${slowest.toFixed(1).padStart(6)} ms`
  console.log(`${name.padEnd(18)} ${rate}  ${verdict(name, ratios)}`)
  return median(rates)
}

function verdict(name: KindName, ratios: readonly number[]): string {
  if (ratios.length === 0) return ''
  const ratio = median(ratios)
  const goal = goals[name]
  const passes = goal === undefined ? '' : `goal ${goal} ${ratio >= goal ? 'PASS' : 'FAIL'}`
  return `${ratio.toFixed(2)} x slapd  ${passes}${spread(ratios) > noisySpread ? '  NOISY' : ''}`
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
  for (const name of kindNames.filter(isWanted))
    figures[name] = await measureRow(name, kinds[name], rivals[name])
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
