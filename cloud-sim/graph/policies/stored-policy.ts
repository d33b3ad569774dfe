/** `cloud.policies`: what was changed of each policy of which there is one; the rest is the product's default. */
import type { StoredRecord } from '#core/ports.ts'
import { actorOf, type GraphCall } from '../call/graph-call.ts'

interface StoredPolicy extends StoredRecord {
  readonly settings: Readonly<Record<string, unknown>>
}

const policies = ({ directory }: GraphCall) => directory.lab.store.collection<StoredPolicy>('cloud.policies')

export const stored = (call: GraphCall, id: string): Readonly<Record<string, unknown>> =>
  policies(call).get(id)?.settings ?? {}

/** Members of an object change one by one, as its own would. */
const merged = (before: unknown, after: unknown): unknown =>
  isObject(before) && isObject(after) ? { ...before, ...known(after) } : after

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const known = (settings: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))

/** A policy as it is now: the product's default with what was written over it. */
export function current(
  call: GraphCall,
  id: string,
  defaults: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const settings = Object.entries(stored(call, id))
  return {
    ...defaults,
    ...Object.fromEntries(settings.map(([name, value]) => [name, merged(defaults[name], value)])),
  }
}

/** Writes what the settings name, with the row in the audit log. */
export async function store(
  call: GraphCall,
  id: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { directory } = call
  const before = stored(call, id)
  const after = Object.entries(known(settings)).map(([name, value]) => [name, merged(before[name], value)])
  await directory.transaction(() => {
    policies(call).put({ id, settings: { ...before, ...Object.fromEntries(after) } })
    const target = { id, displayName: id, type: 'Policy' } as const
    directory.recordChange('updatePolicy', actorOf(call), target, call.clientRequestId)
  })
}
