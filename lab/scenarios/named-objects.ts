/** `{groups:Reset pilot}` in a call of Graph stands for the id of that object, which differs from lab to lab. */
import { z } from 'zod'
import { type Doors, expectSuccess } from './doors.ts'

/** The collections whose objects can be named so, with the type that Graph gives them and the property that is the name. */
export const collectionsByName = {
  users: { path: 'users', type: 'user', by: 'userPrincipalName' },
  groups: { path: 'groups', type: 'group', by: 'displayName' },
  applications: { path: 'applications', type: 'application', by: 'displayName' },
  servicePrincipals: { path: 'servicePrincipals', type: 'servicePrincipal', by: 'displayName' },
  directoryRoles: { path: 'directoryRoles', type: 'directoryRole', by: 'displayName' },
  administrativeUnits: {
    path: 'directory/administrativeUnits',
    type: 'administrativeUnit',
    by: 'displayName',
  },
} as const
export type NamedCollection = keyof typeof collectionsByName

const isNamed = (collection: string): collection is NamedCollection =>
  Object.hasOwn(collectionsByName, collection)
const reference = /\{(\w+):([^{}]+)\}/g
const rows = z.object({ value: z.array(z.looseObject({ id: z.string() })) })

async function idOf(doors: Doors, collection: NamedCollection, name: string): Promise<string> {
  const { path, by } = collectionsByName[collection]
  const asked = `/v1.0/${path}?$filter=${encodeURIComponent(`${by} eq '${name.replaceAll("'", "''")}'`)}`
  const answer = await doors.as(doors.who('Global Administrator'), asked)
  const [found] = rows.parse(expectSuccess(collection, answer).json).value
  if (found === undefined)
    throw new Error(`the tenant has nothing among ${collection} that is called ${name}`)
  return found.id
}

/** The same text with ids in place of names; what is no such reference stays. */
export async function withIds(doors: Doors, text: string): Promise<string> {
  const ids = new Map<string, string>()
  for (const [whole, collection = '', name = ''] of text.matchAll(reference))
    if (isNamed(collection)) ids.set(whole, await idOf(doors, collection, name))
  return text.replace(reference, (whole) => ids.get(whole) ?? whole)
}
