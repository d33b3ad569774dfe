/** A user's temporary access pass: at most one, and its text is in the answer that made it and nowhere else. */
import type { CloudUser } from '#core/entra/model.ts'
import type { Collection, Instant } from '#core/ports.ts'
import type { GraphCall } from '../call/graph-call.ts'
import { iso } from '../odata/entity-type.ts'
import { isMethodEnabled } from '../policies/policy-routes.ts'

export interface TemporaryAccessPass {
  /** The user's object id. */
  readonly id: string
  readonly passId: string
  readonly createdDateTime: Instant
  readonly startDateTime: Instant
  readonly lifetimeInMinutes: number
  readonly isUsableOnce: boolean
}

export const passesOf = ({ directory }: GraphCall): Collection<TemporaryAccessPass> =>
  directory.lab.store.collection('cloud.temporary-access-passes')

export const isOver = (
  { startDateTime, lifetimeInMinutes }: TemporaryAccessPass,
  { directory }: GraphCall,
): boolean => startDateTime + lifetimeInMinutes * 60_000 <= directory.lab.clock.now()

function usabilityOf(pass: TemporaryAccessPass, call: GraphCall): string {
  if (!isMethodEnabled(call, 'TemporaryAccessPass')) return 'DisabledByPolicy'
  if (isOver(pass, call)) return 'Expired'
  return pass.startDateTime > call.directory.lab.clock.now() ? 'NotYetValid' : 'EnabledByPolicy'
}

export function shownPass(pass: TemporaryAccessPass, call: GraphCall) {
  const reason = usabilityOf(pass, call)
  return {
    id: pass.passId,
    temporaryAccessPass: null,
    createdDateTime: iso(pass.createdDateTime),
    startDateTime: iso(pass.startDateTime),
    lifetimeInMinutes: pass.lifetimeInMinutes,
    isUsableOnce: pass.isUsableOnce,
    isUsable: reason === 'EnabledByPolicy',
    methodUsabilityReason: reason,
  }
}

export function passMethods({ id }: CloudUser, _methods: unknown, call: GraphCall) {
  const pass = passesOf(call).get(id)
  return pass === undefined ? [] : [shownPass(pass, call)]
}
