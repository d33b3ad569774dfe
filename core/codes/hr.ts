/**
 * The synchronisation engine's result codes (`hr=<8 hex digits>`) that writeback meets.
 * The published table gives each its event and meaning; texts are ours. Source: writeback.md §5.2, §5.3.
 */
export interface HrEntry {
  /** The text that stands behind `message=` in the events. */
  readonly says: string
  readonly because: string
}

export const hrCodes = {
  '80230402': {
    says: 'The object cannot be read: more than one entry carries this anchor.',
    because:
      'two accounts answer to the same source anchor, often because the user is enabled in two forests',
  },
  '80230619': {
    says: 'A restriction keeps the password from being changed to the one given.',
    because: 'the domain’s password policy (age, history, length, complexity or a filter) refuses it',
  },
  '8023061f': {
    says: 'The operation failed: password synchronisation is not enabled on this management agent.',
    because: 'the forest was added after writeback was switched on',
  },
  '80230626': {
    says: 'The password could not be updated: the management agent’s credentials were denied access.',
    because: 'the connector account lacks the right on this user',
  },
  '8023062C': {
    says: 'The password could not be set: the server does not take passwords over an insecure connection; 128-bit TLS or SSL is needed.',
    because: 'this server talks to the domain controller without encryption',
  },
  '80230818': {
    says: 'The management agent’s run was ended: no domain controller could be contacted.',
    because: 'no domain controller answers',
  },
  '80231367': {
    says: 'The password of an administratively protected account could not be set.',
    because:
      'the account is protected (adminCount = 1), so it does not inherit the connector account’s rights',
  },
  '800700CE': {
    says: 'The file name or extension is too long.',
    because: 'the connector account’s own password is longer than 256 characters',
  },
  '80005000': {
    says: 'An unknown error occurred.',
    because: 'the user’s path holds characters that ADSI reserves',
  },
} as const satisfies Record<string, HrEntry>

export type Hr = keyof typeof hrCodes
