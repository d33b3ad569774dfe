/**
 * `npm run bench:cloud [-- --seconds 2 --rounds 5 --json FILE]`: tokens and Graph next to raw node:http, plain Express,
 * oidc-provider and oauth2-mock-server, interleaved in one run. Ratios are what counts; a rate says little about a machine.
 */
import type { ChildProcess } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { load } from './keep-alive-load.ts'
import { atLeast, atMost, printRows, type ResultRow, readOptions } from './result-rows.ts'
import { startBundled } from './start-bundled.ts'

const usage = `npm run bench:cloud [-- options]
  --seconds 2            length of a round
  --rounds 5             rounds of each row, all that are compared in turn
  --users 1000,100000    sizes of the tenant; growth is told from the first to the second
  --only graph,token     parts: graph, token, growth
  --json FILE            the rows once more, for programs`
const values = readOptions(usage, {
  seconds: { default: '2' },
  rounds: { default: '5' },
  users: { default: '1000,100000' },
  only: { default: 'graph,token,growth' },
  json: {},
})
const seconds = Number(values.seconds)
const rounds = Number(values.rounds)
const [small = '1000', large = '100000'] = values.users.split(',')
const isWanted = (part: string): boolean => values.only.split(',').includes(part)

interface Running {
  readonly child: ChildProcess
  readonly facts: Readonly<Record<string, unknown>> & { readonly port: number }
}

async function start(kind: string, ...rest: readonly string[]): Promise<Running> {
  const child = await startBundled('./cloud-server.ts', [kind, ...rest])
  const facts = await new Promise<Running['facts']>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Running['facts']))
    child.once('exit', (code) => reject(new Error(`${kind} ended with ${code}`)))
  })
  return { child, facts }
}

const cpuOf = ({ child }: Running): Promise<number> =>
  new Promise((resolve) => {
    child.once('message', (message) => {
      const { cpu } = message as { cpu: { user: number; system: number } }
      resolve(cpu.user + cpu.system)
    })
    child.send('cpu')
  })

interface Contestant {
  readonly name: string
  readonly server: Running
  readonly request: () => Buffer
}

