/** Reads a world file and the worlds it extends, and tells which accounts it makes. */
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { dnOfDnsName } from '#core/active-directory/dn.ts'
import type { AccountRole, LabInfo } from '#core/contracts/lab-info.ts'
import type { ScenarioAction } from '#core/contracts/scenario-verbs.ts'
import { derivedWorld, type World, world } from '#core/contracts/world.ts'
import { LabRefusal } from '../refusal.ts'
import { scenariosFolder } from '../scenarios/load-scenario.ts'
import { parseYaml } from '../scenarios/read-yaml.ts'

/** A world that is built from the ground, and what is done to it before it opens. */
export interface LoadedWorld extends World {
  /** Name of the world at the root of `extends`; its own name when it extends none. */
  readonly base: string
  readonly given: readonly ScenarioAction[]
}

/** The world files of a folder such as `scenarios`. */
export async function worldFiles(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, 'worlds')).catch(() => [])
  return names
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, 'worlds', name))
}

export async function worldNames(folders: readonly string[]): Promise<string[]> {
  const files = await Promise.all(folders.map(worldFiles))
  return [...new Set(files.flat().map((file) => basename(file, '.yaml')))]
}

const extending = z.object({ extends: z.string() })

/**
 * From `worlds/` in the first of these folders that has it.
 * Throws LabRefusal `LabWorldNotFound`, or ScenarioFileError when a file is wrong.
 */
export async function loadWorld(
  name: string,
  folders: readonly string[] = [scenariosFolder],
): Promise<LoadedWorld> {
  return loadChain(name, folders, [])
}

async function loadChain(
  name: string,
  folders: readonly string[],
  seen: readonly string[],
): Promise<LoadedWorld> {
  if (seen.includes(name)) throw new LabRefusal('LabWorldCircular', { world: [...seen, name].join(' → ') })
  const text = await readWorldFile(name, folders)
  const isDerived = (written: unknown) => extending.safeParse(written).success
  const found = parseYaml(`${name}.yaml`, text, z.unknown())
  if (!isDerived(found)) return { ...parseYaml(`${name}.yaml`, text, world), base: name, given: [] }
  const derived = parseYaml(`${name}.yaml`, text, derivedWorld)
  const below = await loadChain(derived.extends, folders, [...seen, name])
  const given = [...below.given, ...(derived.given ?? [])]
  return { ...below, world: derived.world, title: derived.title, given }
}

async function readWorldFile(name: string, folders: readonly string[]): Promise<string> {
  if (/^[a-z0-9-]+$/.test(name))
    for (const folder of folders) {
      const text = await readFile(join(folder, 'worlds', `${name}.yaml`), 'utf8').catch(() => undefined)
      if (text !== undefined) return text
    }
  throw new LabRefusal('LabWorldNotFound', { world: name })
}

/** The accounts of the printed table and of `info`, the administrators first. */
export function accountsOf({ forest, furtherForests, tenant }: World): LabInfo['accounts'] {
  const cloud = tenant.users.map(({ roles, displayName, userPrincipalName, password }) => ({
    role: roles[0] ?? cloudOnly,
    displayName,
    upn: userPrincipalName,
    password,
  }))
  return [
    ...cloud.filter(({ role }) => role !== cloudOnly),
    ...[forest, ...furtherForests].flatMap(accountsOfForest),
    ...cloud.filter(({ role }) => role === cloudOnly),
  ]
}

const cloudOnly: AccountRole = 'Cloud-only user'

function accountsOfForest({ dnsName, administratorPassword, users }: World['forest']): LabInfo['accounts'] {
  const baseDn = dnOfDnsName(dnsName)
  const administrator = {
    role: 'Domain Admin' satisfies AccountRole,
    displayName: 'Administrator',
    dn: `CN=Administrator,CN=Users,${baseDn}`,
    upn: `Administrator@${dnsName}`,
    password: administratorPassword,
  }
  const people = users.map((user) => ({
    role: roleOf(user),
    displayName: user.name,
    ...(user.userPrincipalName === undefined ? {} : { upn: user.userPrincipalName }),
    dn: `CN=${user.name},${user.ou},${baseDn}`,
    password: user.password,
  }))
  return [administrator, ...people]
}

function roleOf(user: World['forest']['users'][number]): AccountRole {
  if (user.disabled) return 'Disabled user'
  if (user.locked) return 'Locked user'
  if (user.memberOf.some((group) => /^CN=Domain Admins,/i.test(group))) return 'Protected user'
  return 'User'
}
