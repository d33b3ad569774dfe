/** NTLM as a way to bind (MS-ADTS 5.1.1.1.2, 5.1.1.1.3): a challenge, and the account that answers it. */
import { fold } from '#core/active-directory/case-folding.ts'
import type { LdapCode } from '#core/codes/ldap.ts'
import type { Directory } from '../../store/directory.ts'
import type { DirectoryObject } from '../../store/records.ts'
import { findAccount } from '../account-names.ts'
import { controllerDnsName, controllerName } from '../controller-names.ts'
import { type MessageSecurity, messageSecurity } from '../ntlm/message-security.ts'
import { type Authenticate, formatChallenge, readAuthenticate, readNegotiate } from '../ntlm/ntlm-messages.ts'
import { integrityHolds, isVersion2, proves, sessionKeyOf } from '../ntlm/ntlm-proof.ts'
import type { Identity, OperationContext } from '../operation.ts'
import { logOn } from './log-on.ts'

export interface NtlmLogon {
  /** Undefined: the client stayed anonymous. */
  readonly identity: Identity | undefined
  readonly security: MessageSecurity | undefined
}

/** An NTLM bind that waits for the client's answer. */
export interface NtlmExchange {
  readonly challenge: Buffer
  finish(context: OperationContext, authenticate: Buffer): Promise<NtlmLogon | { readonly refused: LdapCode }>
}

/** Undefined when the bytes are no negotiate message. */
export function beginNtlm(directory: Directory, negotiate: Buffer): NtlmExchange | undefined {
  const flags = readNegotiate(negotiate)
  if (flags === undefined) return undefined
  const nonce = directory.lab.random.secret(8)
  const challenge = formatChallenge(flags, nonce, {
    netbiosDomain: directory.netbiosName,
    netbiosComputer: controllerName(directory),
    dnsDomain: directory.dnsName,
    dnsComputer: controllerDnsName(directory),
    now: directory.now(),
  })
  return {
    challenge,
    finish: (context, bytes) => finishNtlm(context, { negotiate, challenge, nonce, authenticate: bytes }),
  }
}

interface NtlmMessages {
  readonly negotiate: Buffer
  readonly challenge: Buffer
  readonly nonce: Uint8Array
  readonly authenticate: Buffer
}

async function finishNtlm(
  context: OperationContext,
  { negotiate, challenge, nonce, authenticate }: NtlmMessages,
): Promise<NtlmLogon | { readonly refused: LdapCode }> {
  const message = readAuthenticate(authenticate)
  if (message === undefined) return { refused: 'LogonFailed' }
  if (isAnonymous(message)) return { identity: undefined, security: undefined }
  let fitting: string | undefined
  const outcome = await logOn(context, {
    name: message.domain === '' ? message.user : `${message.domain}\\${message.user}`,
    account: accountOf(context.directory, message),
    workstation: message.workstation,
    proves: (ntHash) => {
      const fits = isVersion2(message) && proves(message, nonce, ntHash)
      if (fits) fitting = ntHash
      return fits
    },
  })
  if ('refused' in outcome) return outcome
  const key = sessionKeyOf(message, fitting ?? '')
  const { micAt } = message
  if (micAt !== undefined && !integrityHolds(key, negotiate, challenge, authenticate, micAt))
    return { refused: 'LogonFailed' }
  return { identity: outcome.identity, security: messageSecurity(key, message.flags) }
}

const isAnonymous = ({ user, ntResponse }: Authenticate): boolean => user === '' && ntResponse.length === 0

/** A name with an @ stands for itself; a domain nobody knows is taken for this one, as a domain controller does. */
function accountOf(directory: Directory, { user, domain }: Authenticate): DirectoryObject | undefined {
  if (user.includes('@')) return findAccount(directory, user)
  const byAccountName = () => directory.byKey('sAMAccountName', fold(user))
  return domain === '' || fold(domain) !== fold(directory.dnsName)
    ? byAccountName()
    : findAccount(directory, `${user}@${domain}`)
}
