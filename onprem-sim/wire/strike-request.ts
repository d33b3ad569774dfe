/** Faults that a trainer put in the way of LDAP operations: `ldap.modify`, `ldap.bind` … on a DN, a name or an OID. */
import { type LdapCode, ldapCodes } from '#core/codes/ldap.ts'
import type { Later } from '#core/later.ts'
import type { FaultEffect, Faults } from '#core/ports.ts'
import { refused, resultOf } from '../operations/operation.ts'
import type { Request } from './requests.ts'
import type { LdapResult } from './responses.ts'

export type AnsweredRequest = Exclude<Request, { op: 'unbind' | 'abandon' }>

export const strikeRequest = (
  faults: Faults,
  request: AnsweredRequest,
  phase: 'before' | 'after',
): Later<FaultEffect | undefined> => faults.strike(`ldap.${request.op}`, targetOf(request), phase)

function targetOf(request: AnsweredRequest): string {
  switch (request.op) {
    case 'extended':
      return request.oid
    case 'search':
      return request.base
    case 'bind':
      return request.name
    default:
      return request.dn
  }
}

/** What the client hears of a fault that names a code. */
export function faultResult(effect: FaultEffect): LdapResult {
  const code = 'code' in effect && isLdapCode(effect.code) ? effect.code : 'ServerDown'
  return resultOf(refused(code))
}

const isLdapCode = (code: string): code is LdapCode => Object.hasOwn(ldapCodes, code)
