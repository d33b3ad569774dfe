/**
 * `npm run bench:ldap -- --users 1k,20k,100k --rounds 5 --only bind,modify`: the domain controller beside slapd (where it is
 * installed), in interleaved rounds with the same client. A ratio is the median of the rounds' ratios. Everything is on disk.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureExtremes } from './ldap-extremes.ts'
import { controllerKinds, type Kind, type KindName, kindNames, pageSize, slapdKinds } from './ldap-kinds.ts'
import { load, type Rate } from './ldap-load.ts'
import { atLeast, atMost, printRows, type ResultRow, readOptions } from './result-rows.ts'
import { type RunningController, startController } from './running-controller.ts'
import { type Slapd, startSlapd } from './slapd.ts'

const usage = `npm run bench:ldap [-- options]
  --users 1k,20k,100k   sizes of the directory; growth is told from the smallest to the largest
  --rounds 3            rounds of each row, ours and slapd's in turn
  --ms 2000             length of a round
  --only bind,modify    rows whose names begin so, and extremes`
const options = readOptions(usage, {
  users: { default: '1k,20k,100k' },
  rounds: { default: '3' },
  ms: { default: '2000' },
  only: {},
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
/** Above this share of a core it is the client that is measured: then the server's processor time decides. */
const busyClient = 0.9

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const spread = (values: readonly number[]): number =>
  values.length === 0 ? 0 : (Math.max(...values) - Math.min(...values)) / 2 / median(values)

interface Side {
  readonly kind: Kind
  readonly pid: number
}

interface Measured extends Rate {
  /** Processor time of the server, microseconds a request: it says the same on a busy machine. */
  readonly processor: number
}

async function measure({ kind, pid }: Side): Promise<Measured> {
  const before = processorTime(pid)
  const began = process.hrtime.bigint()
  const rate = await load({ ...kind, connections, ms })
  const requests = (rate.perSecond * Number(process.hrtime.bigint() - began)) / 1e9
  return { ...rate, processor: (processorTime(pid) - before) / requests }
}

/** utime + stime in microseconds, of systems with /proc; else 0. */
function processorTime(pid: number): number {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return 0
  const fields = readFileSync(file, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

/** Ours and the rival's in turn: what the machine does meanwhile strikes both alike. */
async function measureRow(
  name: KindName,
  mine: Side,
  rival: Side | undefined,
): Promise<{ readonly rate: number; readonly row: ResultRow }> {
  await load({ ...mine.kind, connections, ms: ms / 2 })
  if (rival !== undefined) await load({ ...rival.kind, connections, ms: ms / 2 })
  const ours: Measured[] = []
  const theirs: Measured[] = []
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await measure(mine))
    if (rival !== undefined) theirs.push(await measure(rival))
  }
  const rate = median(ours.map(({ perSecond }) => perSecond))
  const unit = name === 'page of 1,000' ? pageSize : 1
  const p99 = Math.max(...ours.map((one) => one.p99)).toFixed(1)
  const cost = median(ours.map(({ processor }) => processor)).toFixed(0)
  const row = { what: name, ours: `${(rate * unit).toFixed(0)}/s, p99 ${p99} ms, ${cost} us` }
  return { rate, row: theirs.length === 0 ? row : { ...row, ...besideSlapd(name, ours, theirs) } }
}

/** The rate decides; where the client was the bottleneck, the server's processor time does. */
function besideSlapd(
  name: KindName,
  ours: readonly Measured[],
  theirs: readonly Measured[],
): Omit<ResultRow, 'what' | 'ours'> {
  const ratios = theirs.map(({ perSecond }, round) => (ours[round]?.perSecond ?? 0) / perSecond)
  const costs = theirs.map(({ processor }, round) => processor / (ours[round]?.processor ?? processor))
  const bound = Math.max(...[...ours, ...theirs].map(({ clientCore }) => clientCore)) > busyClient
  const decisive = median(bound ? costs : ratios)
  const goal = goals[name]
  const notes = [...(bound ? ['by processor time'] : []), ...(spread(ratios) > noisySpread ? ['noisy'] : [])]
  return {
    beside: `${median(ratios).toFixed(2)} x slapd, ${median(costs).toFixed(2)} x by processor time`,
    goal: goal === undefined ? undefined : atLeast(decisive, goal, ' x'),
    note: notes.join(', '),
  }
}

/** Each user's first logon writes lastLogonTimestamp; what is compared with slapd is every logon after it. */
async function logEverybodyOn(kind: Kind, users: number): Promise<ResultRow> {
  const { perSecond } = await load({ ...kind, connections, ms: 120_000, requests: users + connections })
  return { what: 'first bind', ours: `${perSecond.toFixed(0)}/s`, beside: 'writes lastLogonTimestamp' }
}

type Figures = Record<string, number>

async function measureSize(
  users: number,
  controller: RunningController,
  slapd: Slapd | undefined,
  rows: ResultRow[],
): Promise<Figures> {
  const { ports } = controller
  const figures: Figures = { 'load time': ports.loadMs, memory: ports.heapUsed }
  const kinds = controllerKinds(ports, users)
  const rivals = slapd === undefined ? {} : slapdKinds(slapd.port, users)
  rows.push(loadRow(users, controller))
  if (isWanted('bind')) rows.push(await logEverybodyOn(kinds.bind, users))
  for (const name of kindNames.filter(isWanted)) {
    const rival = rivals[name]
    const { rate, row } = await measureRow(
      name,
      { kind: kinds[name], pid: controller.pid },
      rival === undefined || slapd === undefined ? undefined : { kind: rival, pid: slapd.pid },
    )
    figures[name] = rate
    rows.push(row)
  }
  if (isWanted('extremes')) rows.push(...(await measureExtremes(controller, users)))
  return figures
}

function loadRow(users: number, { ports }: RunningController): ResultRow {
  const perUser = (ports.heapUsed - ports.before.heapUsed) / users
  return {
    what: `load ${users} users`,
    ours: `${(ports.loadMs / 1000).toFixed(1)} s`,
    beside: `${(ports.rss / 2 ** 20).toFixed(0)} MiB resident, ${perUser.toFixed(0)} B of heap a user`,
  }
}

/** How a figure grows with the number of users: the slope of its logarithm. A rate's cost is its inverse. */
function growthRows(results: ReadonlyMap<number, Figures>): ResultRow[] {
  const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)]
  const [first, last] = [results.get(smallest), results.get(largest)]
  if (first === undefined || last === undefined || smallest === largest) return []
  return Object.entries(first).map(([name, before]) => {
    const after = last[name] ?? 0
    const isRate = kindNames.some((one) => one === name)
    const exponent = Math.log(isRate ? before / after : after / before) / Math.log(largest / smallest)
    return {
      what: `growth of ${name}, ${smallest} to ${largest} users`,
      ours: `exponent ${exponent.toFixed(2)}`,
      goal: atMost(exponent, isRate ? 0.1 : 1.15, ''),
    }
  })
}

const results = new Map<number, Figures>()
for (const users of sizes) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-directory-'))
  const controller = await startController(users, folder)
  const slapd = await startSlapd(users)
  const rows: ResultRow[] = []
  try {
    results.set(users, await measureSize(users, controller, slapd, rows))
  } finally {
    slapd?.close()
    await controller.close()
    rmSync(folder, { recursive: true, force: true })
  }
  if (slapd === undefined) console.log('slapd is not installed: nothing to compare with')
  printRows(rows)
  console.log('')
}
printRows(growthRows(results))
