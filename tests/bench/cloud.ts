/**
 * `npm run bench:cloud [-- --seconds 2 --rounds 5 --json FILE]`: tokens and Graph next to raw node:http, plain Express,
 * oidc-provider and oauth2-mock-server, interleaved in one run. Ratios are what counts; a rate says little about a machine.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { load } from './keep-alive-load.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
    users: { type: 'string', default: '1000,100000' },
    json: { type: 'string' },
  },
})
const seconds = Number(values.seconds)
const rounds = Number(values.rounds)
const [small = '1000', large = '100000'] = values.users.split(',')

interface Running {
  readonly child: ChildProcess
  readonly facts: Readonly<Record<string, unknown>> & { readonly port: number }
}

async function start(kind: string, ...rest: readonly string[]): Promise<Running> {
  const child = fork(fileURLToPath(new URL('./cloud-server.ts', import.meta.url)), [kind, ...rest], {
    execArgv: ['--import', 'tsx'],
  })
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
  return { server, token: answer.access_token, form, path, userId: String(userId) }
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

interface Row {
  readonly what: string
  readonly ours: number
  readonly rival: string
  readonly rivalRate: number
  readonly ratio: number
  readonly cpuRatio: number
  readonly goal: number
  readonly verdict: string
}

/** The rate decides; where the generator was the bottleneck, CPU time per request does. */
function compare(what: string, mine: Measured, other: Measured, goal: number): Row {
  const ratio = median(mine.perSecond.map((rate, round) => rate / (other.perSecond[round] ?? rate)))
  const cpuRatio = median(other.cpuMicros.map((micros, round) => micros / (mine.cpuMicros[round] ?? micros)))
  const bound = Math.max(mine.clientCore, other.clientCore) > 0.9
  const decisive = bound ? cpuRatio : ratio
  const verdict = `${decisive >= goal ? 'PASS' : 'FAIL'}${bound ? ' (by CPU)' : ''}`
  return {
    what,
    ours: median(mine.perSecond),
    rival: other.name,
    rivalRate: median(other.perSecond),
    ratio,
    cpuRatio,
    goal,
    verdict,
  }
}

const running: Running[] = []
const keep = <Server extends Running>(server: Server): Server => {
  running.push(server)
  return server
}

const first = await ours(small)
keep(first.server)
const userPath = `/v1.0/users/${first.userId}`
const bytes = await capture(first.server.facts.port, userPath, first.token)
const rawServer = keep(await start('raw', '0', bytes))
const expressServer = keep(await start('plain-express', '0', bytes))
const [graphOurs, graphRaw, graphExpress] = await contest([
  { name: 'ours', server: first.server, request: get(userPath, first.token) },
  { name: 'node:http', server: rawServer, request: get(userPath, first.token) },
  { name: 'express', server: expressServer, request: get(userPath, first.token) },
])
const tokenForm = { grant_type: 'client_credentials', client_id: 'bench', client_secret: 'secret' }
const [tokenOurs, ...tokenOthers] = await contest([
  { name: 'ours', server: first.server, request: post(first.path, first.form) },
  { name: 'RS256 ceiling', server: keep(await start('raw-token')), request: post('/token', first.form) },
  {
    name: 'oidc-provider',
    server: keep(await start('oidc-provider')),
    request: post('/token', { ...tokenForm, scope: 'read' }),
  },
  {
    name: 'oauth2-mock-server',
    server: keep(await start('oauth2-mock-server')),
    request: post('/token', { ...tokenForm, scope: 'read' }),
  },
])
const second = await ours(large)
keep(second.server)
const growth = [
  ['GET user by id', (side: typeof first) => get(`/v1.0/users/${side.userId}`, side.token)],
  ['page of 100 users', (side: typeof first) => get('/v1.0/users?$top=100', side.token)],
  [
    '$filter on UPN',
    (side: typeof first) =>
      get("/v1.0/users?$filter=userPrincipalName%20eq%20'user000500@contoso.com'", side.token),
  ],
  ['token', (side: typeof first) => post(side.path, side.form)],
] as const

const rows: Row[] = []
const add = (what: string, mine: Measured | undefined, other: Measured | undefined, goal: number) => {
  if (mine !== undefined && other !== undefined) rows.push(compare(what, mine, other, goal))
}
add('GET user by id', graphOurs, graphRaw, 0.5)
add('GET user by id', graphOurs, graphExpress, 3)
for (const [index, goal] of [0.75, 1.3, 2].entries())
  add('token (client credentials)', tokenOurs, tokenOthers[index], goal)
for (const [what, requestOf] of growth) {
  const [big, little] = await contest([
    { name: `${large} users`, server: second.server, request: requestOf(second) },
    { name: `${small} users`, server: first.server, request: requestOf(first) },
  ])
  add(`${what} at ${large}`, big, little, 0.9)
}
const table = new Table({ head: ['what', 'ours /s', 'next to', 'its /s', 'ratio', 'CPU ratio', 'goal', ''] })
for (const row of rows)
  table.push([
    row.what,
    row.ours.toFixed(0),
    row.rival,
    row.rivalRate.toFixed(0),
    row.ratio.toFixed(2),
    row.cpuRatio.toFixed(2),
    row.goal,
    row.verdict,
  ])
console.log(table.toString())
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(rows, undefined, 2)}\n`)
for (const { child } of running) child.kill()
process.exitCode = rows.some(({ verdict }) => verdict.startsWith('FAIL')) ? 1 : 0
