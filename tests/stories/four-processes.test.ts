import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { configKeys, variableOf } from '#core/contracts/config.ts'
import { eventsAnswer } from '#core/contracts/control-api.ts'
import type { JournalEvent } from '#core/contracts/journal.ts'
import { labInfo } from '#core/contracts/lab-info.ts'
import { type Doors, openDoors } from '#lab/scenarios/doors.ts'
import { perform } from '#lab/scenarios/verbs/all.ts'
import { createWebClient } from '#lab/scenarios/web-client.ts'

/** Cloud, domain controller, Connect server and screens each in a process of its own: the commands of docker-compose.yml. */
const compose = z
  .object({
    services: z.record(
      z.string(),
      z.strictObject({
        build: z.literal('.'),
        image: z.literal('hybrid-identity-lab'),
        volumes: z.tuple([z.literal('lab:/data')]),
        environment: z.record(z.string(), z.string()),
        command: z.tuple([z.literal('node'), z.literal('--import'), z.literal('tsx'), z.string()]),
        ports: z.array(z.string().regex(/^\d+:\d+$/)),
        depends_on: z.record(z.string(), z.object({ condition: z.literal('service_healthy') })).optional(),
        healthcheck: z.object({ test: z.array(z.string()), interval: z.string(), retries: z.number() }),
      }),
    ),
    volumes: z.object({ lab: z.null() }),
  })
  .parse(
    Object.fromEntries(
      Object.entries(parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true })).filter(
        ([key]) => !key.startsWith('x-'),
      ),
    ),
  )
const commandOf = (service: string): string => compose.services[service]?.command[3] ?? ''

const running: ChildProcess[] = []
let folder: string
let bases: { cloud: string; directory: string; connect: string }
let screens: string
let doors: Doors

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

async function start(main: string, settings: Record<string, string | number>): Promise<void> {
  const named = Object.entries(settings).map(([key, value]) => [`HYBRIDLAB_${key}`, String(value)])
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    env: { ...process.env, ...Object.fromEntries(named) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(child)
  await new Promise<void>((resolve, reject) => {
    let said = ''
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes(' is ready')) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code) => reject(new Error(`${main} ended with ${code}: ${said}`)))
  })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hybridlab-'))
  const [ldap, ldaps, gc, https, directoryPort, cloudPort, connectPort, screensPort] = await Promise.all(
    Array.from({ length: 8 }, freePort),
  )
  const shared = {
    DATA: folder,
    LDAP_PORT: ldap ?? 0,
    LDAPS_PORT: ldaps ?? 0,
    GC_PORT: gc ?? 0,
    HTTPS_PORT: https ?? 0,
  }
  await start(commandOf('directory'), { ...shared, HTTP_PORT: directoryPort ?? 0 })
  await start(commandOf('cloud'), { ...shared, HTTP_PORT: cloudPort ?? 0 })
  await start(commandOf('connect'), { ...shared, HTTP_PORT: connectPort ?? 0 })
  bases = {
    directory: `http://localhost:${directoryPort}`,
    cloud: `http://localhost:${cloudPort}`,
    connect: `http://localhost:${connectPort}`,
  }
  screens = `http://localhost:${screensPort}`
  await start(commandOf('screens'), {
    HTTP_PORT: screensPort ?? 0,
    CLOUD_HTTP: bases.cloud,
    DIRECTORY_HTTP: bases.directory,
    CONNECT_HTTP: bases.connect,
  })
  const info = labInfo.parse(await (await fetch(`${bases.cloud}/lab/v1/labs/contoso`)).json())
  const open = openDoors(info, bases.cloud)
  const web = createWebClient(info.caCertificate)
  const baseFor = (path: string) =>
    path.startsWith('connect/')
      ? bases.connect
      : path.startsWith('workstation/')
        ? bases.directory
        : bases.cloud
  doors = {
    ...open,
    control: (path, request) => web.send(`${baseFor(path)}/lab/v1/labs/contoso/${path}`, request),
  }
}, 60_000)

afterAll(async () => {
  await doors?.close()
  const ended = running.map(
    (child) =>
      new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(undefined))),
  )
  for (const child of running) child.kill('SIGTERM')
  await Promise.all(ended)
  await rm(folder, { recursive: true, force: true })
})

const eventsOf = async (part: keyof typeof bases): Promise<JournalEvent[]> => {
  const answer = await fetch(`${bases[part]}/lab/v1/labs/contoso/events?limit=5000`)
  return ((await answer.json()) as { events: JournalEvent[] }).events
}
const windowsIds = (events: readonly JournalEvent[]) =>
  events.filter((event) => event.type === 'windows-event.written').map((event) => event.data?.eventId)
const admin = 'admin@contoso.com'
const anna = 'anna@contoso.com'

