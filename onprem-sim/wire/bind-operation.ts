/** The bind request as the wire has it: versions, methods and the empty password, before a password is looked at. */
import { ldapResult } from '#core/codes/ldap.ts'
import { simpleBind } from '../operations/bind.ts'
import { type Identity, type OperationContext, refused, resultOf } from '../operations/operation.ts'
import type { BindRequest } from './requests.ts'
import type { LdapResult } from './responses.ts'

export interface BindAnswer {
  readonly result: LdapResult
  readonly identity?: Identity
}

const refuse = (code: Parameters<typeof refused>[0]): BindAnswer => ({ result: resultOf(refused(code)) })

/** A blank that is not empty is no name at all. */
const unauthenticated = (name: string): BindAnswer =>
  name !== '' && name.trim() === '' ? refuse('LogonFailed') : { result: { code: ldapResult.success } }

export async function bindOperation(
  context: OperationContext,
  request: BindRequest,
  requireSigning: boolean,
): Promise<BindAnswer> {
  if (request.version !== 2 && request.version !== 3) return refuse('VersionRefused')
  const { authentication } = request
  // Package discovery: the list stands in matchedDN (MS-ADTS 5.1.1.1.3); we have no package to offer.
  if (authentication.kind === 'sicily')
    return authentication.tag === 0x89
      ? { result: { code: ldapResult.success, matchedDn: '' } }
      : refuse('AuthMethodRefused')
  if (authentication.kind === 'sasl' && authentication.mechanism.toUpperCase() === 'EXTERNAL')
    return refuse('SaslStartFailed')
  if (authentication.kind !== 'simple') return refuse('AuthMethodRefused')
  const password = authentication.password.toString('utf8')
  // A name without a password is an anonymous bind (RFC 4513 5.1.2).
  if (password === '') return unauthenticated(request.name)
  if (requireSigning && !context.tls) return refuse('SigningRequired')
  const outcome = await simpleBind(context, request.name, password)
  if ('refused' in outcome) return refuse(outcome.refused)
  return { result: { code: ldapResult.success }, identity: outcome.identity }
}
