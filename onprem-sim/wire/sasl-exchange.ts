/** Binds of several steps: GSS-SPNEGO with NTLM inside or bare, and Sicily, which is NTLM before there was SASL (MS-ADTS 5.1.1.1). */

import { ldapResult } from '#core/codes/ldap/result.ts'
import type { LdapCode } from '#core/codes/ldap.ts'
import type { Later } from '#core/later.ts'
import { beginNtlm, type NtlmExchange, type NtlmLogon } from '../operations/bind/ntlm-bind.ts'
import type { MessageSecurity } from '../operations/ntlm/message-security.ts'
import { type Identity, type OperationContext, refused, resultOf } from '../operations/operation.ts'
import type { LdapResult } from './responses.ts'
import {
  formatSpnegoOffer,
  formatSpnegoReply,
  ntlmMechanism,
  readSpnegoAnswer,
  readSpnegoInit,
} from './spnego.ts'

/** What the connection does with the client's next token. */
export type PendingBind = (context: OperationContext, token: Buffer) => Later<BindAnswer>

export interface BindAnswer {
  readonly result: LdapResult
  readonly identity?: Identity
  /** Everything after this answer is signed or sealed. */
  readonly security?: MessageSecurity
  /** The bind goes on with the client's next request. */
  readonly pending?: PendingBind
}

export const refuseBind = (code: LdapCode): BindAnswer => ({ result: resultOf(refused(code)) })

/** A refused SASL bind names AcceptSecurityContext as a simple one does, with the code of its package. */
const refuseSasl = (code: LdapCode): BindAnswer => ({ result: resultOf(refused(code, { sasl: true })) })

const inProgress = (token: Buffer, pending: PendingBind): BindAnswer => ({
  result: { code: ldapResult.saslBindInProgress, saslCredentials: token },
  pending,
})

function accepted({ identity, security }: NtlmLogon, token?: Buffer): BindAnswer {
  return {
    result: { code: ldapResult.success, ...(token === undefined ? {} : { saslCredentials: token }) },
    ...(identity === undefined ? {} : { identity }),
    ...(security === undefined ? {} : { security }),
  }
}

/** GSS-SPNEGO. Without a token the client asks what there is; a bare NTLM message is taken as well. */
export function beginSpnego({ directory }: OperationContext, token: Buffer | undefined): BindAnswer {
  if (token === undefined || token.length === 0)
    return inProgress(formatSpnegoOffer(), (context, next) => beginSpnego(context, next))
  const bare = beginNtlm(directory, token)
  if (bare !== undefined)
    return inProgress(bare.challenge, (context, next) => finishBare(context, bare, next))
  const init = readSpnegoInit(token)
  if (init === undefined || !init.mechanisms.some((one) => one.equals(ntlmMechanism)))
    return refuseSasl('LogonTokenInvalid')
  const { mechanismList } = init
  const first = init.mechanisms[0]?.equals(ntlmMechanism) === true ? init.token : undefined
  return first === undefined ? chooseNtlm(mechanismList) : challenge(directory, mechanismList, first)
}

/** The client's favourite was another: it is told to start with NTLM. */
function chooseNtlm(mechanismList: Buffer): BindAnswer {
  const reply = formatSpnegoReply({ state: 'incomplete', mechanism: ntlmMechanism })
  return inProgress(reply, ({ directory }, next) => {
    const token = readSpnegoAnswer(next)?.token
    return token === undefined ? refuseSasl('LogonTokenInvalid') : challenge(directory, mechanismList, token)
  })
}

function challenge(
  directory: OperationContext['directory'],
  mechanismList: Buffer,
  negotiate: Buffer,
): BindAnswer {
  const exchange = beginNtlm(directory, negotiate)
  if (exchange === undefined) return refuseSasl('LogonTokenInvalid')
  const reply = formatSpnegoReply({
    state: 'incomplete',
    mechanism: ntlmMechanism,
    token: exchange.challenge,
  })
  return inProgress(reply, (context, next) => finishSpnego(context, exchange, mechanismList, next))
}

async function finishSpnego(
  context: OperationContext,
  exchange: NtlmExchange,
  mechanismList: Buffer,
  bytes: Buffer,
): Promise<BindAnswer> {
  const answer = readSpnegoAnswer(bytes)
  if (answer?.token === undefined) return refuseSasl('LogonTokenInvalid')
  const logon = await exchange.finish(context, answer.token)
  if ('refused' in logon) return refuseSasl(logon.refused)
  const { security } = logon
  if (answer.signature === undefined || security === undefined)
    return accepted(logon, formatSpnegoReply({ state: 'completed' }))
  if (!security.verify(mechanismList, answer.signature)) return refuseSasl('LogonTokenInvalid')
  const signature = security.sign(mechanismList)
  security.restartCipher()
  return accepted(logon, formatSpnegoReply({ state: 'completed', signature }))
}

async function finishBare(
  context: OperationContext,
  exchange: NtlmExchange,
  token: Buffer,
): Promise<BindAnswer> {
  const logon = await exchange.finish(context, token)
  return 'refused' in logon ? refuseSasl(logon.refused) : accepted(logon)
}

/** Tags of the three Sicily requests (MS-ADTS 5.1.1.1.3). */
export const sicilyTags = { discovery: 0x89, negotiate: 0x8a, response: 0x8b } as const

/** What a Sicily answer carries stands where matchedDN stands elsewhere. */
const sicily = (bytes: Buffer): LdapResult => ({ code: ldapResult.success, serverCredentials: bytes })

export function beginSicily({ directory }: OperationContext, tag: number, token: Buffer): BindAnswer {
  if (tag === sicilyTags.discovery) return { result: sicily(Buffer.from('NTLM')) }
  const exchange = tag === sicilyTags.negotiate ? beginNtlm(directory, token) : undefined
  if (exchange === undefined) return refuseBind('AuthMethodRefused')
  return {
    result: sicily(exchange.challenge),
    pending: (context, next) => finishSicily(context, exchange, next),
  }
}

async function finishSicily(
  context: OperationContext,
  exchange: NtlmExchange,
  token: Buffer,
): Promise<BindAnswer> {
  const logon = await exchange.finish(context, token)
  return 'refused' in logon ? refuseBind(logon.refused) : accepted(logon)
}
