/**
 * Domain and OU filtering: which containers a connector reads. A container follows the nearest one above it that was
 * selected or taken out. Source: writeback.md §7.1 (Domain and OU filtering), §8.4.
 */
import { parseDn, rdnKey } from '#core/active-directory/dn.ts'

export interface ContainerScope {
  /** DNs of selected containers; everything below follows. */
  readonly included: readonly string[]
  /** DNs below a selected one that are taken out. */
  readonly excluded: readonly string[]
}

/** Other than plain ASCII without escapes or blanks beside a separator, as most names are. */
const needsParsing = /[^\x20-\x7e]|[\\"<>;+#]| [,=]|[,=] |^ | $/

/** A DN as it compares: `ou=staff,dc=contoso,dc=local`. A text that is no DN compares by itself. */
export function dnKey(dn: string): string {
  if (!needsParsing.test(dn)) return dn.toLowerCase()
  const parsed = parseDn(dn)
  return parsed === undefined
    ? dn.toLowerCase()
    : parsed.map(({ type, value }) => rdnKey(type, escapeKey(value))).join(',')
}

/** A comma inside a value must not look like the end of a name. */
const escapeKey = (value: string): string => value.replaceAll(',', '\u0001')

/** Keys of all containers above a DN key, nearest first. */
function* ancestors(key: string): Iterable<string> {
  for (let at = key.indexOf(','); at >= 0; at = key.indexOf(',', at + 1)) yield key.slice(at + 1)
}

export interface PreparedScope {
  readonly included: ReadonlySet<string>
  readonly excluded: ReadonlySet<string>
}

export const prepareScope = (scope: ContainerScope): PreparedScope => ({
  included: new Set(scope.included.map(dnKey)),
  excluded: new Set(scope.excluded.map(dnKey)),
})

/** Is an object with this DN key inside the scope? The containers themselves count as inside. */
export function isInContainerScope(key: string, scope: PreparedScope): boolean {
  if (scope.included.has(key)) return true
  if (scope.excluded.has(key)) return false
  for (const container of ancestors(key)) {
    if (scope.included.has(container)) return true
    if (scope.excluded.has(container)) return false
  }
  return false
}

/** The scope behind a tree of check-boxes: tops of what is ticked, and tops of what is not within it. */
export function scopeOfSelection(
  containers: readonly { readonly dn: string; readonly selected: boolean }[],
): ContainerScope {
  const ticked = new Map(containers.map(({ dn, selected }) => [dnKey(dn), selected]))
  const inherited = (dn: string): boolean => {
    for (const above of ancestors(dnKey(dn))) {
      const state = ticked.get(above)
      if (state !== undefined) return state
    }
    return false
  }
  const differing = containers.filter(({ dn, selected }) => selected !== inherited(dn))
  return {
    included: differing.filter(({ selected }) => selected).map(({ dn }) => dn),
    excluded: differing.filter(({ selected }) => !selected).map(({ dn }) => dn),
  }
}
