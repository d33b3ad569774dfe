/** What one client may take of the domain controller: the LDAP policies (MS-ADTS 3.1.1.3.4.6) with Windows's defaults, and bounds of our own. */
export interface LdapLimits {
  /** MaxReceiveBuffer: bytes of one message. */
  readonly messageBytes: number
  /** Ours: the same before a client has bound. */
  readonly anonymousMessageBytes: number
  /** MaxConnIdleTime: a connection on which nothing happens is told so and closed. */
  readonly idleMs: number
  /** InitRecvTimeout: how long the first request, or the rest of any request that has begun, may take to arrive. */
  readonly receiveMs: number
  /** MaxQueryDuration: how long a client may leave its answers unread. */
  readonly unreadMs: number
  /** Ours: bytes that wait for a client to read before whoever has more to say waits too. */
  readonly unreadBytes: number
  /** MaxConnections. */
  readonly connections: number
  /** Ours: connections of one address. */
  readonly perAddress: number
  /** Ours: operations of one connection that run at the same time, and messages that may wait for them. */
  readonly running: number
  readonly queued: number
}

export const ldapLimits: LdapLimits = {
  messageBytes: 10 * 1024 * 1024,
  anonymousMessageBytes: 256_000,
  idleMs: 900_000,
  receiveMs: 120_000,
  unreadMs: 120_000,
  unreadBytes: 1 << 19,
  connections: 5_000,
  perAddress: 2_500,
  running: 64,
  queued: 256,
}
