/**
 * Group writeback: Microsoft 365 groups of the tenant are imported with the tenant's connector and exported to one unit of
 * Active Directory, with the connector account's own rights. A group that is gone in the tenant goes on premises too.
 * Source: writeback.md §7.2.
 */
import { Attribute, Change } from 'ldapts'
import { syncErrors } from '#core/codes/sync-outcomes.ts'
import { groupsToWriteBack, provisioningPath } from '#core/contracts/provisioning.ts'
import { compileRules } from '#core/sync/compiled-rules.ts'
import { groupWritebackRule } from '#core/sync/rules/out-to-ad.ts'
import { type DirectoryConnection, DirectoryRefusal } from '../connectors/directory-connection.ts'
import { textsOf } from '../connectors/ldap-values.ts'
import { requireConfiguration, type ServerContext } from '../server-context.ts'
import { inTransactions, inTurn, slices } from '../sliced-work.ts'
import type { Configuration, WrittenGroup } from '../state/configuration.ts'
import type { Run } from './run-profile.ts'

type Values = WrittenGroup['written']

/** Groups on their way to the domain controller at the same time. */
const inFlight = 64
const noSuchObject = 32
const entryAlreadyExists = 68
const insufficientRights = 50
const rule = compileRules([groupWritebackRule])
/** Set when the group is made, and left alone afterwards. */
const madeWith: ReadonlySet<string> = new Set(['sAMAccountName', 'groupType', 'adminDescription'])

/** With the import of the tenant's connector; nothing while group writeback is off. */
export async function importGroups(server: ServerContext): Promise<void> {
  if (requireConfiguration(server).groupWriteback === undefined) return
  const { cloud, lab, state } = server
  const path = `${provisioningPath}/groups-to-write-back`
  const { groups } = await cloud.ask('GET', path, groupsToWriteBack)
  const there = new Set(groups.map(({ id }) => id))
  const gone = [...state.writtenGroups.values()].filter(({ id }) => !there.has(id))
  await inTransactions(lab.store, groups, (wanted) => {
    const { dn = null, written = {}, wanted: before } = state.writtenGroups.get(wanted.id) ?? {}
    if (JSON.stringify(before) !== JSON.stringify(wanted))
      state.writtenGroups.put({ id: wanted.id, wanted, dn, written })
  })
  await inTransactions(lab.store, gone, (group) => state.writtenGroups.put({ ...group, wanted: null }))
}

/** With the export of a forest's connector. */
export async function exportGroups(server: ServerContext, forest: string, run: Run): Promise<void> {
  const target = requireConfiguration(server).groupWriteback
  if (target?.forest !== forest) return
  const { lab, state } = server
  await inTurn(slices([...state.writtenGroups.values()], inFlight), async (slice) => {
    run.checkpoint()
    const outcomes = await Promise.all(slice.map((group) => exportOne(server, target, group, run)))
    await lab.store.transaction(() => {
      for (const [at, outcome] of outcomes.entries()) {
        const before = slice[at]
        if (outcome === before || before === undefined) continue
        if (outcome === undefined) state.writtenGroups.delete(before.id)
        else state.writtenGroups.put(outcome)
      }
    })
  })
}

type Target = NonNullable<Configuration['groupWriteback']>

/** The group as it stands now: itself when nothing was to be done or Active Directory has refused; undefined when it is gone. */
async function exportOne(
  server: ServerContext,
  { forest, container }: Target,
  group: WrittenGroup,
  run: Run,
): Promise<WrittenGroup | undefined> {
  const connection = server.directory(forest)
  const dn = group.dn ?? `CN=Group_${group.id},${container}`
  try {
    if (group.wanted === null) return await remove(connection, group, run)
    const wanted = valuesOf(server, forest, group.wanted)
    const stands = group.dn !== null && (await update(connection, dn, group.written, wanted, run))
    if (stands && JSON.stringify(group.written) === JSON.stringify(wanted)) return group
    if (!stands) await make(connection, dn, wanted, run)
    return { ...group, dn, written: wanted }
  } catch (error) {
    if (!(error instanceof DirectoryRefusal)) throw error
    refused(run, dn, error)
    return group
  }
}

async function remove(connection: DirectoryConnection, { dn }: WrittenGroup, run: Run): Promise<undefined> {
  if (dn === null) return
  await unlessGone(connection.delete(dn))
  run.count('export-delete')
}

/** One that another server has made, or this one before it was stopped, is taken as it is and brought up to date. */
async function make(connection: DirectoryConnection, dn: string, wanted: Values, run: Run): Promise<void> {
  try {
    await connection.add(dn, attributesOf(wanted))
    run.count('export-add')
  } catch (error) {
    if (!(error instanceof DirectoryRefusal) || error.resultCode !== entryAlreadyExists) throw error
    const known = await readGroup(connection, dn)
    if (known.adminDescription?.[0] !== wanted.adminDescription?.[0]) throw error
    await update(connection, dn, known, wanted, run)
  }
}

async function readGroup(connection: DirectoryConnection, dn: string): Promise<Values> {
  const names = groupWritebackRule.flows.map(({ target }) => target)
  const entry = await connection.read(dn, names)
  return Object.fromEntries(names.map((name) => [name, textsOf(entry?.[name])]))
}

/** False when somebody has deleted it in Active Directory: then it is made again. */
async function update(
  connection: DirectoryConnection,
  dn: string,
  written: Values,
  wanted: Values,
  run: Run,
): Promise<boolean> {
  const names = [...new Set([...Object.keys(written), ...Object.keys(wanted)])]
  const changes = names
    .filter((type) => !madeWith.has(type) && !sameValues(written[type], wanted[type]))
    .map(
      (type) =>
        new Change({
          operation: 'replace',
          modification: new Attribute({ type, values: [...(wanted[type] ?? [])] }),
        }),
    )
  if (changes.length === 0) return (await connection.read(dn, ['cn'])) !== undefined
  const done = await unlessGone(connection.modify(dn, changes))
  if (done) run.count('export-update')
  return done
}

async function unlessGone(work: Promise<void>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    if (error instanceof DirectoryRefusal && error.resultCode === noSuchObject) return false
    throw error
  }
}

const sameValues = (a: readonly string[] = [], b: readonly string[] = []): boolean =>
  a.length === b.length && a.every((value) => b.includes(value))

const attributesOf = (values: Values): Attribute[] => [
  new Attribute({ type: 'objectClass', values: ['top', 'group'] }),
  ...Object.entries(values).map(([type, of]) => new Attribute({ type, values: [...of] })),
]

/** By the rule; members are those whose account in this forest is known. */
function valuesOf(
  { spaces }: ServerContext,
  forest: string,
  { members, ...group }: NonNullable<WrittenGroup['wanted']>,
): Values {
  const dnOf = (sourceAnchor: string): string | undefined =>
    spaces.metaverse
      .get(sourceAnchor)
      ?.links.map((link) => spaces.directory.get(link))
      .find((object) => object?.connector === forest)?.dn
  const flowed = rule.flow({ ...group, members }, { dnOf })
  return Object.fromEntries(
    Object.entries(flowed).flatMap(([name, value]) => {
      const values = [value ?? []].flat().map(String)
      return values.length === 0 ? [] : [[name, values]]
    }),
  )
}

function refused(run: Run, dn: string, { resultCode, diagnostic }: DirectoryRefusal): void {
  const code = resultCode === insufficientRights ? 'permission-issue' : 'unexpected-error'
  run.count('export-failure')
  run.error(dn, code, `${syncErrors[code].says} ${diagnostic}`.trim())
}
