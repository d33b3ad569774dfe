/** The LDAP request controls that the Connect server sends (MS-ADTS 3.1.1.3.4.1, and the lab's own correlation control). */
import { type BerReader, BerWriter, Control } from 'ldapts'
import { correlationControl } from '#core/contracts/directory-replication.ts'

/** A control whose value is given as bytes. */
class BytesControl extends Control {
  private readonly bytes: Uint8Array | undefined
  constructor(type: string, critical: boolean, bytes?: Uint8Array) {
    super(type, { critical })
    this.bytes = bytes
  }
  protected override writeControl(writer: BerWriter): void {
    if (this.bytes !== undefined) writer.writeBuffer(Buffer.from(this.bytes), 0x04)
  }
}

/** SEQUENCE { INTEGER n }, n < 128. */
const sequenceOfInteger = (value: number): Uint8Array => Uint8Array.of(0x30, 0x03, 0x02, 0x01, value)

/** LDAP_SERVER_SHOW_DELETED_OID: tombstones are answered too. */
export const showDeleted = (): Control => new BytesControl('1.2.840.113556.1.4.417', true)

export const extendedDn = '1.2.840.113556.1.4.529'

/** LDAP_SERVER_EXTENDED_DN_OID, text form: names and references carry their object's GUID and SID. */
export const withExtendedDn = (): Control => new BytesControl(extendedDn, false, sequenceOfInteger(1))

export const policyHints = '1.2.840.113556.1.4.2239'

/** LDAP_SERVER_POLICY_HINTS_OID: history and minimum age hold for resets as well. */
export const withPolicyHints = (): Control => new BytesControl(policyHints, true, sequenceOfInteger(1))

/** LDAP_SERVER_SD_FLAGS_OID: only the access list of a security descriptor (DACL_SECURITY_INFORMATION = 4). */
export const accessListOnly = (): Control =>
  new BytesControl('1.2.840.113556.1.4.801', true, sequenceOfInteger(4))

/** Ties what the lab's domain controller records to the operation that asked for it; others ignore it. */
export const correlated = (correlationId: string): Control =>
  new BytesControl(correlationControl, false, Buffer.from(correlationId, 'ascii'))

export const dirSync = '1.2.840.113556.1.4.841'

/** No limit of our own on the size of an answer. */
const maxAttributeCount = 0x7fffffff

/** LDAP_SERVER_DIRSYNC_OID: changes since a cookie, tombstones among them. After the search it holds the answer's cookie. */
export class DirSyncControl extends Control {
  cookie: Buffer
  /** There is more behind this answer. */
  more = false

  constructor(cookie: Buffer) {
    super(dirSync, { critical: true })
    this.cookie = cookie
  }

  protected override writeControl(writer: BerWriter): void {
    const value = new BerWriter()
    value.startSequence()
    value.writeInt(0)
    value.writeInt(maxAttributeCount)
    value.writeBuffer(this.cookie, 0x04)
    value.endSequence()
    writer.writeBuffer(value.buffer, 0x04)
  }

  protected override parseControl(reader: BerReader): void {
    reader.readSequence()
    this.more = (reader.readInt() ?? 0) !== 0
    reader.readInt()
    this.cookie = reader.readString(0x04, true) ?? Buffer.alloc(0)
  }
}
