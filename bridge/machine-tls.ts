/**
 * Whether programs of .NET on this server speak TLS 1.2, as its registry says (SchUseStrongCrypto, SystemDefaultTlsVersions and
 * the SCHANNEL keys). A program reads it when it starts: the service ADSync keeps what it has until it is restarted. The sign-in
 * window of the wizard is a browser with settings of its own. Source: writeback.md §5.5, §7.4.
 */
import type { SecureContextOptions } from 'node:tls'
import type { Collection, Lab, StoredRecord } from '#core/ports.ts'

export type TlsVersions = Pick<SecureContextOptions, 'minVersion' | 'maxVersion' | 'ciphers'>

export const currentTls: TlsVersions = {}
/** TLS 1.1 at most, with the ciphers that still go with it: the client asks, and the cloud does not take it. */
const outdatedTls: TlsVersions = {
  minVersion: 'TLSv1',
  maxVersion: 'TLSv1.1',
  ciphers: 'DEFAULT:@SECLEVEL=0',
}

/** `connect.machine-tls`, one row once somebody has changed it. */
interface StoredTls extends StoredRecord {
  readonly enabled: boolean
}

const onlyRow = 'this server'

export class MachineTls {
  private readonly lab: Lab
  private readonly stored: Collection<StoredTls>

  constructor(lab: Lab) {
    this.lab = lab
    this.stored = lab.store.collection('connect.machine-tls')
  }

  /** As the registry has it now. */
  get enabled(): boolean {
    return this.stored.get(onlyRow)?.enabled ?? true
  }

  /** What a program that starts now speaks. */
  get versions(): TlsVersions {
    return this.enabled ? currentTls : outdatedTls
  }

  async set(enabled: boolean): Promise<void> {
    await this.lab.store.transaction(() => this.stored.put({ id: onlyRow, enabled }))
    this.lab.journal.record({
      place: 'connect',
      type: 'machine-tls.set',
      summary: `TLS 1.2 is ${enabled ? 'on' : 'off'} for programs that start on the server from now on`,
      data: { enabled },
    })
  }
}

/** In the words of .NET: OpenSSL’s own name the thread they were said in. */
export function sayTlsRefusal(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code === 'EPROTO' || code.startsWith('ERR_SSL_')
    ? 'The request was aborted: Could not create SSL/TLS secure channel.'
    : undefined
}
