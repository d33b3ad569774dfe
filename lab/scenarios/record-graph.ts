/** A call of Graph that somebody made by hand, as a verb: ids become names that the play looks up, masked passwords become others. */
import { z } from 'zod'
import type { JournalEvent } from '#core/contracts/journal.ts'
import { mask } from '#core/mask-secrets.ts'
import type { Doors } from './doors.ts'
import { collectionsByName, type NamedCollection } from './named-objects.ts'
import type { Act, Words } from './record-act.ts'
import type { Passwords } from './record-passwords.ts'

const told = z.looseObject({
  method: z.string(),
  path: z.string(),
  route: z.string().optional(),
  status: z.number(),
  error: z.string().optional(),
  by: z.string().nullish(),
  body: z.unknown(),
})

/** Reads tell nothing of what was done; what was not there, or failed in the lab itself, cannot be played. */
const isPlayable = ({ method, status }: z.infer<typeof told>): boolean =>
  method !== 'GET' && method !== 'HEAD' && status !== 404 && status < 500

/** What Graph answered, as a check; undefined for an event of another kind. */
export function graphAnswerOf({ type, target, data }: JournalEvent): Words | undefined {
  const call = type === 'graph.answered' ? told.safeParse(data).data : undefined
  if (call === undefined || call.route === undefined || !isPlayable(call)) return undefined
  const { method, route, status, error } = call
  const user = target?.includes('@') ? { user: target } : {}
  return { graphAnswer: { method, route, ...user, status, ...(error === undefined ? {} : { error }) } }
}

/** The current password is the one that the play has arrived at; a new one is new, or one that is refused again. */
function unmasked(value: unknown, key: string, choose: (key: string) => string): unknown {
  if (value === mask) return choose(key)
  if (Array.isArray(value)) return value.map((item) => unmasked(item, key, choose))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, unmasked(item, name, choose)]))
}

const nameIn = (body: unknown): string | undefined =>
  z.looseObject({ userPrincipalName: z.string() }).safeParse(body).data?.userPrincipalName

/** `first` is the first event that belongs to the call. */
export function graphAct(event: JournalEvent, passwords: Passwords, first: number): Act | undefined {
  const call = told.safeParse(event.data).data
  if (call === undefined || call.route === undefined || !isPlayable(call)) return undefined
  const { method, path, status, by } = call
  const user = event.target ?? nameIn(call.body) ?? ''
  let chosen: string | undefined
  const choose = (key: string): string => {
    if (/current|old/i.test(key)) return passwords.of(user)
    chosen ??= status < 300 ? passwords.replace(user) : passwords.weak
    return chosen
  }
  const body = unmasked(call.body, '', choose)
  const request = { method, path, ...(body === undefined ? {} : { body }) }
  return {
    seq: first,
    do: { 'graph.request': request },
    ...(by?.includes('@') ? { as: by } : {}),
    ...(event.correlationId === undefined ? {} : { correlationId: event.correlationId }),
  }
}

const guids = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi
const directoryObject = z.looseObject({
  '@odata.type': z.string(),
  displayName: z.string().nullish(),
  userPrincipalName: z.string().optional(),
})

async function referenceTo(doors: Doors, id: string): Promise<string | undefined> {
  const admin = doors.who('Global Administrator')
  const answer = await doors.as(admin, `/v1.0/directoryObjects/${id}`)
  const found = directoryObject.safeParse(answer.json).data
  if (found === undefined) return undefined
  const collection = Object.entries(collectionsByName).find(
    ([, { type }]) => found['@odata.type'] === `#microsoft.graph.${type}`,
  )?.[0] as NamedCollection | undefined
  const name = found.userPrincipalName ?? found.displayName
  return collection === undefined || !name ? undefined : `{${collection}:${name}}`
}

/** Where a client has its lab is no business of the story. */
const anywhere = /https?:\/\/[^/"]+(?=\/(?:v1\.0|beta)\/)/g

/** The draft’s calls with names in place of ids, asked of the tenant as it is now. */
export async function withNames(acts: readonly Act[], doors: Doors | undefined): Promise<readonly Act[]> {
  if (doors === undefined) return acts
  const names = new Map<string, string>()
  const calls = acts.filter((act) => 'graph.request' in act.do)
  const ids = new Set(calls.flatMap((act) => JSON.stringify(act.do).match(guids) ?? []))
  for (const id of ids) {
    const reference = await referenceTo(doors, id)
    if (reference !== undefined) names.set(id, JSON.stringify(reference).slice(1, -1))
  }
  return acts.map((act) => {
    if (!calls.includes(act)) return act
    const text = JSON.stringify(act.do)
      .replace(anywhere, 'https://graph.microsoft.com')
      .replace(guids, (id) => names.get(id) ?? id)
    return { ...act, do: JSON.parse(text) as Words }
  })
}
