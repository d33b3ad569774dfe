/** What the Synchronization Service shows: connectors, the objects of a connector space, a metaverse object, the rules. */
import type { CloudObject, DirectoryObject, MetaverseObject } from '#core/sync/connector-space.ts'
import { groupWritebackRule } from '#core/sync/rules/out-to-ad.ts'
import { rulesWith } from '#core/sync/rules/rule-sets.ts'
import type { SyncRule } from '#core/sync/sync-rule.ts'
import { cloudConnectorName, type ServerContext } from './server-context.ts'
import { configurationOf, ruleChoicesOf } from './state/configuration.ts'

/** The same in every installation (writeback.md §8.1). */
const tenantConnectorId = 'b891884f-051e-4a83-95af-2544101c9083'

export function connectorRows({ state, spaces }: ServerContext) {
  const configuration = configurationOf(state)
  if (configuration === undefined) return []
  const counts = new Map<string, number>()
  for (const { connector } of spaces.directory.values())
    counts.set(connector, (counts.get(connector) ?? 0) + 1)
  const forests = configuration.forests.map(({ name, account, signAndEncrypt = true, scope }) => ({
    name,
    type: 'Active Directory Domain Services',
    identifier: name,
    account: account.username,
    objects: counts.get(name) ?? 0,
    signAndEncrypt,
    scope,
  }))
  const tenant = {
    name: cloudConnectorName(configuration),
    type: 'Windows Azure Active Directory (Microsoft)',
    identifier: tenantConnectorId,
    account: configuration.cloud.account.username,
    objects: spaces.cloud.size,
  }
  return [...forests, tenant]
}

interface Page {
  readonly after?: string | undefined
  readonly find?: string | undefined
  readonly limit: number
}

const directoryRow = ({
  id,
  dn,
  type,
  pendingImport,
  pendingExport,
  metaverseId,
  filteredBy,
  error,
}: DirectoryObject) => ({
  id,
  name: dn,
  type,
  pendingImport,
  pendingExport: pendingExport === null ? null : 'update',
  metaverseId,
  filteredBy,
  error,
})

const cloudRow = ({ id, type, cloudAnchor, pendingExport, metaverseId, exported, error }: CloudObject) => ({
  id,
  name: String(
    exported?.userPrincipalName ?? exported?.displayName ?? pendingExport?.attributes.displayName ?? id,
  ),
  type,
  cloudAnchor,
  pendingImport: null,
  pendingExport: pendingExport?.operation ?? null,
  metaverseId,
  filteredBy: null,
  error,
})

/** A page of a connector space; undefined when there is no such connector. */
export function connectorObjects(server: ServerContext, name: string, page: Page) {
  const configuration = configurationOf(server.state)
  if (configuration === undefined) return undefined
  const { directory, cloud } = server.spaces
  if (name === cloudConnectorName(configuration)) return pageOf(cloud.values(), cloudRow, page)
  if (!configuration.forests.some((forest) => forest.name === name)) return undefined
  return pageOf(directory.values(), directoryRow, page)
}

function pageOf<Object extends { readonly id: string }, Row extends { readonly name: string }>(
  objects: Iterable<Object>,
  rowOf: (object: Object) => Row,
  { after, find, limit }: Page,
) {
  const rows: Row[] = []
  let reached = after === undefined
  let next: string | undefined
  for (const object of objects) {
    if (!reached) {
      reached = object.id === after
      continue
    }
    const row = rowOf(object)
    if (find !== undefined && !row.name.toLowerCase().includes(find.toLowerCase())) continue
    if (rows.length === limit) return { objects: rows, next }
    rows.push(row)
    next = object.id
  }
  return { objects: rows }
}

const named = ['displayName', 'userPrincipalName', 'accountName', 'mail'] as const

const metaverseRow = ({ id, type, attributes, sourceAnchor, links }: MetaverseObject) => {
  const names = named.flatMap((name) => attributes[name] ?? [])
  return { id, name: [...new Set(names)].join(' · ') || id, type, sourceAnchor, connectors: links.length }
}

/** A page of the metaverse, found by display name, sign-in name, account name or mail. */
export const metaverseObjects = ({ spaces }: ServerContext, page: Page) =>
  pageOf(spaces.metaverse.values(), metaverseRow, page)

/** A metaverse object with what it is joined to on both sides. */
export function metaverseView({ spaces }: ServerContext, id: string) {
  const metaverse = spaces.metaverse.get(id)
  if (metaverse === undefined) return undefined
  const cloud = spaces.cloud.get(metaverse.sourceAnchor)
  return {
    ...metaverse,
    connectors: metaverse.links
      .map((link) => spaces.directory.get(link))
      .filter((object) => object !== undefined),
    cloud: cloud ?? null,
  }
}

/** The synchronisation rules by precedence, as the rules editor lists them. */
/** As the wizard's pages have shaped them. */
export function ruleRows({ state }: Pick<ServerContext, 'state'>) {
  const configuration = configurationOf(state)
  const { inbound, outbound } = rulesWith(ruleChoicesOf(configuration ?? {}))
  return [
    ...Object.values(inbound).flat().map(ruleRow),
    ...Object.values(outbound).flat().map(ruleRow),
    ...(configuration?.groupWriteback === undefined ? [] : [ruleRow(groupWritebackRule)]),
  ]
}

const ruleRow = <Context>({ flows, ...rule }: SyncRule<Context>) => ({
  ...rule,
  flows: flows.map(({ target, from }) => ({ target, from })),
})
