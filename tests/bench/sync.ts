/**
 * `npm run bench:sync -- --users 1k,10k,100k [--memory]`: first cycle, password hashes and a 1 % delta over real LDAPS and
 * HTTPS, everything on disk unless --memory, and the longest stall of the event loop.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { Attribute, Change, Client } from 'ldapts'
import type { Configuration } from '#bridge/state/configuration.ts'
import type { RunHistoryRow } from '#core/contracts/connect.ts'
import { stopwatch } from '#lab/clock.ts'
import { forest, type OwnForest, staff, startOwnForest } from '../bridge/support/own-forest.ts'

const { values } = parseArgs({
  options: { users: { type: 'string', default: '1k,10k' }, memory: { type: 'boolean', default: false } },
})
const sizes = values.users.split(',').map((text) => Number.parseFloat(text) * (text.endsWith('k') ? 1000 : 1))

interface Measured {
  readonly users: number
  readonly initialMs: number
  readonly passwordsMs: number
  readonly deltaMs: number
}

const timed = async <Answer>(work: () => Promise<Answer>): Promise<{ ms: number; answer: Answer }> => {
  const start = stopwatch()
  const answer = await work()
  return { ms: stopwatch() - start, answer }
}

/** The engine alone: the two synchronisation runs. */
const failed = (rows: readonly RunHistoryRow[]) =>
  rows
    .filter(({ status }) => status !== 'success')
    .map(({ connector, profile, status }) => `${connector} ${profile}: ${status}`)

async function measure(users: number): Promise<Measured> {
  const folder = values.memory ? undefined : await mkdtemp(join(tmpdir(), 'bench-sync-'))
  const stalls = monitorEventLoopDelay({ resolution: 5 })
  const world = await startOwnForest({
    people: users,
    install: false,
    ...(folder === undefined ? {} : { data: folder }),
  })
  try {
    stalls.enable()
    const initial = await timed(() => world.install({ passwordHashSync: false }))
    stalls.disable()
    const initialStall = stalls.max / 1e6
    stalls.reset()
    stalls.enable()
    await turnPasswordHashSyncOn(world)
    const passwords = await timed(() => world.connect.synchronizePasswords())
    stalls.disable()
    await touchOnePercent(world.ldaps, world.cloud.authority.certificate, users)
    const delta = await timed(() => world.connect.synchronize('Delta'))
    const runs = world.cloud.lab.journal
      .events({ type: 'sync.run-finished' })
      .slice(0, 6)
      .map(({ summary }) => summary)
    report({
      users,
      initial: initial.ms,
      initialStall,
      passwords: passwords.ms,
      passwordStall: stalls.max / 1e6,
      delta: delta.ms,
      runs,
      wrong: failed(delta.answer),
    })
    return { users, initialMs: initial.ms, passwordsMs: passwords.ms, deltaMs: delta.ms }
  } finally {
    await world.close()
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  }
}

/** As the wizard stores it, so that the pass can be timed by itself. */
async function turnPasswordHashSyncOn({ cloud: { lab } }: OwnForest): Promise<void> {
  const configurations = lab.store.collection<Configuration>('connect.configuration')
  const [configuration] = configurations.values()
  if (configuration === undefined) throw new Error('not installed')
  await lab.store.transaction(() => configurations.put({ ...configuration, passwordHashSync: true }))
}

function report(it: {
  users: number
  initial: number
  initialStall: number
  passwords: number
  passwordStall: number
  delta: number
  runs: string[]
  wrong: string[]
}): void {
  const memory = Math.round(process.memoryUsage().rss / 1024 / 1024)
  const rate = (ms: number) => `${Math.round((it.users / ms) * 1000)}/s`
  process.stdout.write(
    `${it.users} users: initial cycle ${Math.round(it.initial)} ms (${rate(it.initial)}, longest stall ${Math.round(it.initialStall)} ms), ` +
      `password hashes ${Math.round(it.passwords)} ms (${rate(it.passwords)}, stall ${Math.round(it.passwordStall)} ms), ` +
      `delta of 1 % ${Math.round(it.delta)} ms, RSS ${memory} MB${it.wrong.length === 0 ? '' : `  WRONG: ${it.wrong.join('; ')}`}\n`,
  )
  for (const run of it.runs) process.stdout.write(`  ${run}\n`)
}

async function touchOnePercent(url: string, ca: string, users: number): Promise<void> {
  const client = new Client({ url, tlsOptions: { ca } })
  await client.bind('CONTOSO\\Administrator', forest.administratorPassword)
  const count = Math.max(1, Math.floor(users / 100))
  const modification = new Attribute({ type: 'title', values: ['Touched'] })
  for (let start = 0; start < count; start += 50) {
    const part = Array.from(
      { length: Math.min(50, count - start) },
      (_, index) => `CN=Person ${(start + index) * 100},${staff}`,
    )
    await Promise.all(part.map((dn) => client.modify(dn, new Change({ operation: 'replace', modification }))))
  }
  await client.unbind()
}

const exponent = (a: Measured, b: Measured, of: keyof Measured) =>
  Math.log(b[of] / a[of]) / Math.log(b.users / a.users)

const results: Measured[] = []
for (const users of sizes) results.push(await measure(users))
for (const [index, after] of results.entries()) {
  const before = results[index - 1]
  if (before === undefined) continue
  process.stdout.write(
    `growth ${before.users} → ${after.users}: initial ${exponent(before, after, 'initialMs').toFixed(2)}, password hashes ${exponent(before, after, 'passwordsMs').toFixed(2)}\n`,
  )
}
