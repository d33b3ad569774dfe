/** The forests of a lab besides its first one: a domain controller each, on ports and a disk of its own. */
import type { World } from '#core/contracts/world.ts'
import type { Lab } from '#core/ports.ts'
import type { DirectoryPart } from './open-lab.ts'
import { withOwnDisk } from './own-disk.ts'
import { lockAccounts, seedDirectory } from './world/seed-directory.ts'

type Forest = World['forest']

export interface FurtherForest {
  readonly forest: Forest
  readonly directory: DirectoryPart
  readonly url: string
  readonly plainUrl: string
}

/** Starts them; `build` fills new ones with their people. */
export async function openFurtherForests(
  lab: Lab,
  forests: readonly Forest[],
  {
    host,
    createDirectory,
  }: { readonly host: string; createDirectory(lab: Lab, forest: Forest): Promise<DirectoryPart> },
): Promise<readonly FurtherForest[]> {
  const opened: FurtherForest[] = []
  for (const forest of forests) {
    const directory = await createDirectory(withOwnDisk(lab, forest.dnsName), forest)
    const at = (scheme: string, port: number) => `${scheme}://${host}:${port}`
    const { ldap, ldaps } = directory.ports
    opened.push({ forest, directory, url: at('ldaps', ldaps), plainUrl: at('ldap', ldap) })
  }
  return opened
}

/** Puts the worlds' people into forests that are new. */
export async function buildFurtherForests(
  forests: readonly FurtherForest[],
  caCertificate: string,
): Promise<void> {
  for (const { forest, directory, url } of forests) {
    const { baseDn, administratorDn } = directory
    const door = { url, ca: caCertificate, baseDn, administratorDn }
    await seedDirectory(door, forest)
    await lockAccounts(door, forest)
  }
}
