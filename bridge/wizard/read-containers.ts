/** The containers that the wizard's filtering page shows: every organizational unit, and the Users container. */
import { dnKey, isInContainerScope, prepareScope } from '#core/sync/container-scope.ts'
import { readEntry } from '../connectors/directory-entry.ts'
import type { ServerContext } from '../server-context.ts'
import type { ForestConfiguration } from '../state/configuration.ts'
import type { Unit } from './wizard-pages.ts'

const shown = '(|(objectClass=organizationalUnit)(&(objectClass=container)(cn=Users)))'

export async function readContainers(
  server: ServerContext,
  forest: ForestConfiguration,
): Promise<readonly Unit[]> {
  const scope = prepareScope(forest.scope)
  const units: Unit[] = []
  const search = {
    base: forest.baseDn,
    scope: 'sub',
    filter: shown,
    attributes: ['objectGUID', 'objectClass'],
  } as const
  for await (const page of server.directory(forest.name).pages(search)) {
    for (const entry of page) {
      const dn = readEntry(entry)?.dn
      if (dn !== undefined) units.push({ dn, selected: isInContainerScope(dnKey(dn), scope) })
    }
  }
  return units.sort((a, b) => byPath(a.dn, b.dn))
}

/** Parents before children, siblings by name. */
const byPath = (a: string, b: string): number => {
  const pathOf = (dn: string) => dnKey(dn).split(',').reverse().join(',')
  return pathOf(a) < pathOf(b) ? -1 : 1
}
