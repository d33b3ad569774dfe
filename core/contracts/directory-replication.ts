/**
 * Two private extensions of the lab's domain controller's LDAP, under an OID arc made from a UUID (ITU-T X.667), so they
 * can never collide with Microsoft's. A real Active Directory ignores the control and refuses the operation.
 */

/** Request control, never critical: value = the correlation id in ASCII. The domain controller records it with its events. */
export const correlationControl = '2.25.199358310519830497016803325164071519817.1'

/**
 * Extended operation: password hashes changed since a cookie. Stands in for the DRSR replication that real password hash
 * synchronization uses, which is RPC and not LDAP. TLS only; needs DS-Replication-Get-Changes and -Get-Changes-All.
 * Request and answer values are JSON in UTF-8.
 */
export const replicateSecretsOperation = '2.25.199358310519830497016803325164071519817.2'

export interface ReplicateSecretsRequest {
  /** DN of the naming context. */
  readonly namingContext: string
  /** Highest uSNChanged seen; 0 for all. */
  readonly usn: number
  readonly limit: number
  /** Answers these objects alone (objectGUIDs, at most `limit`), whatever their uSNChanged: users that came into scope. */
  readonly objects?: readonly string[]
}

export interface ReplicateSecretsAnswer {
  readonly secrets: readonly {
    readonly objectGUID: string
    readonly distinguishedName: string
    /** 32 hex digits. */
    readonly ntHash: string
    /** FILETIME as decimal text; "0" when the user must change it. */
    readonly pwdLastSet: string
    /** Lab time, ms, when the hash was written. */
    readonly changedAt: number
  }[]
  readonly usn: number
  readonly more: boolean
}
