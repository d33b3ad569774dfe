/** What the domain controller is called, as its computer account states it. */
import type { Directory } from '../store/directory.ts'
import { firstValue } from '../store/records.ts'

/** The one site that a new forest has. */
export const siteName = 'Default-First-Site-Name'

/** The first computer that is a domain controller. */
export function controllerName(directory: Directory): string {
  for (const id of directory.values.equal('primaryGroupID', '516') ?? [])
    return directory.get(id)?.rdn ?? 'DC01'
  return 'DC01'
}

/** As its computer account states it. */
export function controllerDnsName(directory: Directory): string {
  for (const id of directory.values.equal('primaryGroupID', '516') ?? []) {
    const name = firstValue(directory.get(id)?.attributes.dNSHostName)
    if (name !== undefined) return name
  }
  return directory.dnsName
}
