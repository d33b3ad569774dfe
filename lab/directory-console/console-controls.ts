/** The request controls that a directory console sends, as ldapts takes them. */
import { type BerWriter, Control } from 'ldapts'
import type { DirectoryControls } from '#core/contracts/directory-console.ts'
import { correlationControl } from '#core/contracts/directory-replication.ts'

class ValueControl extends Control {
  private readonly bytes: Buffer | undefined
  constructor(type: string, bytes?: Buffer) {
    super(type, { critical: type !== correlationControl })
    this.bytes = bytes
  }
  protected override writeControl(writer: BerWriter): void {
    if (this.bytes !== undefined) writer.writeBuffer(this.bytes, 0x04)
  }
}

/** SEQUENCE { INTEGER n }, n < 128. */
const sequenceOf = (value: number): Buffer => Buffer.of(0x30, 0x03, 0x02, 0x01, value)

/** Object identifiers of MS-ADTS 3.1.1.3.4.1. */
const asked: Readonly<Record<keyof DirectoryControls, (value: boolean | number) => Control | undefined>> = {
  sdFlags: (flags) => new ValueControl('1.2.840.113556.1.4.801', sequenceOf(Number(flags))),
  showDeleted: (wanted) => (wanted ? new ValueControl('1.2.840.113556.1.4.417') : undefined),
  treeDelete: (wanted) => (wanted ? new ValueControl('1.2.840.113556.1.4.805') : undefined),
  permissiveModify: (wanted) => (wanted ? new ValueControl('1.2.840.113556.1.4.1413') : undefined),
  policyHints: (wanted) => (wanted ? new ValueControl('1.2.840.113556.1.4.2239', sequenceOf(1)) : undefined),
}

export function consoleControls(controls: DirectoryControls, correlationId: string): Control[] {
  const given = Object.entries(asked).flatMap(([name, make]) => {
    const value = Object.entries(controls).find(([key]) => key === name)?.[1]
    return value === undefined ? [] : (make(value) ?? [])
  })
  return [...given, new ValueControl(correlationControl, Buffer.from(correlationId, 'ascii'))]
}
