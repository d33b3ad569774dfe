/**
 * One size of `npm run bench:sync`, in a process of its own so that its peak memory is its own: a world of people and groups,
 * the initial cycle over LDAPS and HTTPS, password hashes, then a delta. Sends one `SizeMeasured` to its parent.
 */
import { pbkdf2 } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Attribute, Change, Client } from 'ldapts'
import type { Configuration } from '#bridge/state/configuration.ts'
import { stopwatch } from '#lab/clock.ts'
import { forest, type OwnForest, staff, startOwnForest } from '../bridge/support/own-forest.ts'

export interface Stage {
  readonly name: string
  readonly ms: number
  readonly cpuMs: number
  readonly objects: number
  /** Longest time in which the event loop answered nobody. */
  readonly stallMs: number
}

export interface SizeMeasured {
  readonly users: number
  readonly groups: number
  readonly onDisk: boolean
  readonly initial: Stage
  readonly initialRuns: readonly Stage[]
  readonly passwords: Stage
  /** Hashes per second of the thread pool with nothing else to do, in the same process. */
  readonly rawHashesPerSecond: number
  readonly delta: Stage
  readonly deltaRuns: readonly Stage[]
  readonly changed: number
  readonly peakMegabytes: number
  readonly wrong: readonly string[]
}

const usersPerGroup = 100
const membersOf = (group: number): string[] =>
  Array.from({ length: usersPerGroup }, (_, index) => `CN=Person ${group * usersPerGroup + index},${staff}`)

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Times what follows; `lap` ends one stage and begins the next. */
function startStages() {
  const stalls = monitorEventLoopDelay({ resolution: 2 })
  let [begin, cpu] = [stopwatch(), cpuMs()]
  stalls.enable()
  return {
    lap: (name: string, objects: number): Stage => {
      const [now, used] = [stopwatch(), cpuMs()]
      const stage = { name, ms: now - begin, cpuMs: used - cpu, objects, stallMs: stalls.max / 1e6 }
      ;[begin, cpu] = [now, used]
      stalls.reset()
      return stage
    },
    stop: () => stalls.disable(),
  }
}

/** Runs `work` and tells what each run profile of it took. */
async function timed(world: OwnForest, name: string, objects: number, work: () => Promise<unknown>) {
  const runs: Stage[] = []
  const wrong: string[] = []
  const each = startStages()
  const stop = world.cloud.lab.journal.follow(({ type, data }) => {
    if (type !== 'sync.run-finished') return
    const run = `${String(data?.connector).includes('AAD') ? 'tenant' : 'forest'}: ${data?.profile}`
    if (data?.status !== 'success') wrong.push(`${run}: ${data?.status}`)
    runs.push(each.lap(run, objects))
  })
  const [begin, cpu] = [stopwatch(), cpuMs()]
  await work()
  const rest = each.lap('rest', objects)
  stop()
  each.stop()
  const stallMs = Math.max(rest.stallMs, ...runs.map((run) => run.stallMs))
  const whole: Stage = { name, ms: stopwatch() - begin, cpuMs: cpuMs() - cpu, objects, stallMs }
  return { whole, runs, wrong }
}

async function asAdministrator(world: OwnForest, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({
    url: world.ldaps,
    tlsOptions: { ca: world.cloud.authority.certificate },
  })
  await client.bind('CONTOSO\\Administrator', forest.administratorPassword)
  await work(client)
  await client.unbind()
}

/** 32 requests on their way at the same time. */
async function each(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < count; start += 32)
    await Promise.all(Array.from({ length: Math.min(32, count - start) }, (_, index) => work(start + index)))
}

const addGroups = (client: Client, count: number) =>
  each(count, (group) =>
    client.add(`CN=Group ${group},${staff}`, {
      objectClass: 'group',
      sAMAccountName: `group${group}`,
      displayName: `Group ${group}`,
      member: membersOf(group),
    }),
  )

const touch = (client: Client, count: number, users: number) =>
  each(count, (index) =>
    client.modify(
      `CN=Person ${Math.floor((index * users) / count)},${staff}`,
      new Change({
        operation: 'replace',
        modification: new Attribute({ type: 'title', values: ['Touched'] }),
      }),
    ),
  )

/** As the wizard stores it, so that the pass can be timed by itself. */
async function turnPasswordHashSyncOn({ cloud: { lab } }: OwnForest): Promise<void> {
  const configurations = lab.store.collection<Configuration>('connect.configuration')
  const [configuration] = configurations.values()
  if (configuration === undefined) throw new Error('not installed')
  await lab.store.transaction(() => configurations.put({ ...configuration, passwordHashSync: true }))
}

/** What the initial cycle leaves for a quiet moment (folding its journal) is not the work of the hashes. */
async function untilQuiet(): Promise<void> {
  for (let used = Number.POSITIVE_INFINITY; used > 50; ) {
    const before = cpuMs()
    await pause(1000)
    used = cpuMs() - before
  }
}

const derive = promisify(pbkdf2)

/** The ceiling of password hash synchronisation: the pool, never idle. */
async function rawHashesPerSecond(count: number): Promise<number> {
  const input = Buffer.alloc(64, 'A')
  const salt = Buffer.alloc(10, 's')
  const begin = stopwatch()
  let next = 0
  const worker = async () => {
    while (next < count) {
      next += 1
      await derive(input, salt, 1000, 32, 'sha256')
    }
  }
  await Promise.all(Array.from({ length: 16 }, worker))
  return (count / (stopwatch() - begin)) * 1000
}

async function measure(users: number, folder: string | undefined): Promise<SizeMeasured> {
  const groups = Math.floor(users / usersPerGroup)
  const changed = Math.max(1, Math.floor(users / 100))
  const world = await startOwnForest({
    people: users,
    install: false,
    ...(folder === undefined ? {} : { data: folder }),
  })
  try {
    await asAdministrator(world, (client) => addGroups(client, groups))
    const initial = await timed(world, 'initial cycle', users + groups, () =>
      world.install({ passwordHashSync: false }),
    )
    await turnPasswordHashSyncOn(world)
    await untilQuiet()
    const rawBefore = await rawHashesPerSecond(Math.min(users, 5000))
    const passwords = await timed(world, 'password hashes', users, () => world.connect.synchronizePasswords())
    const rawAfter = await rawHashesPerSecond(Math.min(users, 5000))
    // What the initial cycle has written back and the tenant's echo of its own export are read once, before the measured delta.
    await world.connect.synchronize('Delta')
    await asAdministrator(world, (client) => touch(client, changed, users))
    const delta = await timed(world, 'delta cycle', changed, () => world.connect.synchronize('Delta'))
    return {
      users,
      groups,
      onDisk: folder !== undefined,
      initial: initial.whole,
      initialRuns: initial.runs,
      passwords: passwords.whole,
      rawHashesPerSecond: (rawBefore + rawAfter) / 2,
      delta: delta.whole,
      deltaRuns: delta.runs,
      changed,
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
      wrong: [...initial.wrong, ...delta.wrong],
    }
  } finally {
    await world.close()
  }
}

const [users = '1000', where = 'disk'] = process.argv.slice(2)
const folder = where === 'disk' ? await mkdtemp(join(tmpdir(), 'bench-sync-')) : undefined
try {
  const measured = await measure(Number(users), folder)
  if (process.send === undefined) process.stdout.write(`${JSON.stringify(measured, null, 1)}\n`)
  else process.send(measured)
} finally {
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
}
