/** The containers that the wizard's filtering page shows: every organizational unit, and the Users container. */
import { dnKey, isInContainerScope, prepareScope } from '#core/sync/container-scope.ts'
import type { DirectoryConnection } from '../connectors/directory-connection.ts'
import { readEntry } from '../connectors/directory-entry.ts'
import type { ForestConfiguration } from '../state/configuration.ts'
import type { Unit } from './draft.ts'

const shown = '(|(objectClass=organizationalUnit)(&(objectClass=container)(cn=Users)))'

export async function readContainers(
  connection: DirectoryConnection,
  forest: Pick<ForestConfiguration, 'baseDn' | 'scope'>,
): Promise<readonly Unit[]> {
  const scope = prepareScope(forest.scope)
  const units: Unit[] = []
  const search = {
    base: forest.baseDn,
    scope: 'sub',
    filter: shown,
    attributes: ['objectGUID', 'objectClass'],
  } as const
  for await (const page of connection.pages(search)) {
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
