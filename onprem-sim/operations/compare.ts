/** Compare (RFC 4511 4.10). */
import { ldapResult } from '#core/codes/ldap/result.ts'
import type { CompareRequest } from '../wire/requests.ts'
import type { LdapResult } from '../wire/responses.ts'
import { accessTo } from './access.ts'
import { isRefusal, type LdapRefusal, type OperationContext, refused } from './operation.ts'
import { resolveTarget } from './resolve.ts'
import { compileFilter } from './search/compile-filter.ts'

export function compare(context: OperationContext, request: CompareRequest): LdapResult | LdapRefusal {
  const object = resolveTarget(context, request.dn)
  if (isRefusal(object)) return object
  const attribute = context.directory.attribute(request.attribute)
  if (attribute === undefined) return refused('UnknownAttribute')
  const matcher = compileFilter(context, { kind: 'equal', attribute: attribute.name, value: request.value })
  const matches = matcher(object, accessTo(context, object)) === 1
  return { code: matches ? ldapResult.compareTrue : ldapResult.compareFalse }
}
