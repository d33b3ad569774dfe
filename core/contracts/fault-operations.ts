/** What asks whether a fault strikes it: the closed set that faults are added from, and the type that `Faults.strike` takes. */
import { z } from 'zod'
import { nearest } from './words.ts'

export const faultOperations = [
  'relay.deliver',
  'cloud.commit-password',
  'password-reset.onboard',
  'password-reset.offboard',
  'password-reset.heartbeat',
  'password-reset.renew-keys',
  'authentication-agent.validate',
  'graph.get',
  'graph.post',
  'graph.patch',
  'graph.put',
  'graph.delete',
  'ldap.bind',
  'ldap.search',
  'ldap.compare',
  'ldap.add',
  'ldap.modify',
  'ldap.modifyDN',
  'ldap.delete',
  'ldap.extended',
] as const
export type FaultOperation = (typeof faultOperations)[number]

/** Without case; a pattern that ends in `*` stands for all that begin so. */
export function fitsPattern(pattern: string, value: string): boolean {
  const [wanted, given] = [pattern.toLowerCase(), value.toLowerCase()]
  return wanted.endsWith('*') ? given.startsWith(wanted.slice(0, -1)) : given === wanted
}

/** One sentence when a pattern stands for no operation, so that its fault could never strike. */
export const faultPatternProblem = (pattern: string): string | undefined =>
  faultOperations.some((operation) => fitsPattern(pattern, operation))
    ? undefined
    : `no such operation: ${pattern}. Nearest: ${nearest(pattern, faultOperations)}. There are ${faultOperations.join(', ')}`

/** An operation as faults name it; may end in `*`. */
export const faultPattern = z
  .string()
  .max(100)
  .superRefine((pattern, context) => {
    const message = faultPatternProblem(pattern)
    if (message !== undefined) context.addIssue({ code: 'custom', message })
  })
  .describe(`${faultOperations.join(', ')}; may end in *`)
