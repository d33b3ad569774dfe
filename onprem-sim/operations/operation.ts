/** What every operation is given, and how it refuses. */
import type { AttributeSchema } from '#core/active-directory/schema/schema.ts'
import { ldapDiagnostic, writeSucceeded } from '#core/codes/ldap/diagnostic.ts'
import { type LdapCode, ldapCodes } from '#core/codes/ldap.ts'
import type { Token } from '../store/descriptors.ts'
import type { Directory } from '../store/directory.ts'
import type { LdapResult } from '../wire/responses.ts'
import type { RequestControls } from './controls.ts'

/** Who a connection speaks for. */
export interface Identity {
  readonly token: Token
  /** objectGUID of the account. */
  readonly accountId: string
  /** `CONTOSO\anna`. */
  readonly name: string
}

export interface OperationContext {
  readonly directory: Directory
  /** Undefined: anonymous. */
  readonly identity: Identity | undefined
  /** TLS, or sealed by the bind's package: nobody reads along. */
  readonly tls: boolean
  readonly globalCatalog: boolean
  /** Address of the client, for the Security log. */
  readonly source: string
  readonly controls: RequestControls
  readonly correlationId: string | undefined
}

export interface LdapRefusal {
  readonly refused: LdapCode
  readonly matchedDn?: string
  readonly name?: string
  readonly data?: string
  readonly attribute?: AttributeSchema
  readonly referrals?: readonly string[]
  readonly host?: string
  readonly sasl?: boolean
  /** For the journal and for learners: what exactly decided. */
  readonly because?: string
}

export const refused = (code: LdapCode, details: Omit<LdapRefusal, 'refused'> = {}): LdapRefusal => ({
  refused: code,
  ...details,
})

export const isRefusal = (value: unknown): value is LdapRefusal =>
  typeof value === 'object' && value !== null && 'refused' in value

/** Of a write. */
export const success: LdapResult = { code: 0, message: writeSucceeded }

export function resultOf(outcome: LdapRefusal | LdapResult): LdapResult {
  if (!isRefusal(outcome)) return outcome
  const { refused: code, matchedDn, name, data, attribute, referrals, host, sasl } = outcome
  return {
    code: ldapCodes[code].result,
    message: ldapDiagnostic(code, {
      ...(name === undefined ? {} : { name }),
      ...(data === undefined ? {} : { data }),
      ...(attribute === undefined ? {} : { attribute }),
      ...(host === undefined ? {} : { host }),
      ...(sasl === undefined ? {} : { sasl }),
    }),
    ...(matchedDn === undefined ? {} : { matchedDn }),
    ...(referrals === undefined ? {} : { referrals }),
  }
}
