/**
 * The engine by itself, one size in a process of its own: what an import has read goes through staging, joins, rules and the
 * decision what to export, in memory, without LDAP and HTTPS. Sends one `EngineMeasured` to its parent.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { type ImportedEntry, shapeWith } from '#bridge/connectors/directory-entry.ts'
import type { Run } from '#bridge/run-profiles/run-profile.ts'
import { stageEntries } from '#bridge/run-profiles/staging.ts'
import { synchronization, synchronizeDirectory } from '#bridge/run-profiles/synchronization.ts'
import { openSpaces } from '#bridge/state/spaces.ts'
import type { DirectoryAttributes } from '#core/sync/connector-space.ts'
import { prepareScope } from '#core/sync/container-scope.ts'
import { importedAttributes } from '#core/sync/rules/in-from-ad.ts'
import { stopwatch } from '#lab/clock.ts'
import { createLab } from '#lab/lab.ts'

export interface EngineMeasured {
  readonly objects: number
  readonly firstMs: number
  readonly firstCpuMs: number
  /** All read again, nothing changed. */
  readonly unchangedMs: number
  /** One object of a hundred has changed. */
  readonly deltaMs: number
  readonly stallMs: number
  readonly heapMegabytes: number
}

const connector = 'contoso.local'
const forest = {
  name: connector,
  netbiosName: 'CONTOSO',
  baseDn: 'DC=contoso,DC=local',
  account: { username: '', password: '' },
  scope: { included: ['OU=Staff,DC=contoso,DC=local'], excluded: [] },
}
const usersPerGroup = 100
const { canonical, attributes: shape } = shapeWith(importedAttributes)
/** In the shape in which an import reads them. */
function asRead(values: Readonly<Record<string, string | readonly string[]>>): DirectoryAttributes {
  const attributes = shape.make()
  for (const [name, value] of Object.entries(values)) {
    const place = canonical.get(name)
    if (place !== undefined) shape.set(attributes, place, value)
  }
  return attributes
}
/** In one piece, as an import reads it from bytes; a template's text stays in pieces until somebody looks into it. */
const read = (pieces: string): string => Buffer.from(pieces, 'latin1').toString('latin1')
const guid = (index: number) => read(`00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`)

const person = (index: number, title: string): ImportedEntry => ({
  objectGUID: guid(index),
  dn: read(`CN=Person ${index},OU=Staff,DC=contoso,DC=local`),
  type: 'user',
  isContainer: false,
  ranged: [],
  attributes: asRead({
    objectSid: read(`S-1-5-21-1004336348-1177238915-682003330-${index + 1000}`),
    sAMAccountName: read(`person${index}`),
    userPrincipalName: read(`person${index}@contoso.com`),
    userAccountControl: '512',
    pwdLastSet: '134126496000000000',
    cn: read(`Person ${index}`),
    displayName: read(`Person ${index}`),
    givenName: 'Person',
    sn: String(index),
    mail: read(`person${index}@contoso.com`),
    proxyAddresses: read(`SMTP:person${index}@contoso.com`),
    department: 'Sales',
    title,
    manager: guid(Math.floor(index / 10)),
  }),
})

const group = (index: number, users: number): ImportedEntry => ({
  objectGUID: guid(users + index),
  dn: read(`CN=Group ${index},OU=Staff,DC=contoso,DC=local`),
  type: 'group',
  isContainer: false,
  ranged: [],
  attributes: asRead({
    sAMAccountName: read(`group${index}`),
    cn: read(`Group ${index}`),
    groupType: '-2147483646',
    member: Array.from({ length: usersPerGroup }, (_, each) => guid(index * usersPerGroup + each)),
  }),
})

function entriesOf(objects: number, title: (index: number) => string): ImportedEntry[] {
  const groups = Math.floor(objects / (usersPerGroup + 1))
  const users = objects - groups
  return [
    ...Array.from({ length: users }, (_, index) => person(index, title(index))),
    ...Array.from({ length: groups }, (_, index) => group(index, users)),
  ]
}

function quietRun(): Run {
  const statistics: Record<string, number> = {}
  return {
    errors: [],
    checkpoint: () => undefined,
    count: (statistic, by = 1) => {
      statistics[statistic] = (statistics[statistic] ?? 0) + by
    },
    error: (object, code) => {
      throw new Error(`${object}: ${code}`)
    },
  }
}

async function measure(objects: number): Promise<EngineMeasured> {
  const lab = await createLab({ at: Date.UTC(2026, 0, 12, 9), guard: false })
  const spaces = openSpaces(lab)
  const server = { lab, spaces }
  const staging = { server, connector, scope: prepareScope(forest.scope), run: quietRun() }
  const tenant = { initialDomain: 'contoso.onmicrosoft.com', verified: new Set(['contoso.com']) }
  let stallMs = 0
  /** What it reads is there only while it runs: it is not the engine's to keep, nor its making a stall of the engine. */
  const cycle = async (entries: readonly ImportedEntry[], policy: 'Full' | 'Delta') => {
    const stalls = monitorEventLoopDelay({ resolution: 2 })
    stalls.enable()
    const begin = stopwatch()
    await stageEntries(staging, entries)
    await synchronizeDirectory(
      synchronization(server, { forests: [forest] }, tenant, staging.run),
      connector,
      policy,
    )
    const took = stopwatch() - begin
    stalls.disable()
    stallMs = Math.max(stallMs, stalls.max / 1e6)
    return took
  }
  const first = entriesOf(objects, () => 'Clerk')
  const cpu = process.cpuUsage()
  const firstMs = await cycle(first, 'Full')
  const { user, system } = process.cpuUsage(cpu)
  const unchangedMs = await cycle(
    entriesOf(objects, () => 'Clerk'),
    'Delta',
  )
  const changed = entriesOf(objects, () => 'Manager').filter((_, index) => index % 100 === 0)
  const deltaMs = await cycle(changed, 'Delta')
  if (spaces.pendingCloudExports.size !== objects)
    throw new Error(`${spaces.pendingCloudExports.size} of ${objects} objects wait for the tenant`)
  return {
    objects,
    firstMs,
    firstCpuMs: (user + system) / 1000,
    unchangedMs,
    deltaMs,
    stallMs,
    heapMegabytes: process.memoryUsage().heapUsed / 1024 / 1024,
  }
}

const measured = await measure(Number(process.argv[2] ?? '10000'))
if (process.send === undefined) process.stdout.write(`${JSON.stringify(measured)}\n`)
else process.send(measured)