it('tells the whole story over the wires between three processes', async () => {
  await perform(
    doors,
    { verb: 'portal.resetPassword', arguments: { user: anna, newPassword: 'Spring-Harbour-2026!' } },
    admin,
  )
  const refused = (await eventsOf('cloud')).filter((event) => event.type === 'step.refused')
  expect(refused.at(-1)).toMatchObject({ code: 'WritebackNotEnabled', step: 'require-writeback-enabled' })
  expect(windowsIds(await eventsOf('connect'))).not.toContain(31009)

  await perform(doors, { verb: 'portal.setUsageLocation', arguments: { user: anna, country: 'SG' } }, admin)
  await perform(
    doors,
    { verb: 'portal.assignLicense', arguments: { user: anna, sku: 'AAD_PREMIUM_P2' } },
    admin,
  )
  await perform(doors, { verb: 'connect.setPasswordWriteback', arguments: { enabled: true } }, admin)
  await perform(
    doors,
    { verb: 'portal.setOnPremisesIntegration', arguments: { writeBack: true, unlock: true } },
    admin,
  )
  await perform(doors, { verb: 'portal.enablePasswordReset', arguments: { scope: 'All' } }, admin)
  await perform(
    doors,
    { verb: 'user.registerSecurityInfo', arguments: { user: anna, password: 'original' } },
    anna,
  )
  await perform(
    doors,
    {
      verb: 'user.changePassword',
      arguments: { user: anna, oldPassword: 'original', newPassword: 'Autumn-Ferry-2026!' },
    },
    anna,
  )

  const logon = async (password: string) =>
    (await doors.control('workstation/logon', { json: { user: anna, password } })).json as { outcome: string }
  expect((await logon('Autumn-Ferry-2026!')).outcome).toBe('accepted')
  expect((await logon(doors.password(anna, 'original'))).outcome).toBe('refused')
  expect((await doors.signIn(anna, 'Autumn-Ferry-2026!')).accessToken).toBeTruthy()
  expect((await doors.signIn(anna, doors.password(anna, 'original'))).code).toBe(50126)

  const change = (await eventsOf('cloud')).find(
    (event) =>
      event.type === 'audit.recorded' && event.data?.activityDisplayName === 'Change password (self-service)',
  )
  const correlationId = change?.correlationId
  expect(correlationId).toBeTruthy()
  const tracked = (await eventsOf('connect')).filter((event) => event.correlationId === correlationId)
  expect(windowsIds(tracked)).toEqual(expect.arrayContaining([31006, 31007]))
  const changed = (await eventsOf('directory')).filter((event) => event.correlationId === correlationId)
  expect(windowsIds(changed)).toContain(4723)
}, 60_000)

it('has a compose file whose four services wait for each other and know only settings that there are', () => {
  expect(Object.keys(compose.services)).toEqual(['directory', 'cloud', 'connect', 'screens'])
  const variables = configKeys.map(variableOf)
  for (const { depends_on: needed = {}, environment } of Object.values(compose.services)) {
    expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(Object.keys(needed)))
    expect(variables).toEqual(expect.arrayContaining(Object.keys(environment)))
  }
})

it('shows one journal on the screens: a change and what it did on every machine, in order of time, and goes on as it happens', async () => {
  const lab = `${screens}/lab/v1/labs/contoso`
  const read = async (query: string) =>
    eventsAnswer.parse(await (await fetch(`${lab}/events?limit=20000${query}`)).json())
  const before = await read('')
  const [change] = before.events
    .filter(({ type, data }) => type === 'audit.recorded' && data !== undefined)
    .filter(({ data }) => data?.activityDisplayName === 'Change password (self-service)')
  const together = (await read(`&correlationId=${change?.correlationId}`)).events
  expect(new Set(together.map(({ place }) => place))).toEqual(
    new Set(['cloud', 'relay', 'connect', 'directory']),
  )
  expect(windowsIds(together)).toEqual(expect.arrayContaining([31006, 4723, 31007]))
  expect(before.events.map(({ at }) => at)).toEqual(
    before.events.map(({ at }) => at).toSorted((a, b) => a - b),
  )
  expect(new Set(before.events.map(({ seq }) => seq)).size).toBe(before.events.length)

  const stop = new AbortController()
  const stream = await fetch(`${lab}/events/stream?after=${before.last}`, { signal: stop.signal })
  const wrong = 'Wrong-Password-1!'
  await doors.control('workstation/logon', { json: { user: anna, password: wrong } })
  let heard = ''
  for await (const piece of stream.body ?? []) {
    heard += Buffer.from(piece).toString()
    if (heard.includes('logon.refused')) break
  }
  stop.abort()
  expect(heard).toContain('logon.refused')
  expect(heard).not.toContain(wrong)
  expect((await fetch(`${lab}/events?limit=none`)).status).toBe(400)
}, 60_000)

it('leads from the screens to every part, and says when one is gone', async () => {
  const lab = `${screens}/lab/v1/labs/contoso`
  const read = async (url: string) => (await fetch(url)).json()
  expect((await fetch(`${screens}/lab/v1/health`)).status).toBe(200)
  expect(await read(lab)).toMatchObject({ lab: 'contoso', domain: 'contoso.com' })
  expect(await read(`${lab}/connect/state`)).toMatchObject({ serverName: 'CONNECT01', listener: 'listening' })
  const logon = await fetch(`${lab}/workstation/logon`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: 'anna@contoso.com', password: 'Autumn-Ferry-2026!' }),
  })
  expect(await logon.json()).toMatchObject({ outcome: 'accepted' })
  expect((await fetch(`${lab}/nothing-here`)).status).toBe(404)
  const stranger = await fetch(lab, { headers: { origin: 'https://elsewhere.example' } })
  expect(stranger.status).toBe(403)

  const connect = running[2]
  const gone = new Promise((resolve) => connect?.once('exit', resolve))
  connect?.kill('SIGTERM')
  await gone
  expect((await fetch(`${screens}/lab/v1/health`)).status).toBe(503)
  const refused = await fetch(`${lab}/connect/state`)
  expect(refused.status).toBe(502)
  expect(await refused.json()).toMatchObject({ error: { code: 'LabUnreachable' } })
}, 30_000)
