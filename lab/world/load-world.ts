/** Reads a world file, and tells which accounts it makes. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dnOfDnsName } from '#core/active-directory/dn.ts'
import type { LabInfo } from '#core/contracts/lab-info.ts'
import { type World, world } from '#core/contracts/world.ts'
import { parseYaml } from '../scenarios/load-scenario.ts'

export const worldsFolder = new URL('../../scenarios/worlds/', import.meta.url).pathname

/** Throws a sentence when there is no such world, ScenarioFileError when the file is wrong. */
export async function loadWorld(name: string, folder = worldsFolder): Promise<World> {
  if (!/^[a-z0-9-]+$/.test(name))
    throw new Error(`no world ${JSON.stringify(name)}: a world's name is lower-case words with hyphens`)
  const file = join(folder, `${name}.yaml`)
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`no world ${name}: ${file} is not there`)
  })
  return parseYaml(`${name}.yaml`, text, world)
}

/** The accounts of the printed table and of `info`, the administrators first. */
export function accountsOf({ forest, tenant }: World): LabInfo['accounts'] {
  const baseDn = dnOfDnsName(forest.dnsName)
  const cloud = tenant.users.map(({ roles, displayName, userPrincipalName, password }) => ({
    role: roles[0] ?? 'Cloud-only user',
    displayName,
    upn: userPrincipalName,
    password,
  }))
  const administrator = {
    role: 'Domain Admin',
    displayName: 'Administrator',
    dn: `CN=Administrator,CN=Users,${baseDn}`,
    upn: `Administrator@${forest.dnsName}`,
    password: forest.administratorPassword,
  }
  const synced = forest.users.map((user) => ({
    role: roleOf(user),
    displayName: user.name,
    ...(user.userPrincipalName === undefined ? {} : { upn: user.userPrincipalName }),
    dn: `CN=${user.name},${user.ou},${baseDn}`,
    password: user.password,
  }))
  return [
    ...cloud.filter(({ role }) => role !== 'Cloud-only user'),
    administrator,
    ...synced,
    ...cloud.filter(({ role }) => role === 'Cloud-only user'),
  ]
}

function roleOf(user: World['forest']['users'][number]): string {
  if (user.disabled) return 'Disabled user'
  if (user.locked) return 'Locked user'
  if (user.memberOf.some((group) => /^CN=Domain Admins,/i.test(group))) return 'Protected user'
  return 'User'
}