interface Measured {
  readonly name: string
  readonly perSecond: number[]
  readonly cpuMicros: number[]
  clientCore: number
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

/** Interleaved rounds: what the machine does meanwhile strikes all alike. */
async function contest(contestants: readonly Contestant[]): Promise<Measured[]> {
  const results = contestants.map(
    ({ name }): Measured => ({ name, perSecond: [], cpuMicros: [], clientCore: 0 }),
  )
  for (const { server, request, name } of contestants) {
    const warm = await load(server.facts.port, request, 1)
    if (warm.failures > 0)
      throw new Error(`${name}: ${warm.failures} of ${warm.requests} answers were not 200`)
  }
  for (let round = 0; round < rounds; round++) {
    for (const [index, { server, request }] of contestants.entries()) {
      const before = await cpuOf(server)
      const run = await load(server.facts.port, request, seconds)
      const result = results[index]
      result?.perSecond.push(run.perSecond)
      result?.cpuMicros.push(((await cpuOf(server)) - before) / run.requests)
      if (result !== undefined) result.clientCore = Math.max(result.clientCore, run.clientCore)
    }
  }
  return results
}

const fixed = (text: string) => {
  const bytes = Buffer.from(text)
  return () => bytes
}
const get = (path: string, token?: string) =>
  fixed(
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${token === undefined ? '' : `Authorization: Bearer ${token}\r\n`}\r\n`,
  )
const post = (path: string, form: Record<string, string>) => {
  const body = new URLSearchParams(form).toString()
  return fixed(
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  )
}

const ours = async (users: string) => {
  const server = await start('ours', users)
  const { port, tenantId, clientId, secret, userId } = server.facts
  const form = {
    grant_type: 'client_credentials',
    client_id: String(clientId),
    client_secret: String(secret),
    scope: 'https://graph.microsoft.com/.default',
  }
  const path = `/${String(tenantId)}/oauth2/v2.0/token`
  const answer = (await (
    await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: new URLSearchParams(form) })
  ).json()) as { access_token: string }
  return { ...server, token: answer.access_token, form, path, userId: String(userId) }
}

/** One user as ours answers it: what the ceiling returns. */
async function capture(port: number, path: string, token: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const body = await answer.text()
  const headers = [...answer.headers]
    .filter(([name]) => !['connection', 'keep-alive', 'date', 'transfer-encoding'].includes(name))
    .flat()
  return Buffer.from(JSON.stringify({ headers, body })).toString('base64')
}

/** Above this share of a core it is the load generator that is measured. */
const busyClient = 0.9

/** The rate decides; where the generator was the bottleneck, CPU time per request does. */
function compare(what: string, mine: Measured, other: Measured, goal: number): ResultRow {
  const ratio = median(mine.perSecond.map((rate, round) => rate / (other.perSecond[round] ?? rate)))
  const cpuRatio = median(other.cpuMicros.map((micros, round) => micros / (mine.cpuMicros[round] ?? micros)))
  const bound = Math.max(mine.clientCore, other.clientCore) > busyClient
  return {
    what,
    ours: `${median(mine.perSecond).toFixed(0)}/s, ${median(mine.cpuMicros).toFixed(0)} us`,
    beside: `${ratio.toFixed(2)} x ${other.name} (${median(other.perSecond).toFixed(0)}/s), ${cpuRatio.toFixed(2)} x by processor time`,
    goal: atLeast(bound ? cpuRatio : ratio, goal, ' x'),
    note: bound ? 'by processor time' : '',
  }
}

/** How the cost of a request grows with the number of users: the slope of its logarithm. */
function growthOf(what: string, big: Measured, little: Measured): ResultRow {
  const [before, after] = [median(little.cpuMicros), median(big.cpuMicros)]
  const exponent = Math.log(after / before) / Math.log(Number(large) / Number(small))
  return {
    what: `growth of ${what}, ${small} to ${large} users`,
    ours: `exponent ${exponent.toFixed(2)}`,
    beside: `${before.toFixed(0)} us, ${after.toFixed(0)} us`,
    goal: atMost(exponent, 0.1, ''),
  }
}

const running: Running[] = []
const keep = <Server extends Running>(server: Server): Server => {
  running.push(server)
  return server
}

const first = keep(await ours(small))
const rows: ResultRow[] = []
const compareAll = async (
  what: string,
  goals: readonly number[],
  [mine, ...others]: readonly Contestant[],
): Promise<void> => {
  if (mine === undefined) return
  const [own, ...measured] = await contest([mine, ...others])
  for (const [index, other] of measured.entries())
    if (own !== undefined) rows.push(compare(what, own, other, goals[index] ?? 0))
}

async function compareGraph(): Promise<void> {
  const path = `/v1.0/users/${first.userId}`
  const bytes = await capture(first.facts.port, path, first.token)
  const request = get(path, first.token)
  await compareAll(
    'GET user by id',
    [0.55, 3],
    [
      { name: 'ours', server: first, request },
      { name: 'node:http', server: keep(await start('raw', '0', bytes)), request },
      { name: 'plain Express', server: keep(await start('plain-express', '0', bytes)), request },
    ],
  )
}

async function compareTokens(): Promise<void> {
  const form = { grant_type: 'client_credentials', client_id: 'bench', client_secret: 'secret' }
  const request = post('/token', { ...form, scope: 'read' })
  const ceiling = post('/token', first.form)
  await compareAll(
    'token (client credentials)',
    [0.75, 1.3, 2],
    [
      { name: 'ours', server: first, request: post(first.path, first.form) },
      { name: 'RS256 ceiling', server: keep(await start('raw-token')), request: ceiling },
      { name: 'oidc-provider', server: keep(await start('oidc-provider')), request },
      { name: 'oauth2-mock-server', server: keep(await start('oauth2-mock-server')), request },
    ],
  )
}

type Ours = typeof first
const growing = [
  ['GET user by id', (side: Ours) => get(`/v1.0/users/${side.userId}`, side.token)],
  ['page of 100 users', (side: Ours) => get('/v1.0/users?$top=100', side.token)],
  [
    '$filter on UPN',
    (side: Ours) => get("/v1.0/users?$filter=userPrincipalName%20eq%20'user000500@contoso.com'", side.token),
  ],
  ['token', (side: Ours) => post(side.path, side.form)],
] as const

async function compareSizes(): Promise<void> {
  const second = keep(await ours(large))
  for (const [what, requestOf] of growing) {
    const [big, little] = await contest([
      { name: `${large} users`, server: second, request: requestOf(second) },
      { name: `${small} users`, server: first, request: requestOf(first) },
    ])
    if (big !== undefined && little !== undefined) rows.push(growthOf(what, big, little))
  }
}

try {
  if (isWanted('graph')) await compareGraph()
  if (isWanted('token')) await compareTokens()
  if (isWanted('growth')) await compareSizes()
  printRows(rows)
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(rows, undefined, 2)}\n`)
} finally {
  for (const { child } of running) child.kill()
}
