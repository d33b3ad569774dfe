/** Controls that Active Directory adds to LDAP, for a client library that knows only the common ones. */
import { Control } from 'ldapts'

/** `value`: BER, in hex. */
class KnownControl extends Control {
  private readonly bytes: Buffer | undefined

  constructor(oid: string, bytes: Buffer | undefined) {
    super(oid, { critical: true })
    this.bytes = bytes
  }

  override writeControl(writer: Parameters<Control['writeControl']>[0]): void {
    if (this.bytes !== undefined) writer.writeBuffer(this.bytes, 0x04)
  }
}

export const control = (oid: string, hex?: string): Control =>
  new KnownControl(oid, hex === undefined ? undefined : Buffer.from(hex, 'hex'))

export const showDeleted = control('1.2.840.113556.1.4.417')
export const treeDelete = control('1.2.840.113556.1.4.805')
export const domainScope = control('1.2.840.113556.1.4.1339')
/** Value 1: history and minimum age hold for a reset. */
export const policyHints = control('1.2.840.113556.1.4.2239', '3003020101')
export const policyHintsDeprecated = control('1.2.840.113556.1.4.2066', '3003020101')
/** Owner, group and access list, without the audit list. */
export const sdFlags = control('1.2.840.113556.1.4.801', '3003020107')
/** GUID and SID as text. */
export const extendedDn = control('1.2.840.113556.1.4.529', '3003020101')
