/** Who is named in `do`, `given`, `check` and `as`, and whether the world has them. */
import type { Scenario } from '#core/contracts/scenario.ts'
import { nearest } from '#core/contracts/words.ts'
import { accountsOf, type LoadedWorld } from '../world/load-world.ts'
import type { Problem } from './problem.ts'

export type Action = NonNullable<Scenario['given']>[number]

/** Where a name stands, and the name. */
export interface Named {
  readonly path: readonly PropertyKey[]
  readonly name: string
}

export const userIn = (path: readonly PropertyKey[], word: string, given: Action['arguments']): Named[] =>
  typeof given.user === 'string' ? [{ path: [...path, word, 'user'], name: given.user }] : []

export const usersOfActions = (
  path: readonly PropertyKey[],
  actions: readonly Action[] | undefined,
): Named[] => (actions ?? []).flatMap(({ verb, arguments: given }, at) => userIn([...path, at], verb, given))

/** Everybody whom the world or these actions make; people that are made by the dozen have numbers for names. */
export function peopleOf(world: LoadedWorld, actions: readonly Action[]): string[] {
  const made = [...world.given, ...actions].flatMap(({ verb, arguments: given }) =>
    verb === 'ldap.addUser' ? [given.sAMAccountName, given.userPrincipalName].map(String) : [],
  )
  const accounts = accountsOf(world).flatMap(({ upn = '' }) => [upn, upn.split('@')[0] ?? ''])
  return [...accounts, ...made].map((name) => name.toLowerCase())
}

const domainOf = (name: string) => name.split('@')[1]?.toLowerCase() ?? ''
const plainName = (name: string) => name.toLowerCase().replace(/^[a-z]+\\/, '')

export function unknownUsers(
  users: readonly Named[],
  people: readonly string[],
  { world, tenant }: LoadedWorld,
): Problem[] {
  const isKnown = (name: string) =>
    people.includes(plainName(name)) || /^u\d{5}(@|$)/.test(name) || domainOf(name) === tenant.initialDomain
  return users
    .filter(({ name }) => !isKnown(name))
    .map(({ path, name }) => ({
      path,
      message: `the world ${world} has no user ${name}. Nearest: ${nearest(name, people)}`,
    }))
}
