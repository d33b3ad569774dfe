/** The bind request as the wire has it: versions, methods and the empty password, before a password is looked at. */
import { ldapResult } from '#core/codes/ldap/result.ts'
import { type Later, whenReady } from '#core/later.ts'
import { simpleBind } from '../operations/bind/log-on.ts'
import type { OperationContext } from '../operations/operation.ts'
import { serviceSettings } from '../operations/service-settings.ts'
import type { BindAuthentication, BindRequest } from './requests.ts'
import {
  type BindAnswer,
  beginSicily,
  beginSpnego,
  type PendingBind,
  refuseBind,
  sicilyTags,
} from './sasl-exchange.ts'

/** A blank that is not empty is no name at all. */
function unauthenticated({ directory }: OperationContext, name: string): BindAnswer {
  if (name !== '' && name.trim() === '') return refuseBind('LogonFailed')
  return name !== '' && serviceSettings(directory).denyUnauthenticatedBind
    ? refuseBind('UnauthenticatedBindRefused')
    : { result: { code: ldapResult.success } }
}

/** `pending`: what this connection's last bind request left open. */
export function bindOperation(
  context: OperationContext,
  request: BindRequest,
  pending: PendingBind | undefined,
): Later<BindAnswer> {
  if (request.version !== 2 && request.version !== 3) return refuseBind('VersionRefused')
  const { authentication } = request
  const proves = authentication.kind === 'simple' && authentication.password.length > 0
  return whenReady(authenticate(context, request.name, authentication, pending), (answer) => {
    // Whether the password was right is nobody's business on a connection that may not carry it.
    const open = (proves || answer.identity !== undefined) && answer.security === undefined && !context.tls
    return open && serviceSettings(context.directory).requireSigning ? refuseBind('SigningRequired') : answer
  })
}

function authenticate(
  context: OperationContext,
  name: string,
  authentication: BindAuthentication,
  pending: PendingBind | undefined,
): Later<BindAnswer> {
  switch (authentication.kind) {
    case 'simple':
      return withPassword(context, name, authentication.password.toString('utf8'))
    case 'sasl':
      return withMechanism(context, authentication, pending)
    case 'sicily':
      return authentication.tag === sicilyTags.response && pending !== undefined
        ? pending(context, authentication.token)
        : beginSicily(context, authentication.tag, authentication.token)
    case 'unknown':
      return refuseBind('AuthMethodRefused')
  }
}

function withPassword(context: OperationContext, name: string, password: string): Later<BindAnswer> {
  // A name without a password is an anonymous bind (RFC 4513 5.1.2).
  if (password === '') return unauthenticated(context, name)
  return whenReady(simpleBind(context, name, password), (outcome) =>
    'refused' in outcome
      ? refuseBind(outcome.refused)
      : { result: { code: ldapResult.success }, identity: outcome.identity },
  )
}

function withMechanism(
  context: OperationContext,
  { mechanism, credentials }: Extract<BindAuthentication, { kind: 'sasl' }>,
  pending: PendingBind | undefined,
): Later<BindAnswer> {
  switch (mechanism.toUpperCase()) {
    // A certificate of the client's would say who it is; nobody is asked for one.
    case 'EXTERNAL':
      return refuseBind('SaslStartFailed')
    case 'GSS-SPNEGO':
      return pending === undefined || credentials === undefined
        ? beginSpnego(context, credentials)
        : pending(context, credentials)
    default:
      return refuseBind('AuthMethodRefused')
  }
}
