/** A code of the authenticator app proves its user once, whatever it is typed for. */
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import { authenticatorStep } from './authenticator-codes.ts'

/** False: it is not what the app shows now, or it has been used. */
export function takeAuthenticatorCode(
  { methodsOf, lab }: TenantDirectory,
  userId: string,
  code: string,
): boolean {
  const secret = methodsOf(userId).authenticatorSecret
  const step = secret === null ? undefined : authenticatorStep(secret, code, lab.clock.now())
  const used = lab.store.collection<{ id: string; step: number }>('cloud.authenticator-steps')
  if (step === undefined || (used.get(userId)?.step ?? -1) >= step) return false
  void lab.store.transaction(() => used.put({ id: userId, step }))
  return true
}
