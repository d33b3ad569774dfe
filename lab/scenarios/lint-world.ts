/** What a world that its schema takes has wrong all the same: names twice, units and groups that nobody makes. */
import { basename } from 'node:path'
import { nearest } from '#core/contracts/words.ts'
import type { DerivedWorld, World } from '#core/contracts/world.ts'
import { loadWorld, worldNames } from '../world/load-world.ts'
import { peopleOf, unknownUsers, usersOfActions } from './lint-names.ts'
import type { Beside, Problem } from './problem.ts'

/** Those that every domain has. */
const containers = ['CN=Users', 'CN=Computers', 'CN=Builtin', 'OU=Domain Controllers']
const wellKnownGroup = /^CN=[^,]+,CN=(Users|Builtin)$/i

/** A world is asked for by the name of its file. */
function nameProblem(name: string, file: string): Problem[] {
  const wanted = basename(file).replace(/\.ya?ml$/, '')
  return name === wanted
    ? []
    : [{ path: ['world'], message: `the file is named ${wanted}, and that is the world's name` }]
}

function twice(values: readonly (string | undefined)[], pathOf: (at: number) => PropertyKey[]): Problem[] {
  const lower = values.map((value) => value?.toLowerCase())
  return lower.flatMap((value, at) =>
    value === undefined || lower.indexOf(value) === at
      ? []
      : [{ path: pathOf(at), message: `${values[at]} is there twice` }],
  )
}

function unknown(name: string, known: readonly string[], what: string, path: PropertyKey[]): Problem[] {
  const isKnown = known.some((one) => one.toLowerCase() === name.toLowerCase())
  return isKnown ? [] : [{ path, message: `no such ${what}: ${name}. Nearest: ${nearest(name, known)}` }]
}

function forestProblems(forest: World['forest'], path: PropertyKey[]): Problem[] {
  const { users, groups, organizationalUnits } = forest
  const units = [...organizationalUnits, ...containers]
  const dns = groups.map(({ name, ou }) => `CN=${name},${ou}`)
  return [
    ...twice(
      users.map(({ sAMAccountName }) => sAMAccountName),
      (at) => [...path, 'users', at, 'sAMAccountName'],
    ),
    ...twice(
      users.map((user) => user.userPrincipalName),
      (at) => [...path, 'users', at, 'userPrincipalName'],
    ),
    ...groups.flatMap(({ ou }, at) => unknown(ou, units, 'unit', [...path, 'groups', at, 'ou'])),
    ...users.flatMap(({ ou, memberOf }, at) => [
      ...unknown(ou, units, 'unit', [...path, 'users', at, 'ou']),
      ...memberOf.flatMap((group, index) =>
        wellKnownGroup.test(group)
          ? []
          : unknown(group, dns, 'group', [...path, 'users', at, 'memberOf', index]),
      ),
    ]),
  ]
}

export function worldProblems(world: World, file: string): Problem[] {
  const { forest, furtherForests, tenant, connect } = world
  const admins = tenant.users.filter(({ roles }) => roles.includes('Global Administrator'))
  const units = [...forest.organizationalUnits, ...containers]
  return [
    ...nameProblem(world.world, file),
    ...forestProblems(forest, ['forest']),
    ...furtherForests.flatMap((further, at) => forestProblems(further, ['furtherForests', at])),
    ...twice(
      tenant.users.map(({ userPrincipalName }) => userPrincipalName),
      (at) => ['tenant', 'users', at],
    ),
    ...(admins.length > 0
      ? []
      : [{ path: ['tenant', 'users'], message: 'somebody needs the role Global Administrator' }]),
    ...connect.organizationalUnits.flatMap((unit, at) =>
      unknown(unit, units, 'unit', ['connect', 'organizationalUnits', at]),
    ),
  ]
}

export async function derivedWorldProblems(
  derived: DerivedWorld,
  file: string,
  { folders }: Beside,
): Promise<Problem[]> {
  const worlds = await worldNames(folders)
  const named = nameProblem(derived.world, file)
  if (!worlds.includes(derived.extends))
    return [...named, ...unknown(derived.extends, worlds, 'world', ['extends'])]
  const below = await loadWorld(derived.extends, folders)
  const people = peopleOf(below, derived.given ?? [])
  return [...named, ...unknownUsers(usersOfActions(['given'], derived.given), people, below)]
}
