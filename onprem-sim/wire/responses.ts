/** LDAP answers onto the wire (RFC 4511 4). */

import { BerWriter } from './ber-writer.ts'
import type { Control, Request } from './requests.ts'

/** Text leaves as UTF-8, everything else as the bytes it is. */
export type WireValue = string | Uint8Array
export interface WireAttribute {
  readonly name: string
  readonly values: readonly WireValue[]
}

export interface LdapResult {
  readonly code: number
  readonly matchedDn?: string
  readonly message?: string
  readonly referrals?: readonly string[]
  readonly controls?: readonly Control[]
  /** Of an extended operation. */
  readonly responseName?: string
  readonly responseValue?: Uint8Array
  /** Of a Sicily bind: it stands in matchedDN's place. */
  readonly serverCredentials?: Uint8Array
  /** Of a SASL bind. */
  readonly saslCredentials?: Uint8Array
}

const resultTags: Readonly<Record<Exclude<Request['op'], 'unbind' | 'abandon'>, number>> = {
  bind: 0x61,
  search: 0x65,
  modify: 0x67,
  add: 0x69,
  delete: 0x6b,
  modifyDN: 0x6d,
  compare: 0x6f,
  extended: 0x78,
}

/** One writer for all: an answer is written and copied out before anybody else can want it. */
const writer = new BerWriter(64 * 1024)

export function encodeResult(id: number, op: keyof typeof resultTags, result: LdapResult): Buffer {
  const start = writer.mark()
  writeControls(result.controls)
  const body = writer.mark()
  if (result.responseValue !== undefined) writer.octets(result.responseValue, 0x8b)
  if (result.responseName !== undefined) writer.text(result.responseName, 0x8a)
  if (result.saslCredentials !== undefined) writer.octets(result.saslCredentials, 0x87)
  if (result.referrals !== undefined) writeTexts(result.referrals, 0xa3)
  writer.text(result.message ?? '')
  if (result.serverCredentials !== undefined) writer.octets(result.serverCredentials)
  else writer.text(result.matchedDn ?? '')
  writer.integer(result.code, 0x0a)
  writer.close(resultTags[op], body)
  return finishMessage(id, start)
}

export function encodeEntry(
  id: number,
  dn: string,
  attributes: readonly WireAttribute[],
  controls?: readonly Control[],
): Buffer {
  const start = writer.mark()
  writeControls(controls)
  writeEntry(dn, attributes)
  return finishMessage(id, start)
}

/** An entry without its message, as text that `encodeText` puts into any number of messages. */
export function entryText(dn: string, attributes: readonly WireAttribute[]): string {
  writeEntry(dn, attributes)
  return writer.takeText()
}

export function encodeText(id: number, text: string): Buffer {
  const start = writer.mark()
  writer.latin1(text)
  return finishMessage(id, start)
}

function writeEntry(dn: string, attributes: readonly WireAttribute[]): void {
  const body = writer.mark()
  for (let at = attributes.length - 1; at >= 0; at -= 1) {
    const attribute = attributes[at]
    if (attribute !== undefined) writeAttribute(attribute)
  }
  writer.close(0x30, body)
  writer.text(dn)
  writer.close(0x64, body)
}

function writeAttribute({ name, values }: WireAttribute): void {
  const mark = writer.mark()
  for (let at = values.length - 1; at >= 0; at -= 1) {
    const value = values[at]
    if (typeof value === 'string') writer.text(value)
    else if (value !== undefined) writer.octets(value)
  }
  writer.close(0x31, mark)
  writer.text(name)
  writer.close(0x30, mark)
}

/** A continuation reference without its message. */
export function referenceText(uri: string): string {
  writeTexts([uri], 0x73)
  return writer.takeText()
}

/** Notice of Disconnection (RFC 4511 4.4.1): message id 0, unasked. */
export function encodeDisconnection(code: number, message: string): Buffer {
  return encodeResult(0, 'extended', { code, message, responseName: '1.3.6.1.4.1.1466.20036' })
}

function writeTexts(texts: readonly string[], tag: number): void {
  const mark = writer.mark()
  for (const text of [...texts].reverse()) writer.text(text)
  writer.close(tag, mark)
}

function writeControls(controls: readonly Control[] | undefined): void {
  if (controls === undefined || controls.length === 0) return
  const mark = writer.mark()
  for (const { oid, critical, value } of [...controls].reverse()) {
    const one = writer.mark()
    if (value !== undefined) writer.octets(value)
    if (critical) writer.boolean(true)
    writer.text(oid)
    writer.close(0x30, one)
  }
  writer.close(0xa0, mark)
}

function finishMessage(id: number, start: number): Buffer {
  writer.integer(id)
  writer.close(0x30, start)
  return writer.take()
}
