/** A client's half of NTLM version 2 (MS-NLMP 3.1.5), signing and sealing included, over a raw socket. */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { ntHash } from '#core/active-directory/nt-hash.ts'
import { rc4 } from '#onprem-sim/operations/ntlm/rc4.ts'
import { BerReader } from '#onprem-sim/wire/ber-reader.ts'

const wide = (text: string): Buffer => Buffer.from(text, 'utf16le')
const hmac = (key: Uint8Array, ...parts: Uint8Array[]): Buffer =>
  createHmac('md5', key).update(Buffer.concat(parts)).digest()
const md5 = (...parts: Uint8Array[]): Buffer => createHash('md5').update(Buffer.concat(parts)).digest()

/** Unicode, NTLM, always sign, extended session security, target, 128 bits, key exchange; sealing on top. */
const flags = { sign: 0xe2088215 | 0, seal: 0xe2088235 | 0, neither: 0x62088205 & ~0x8010 } as const
export type Protection = keyof typeof flags

export const negotiate = (protection: Protection): Buffer => {
  const bytes = Buffer.alloc(40)
  bytes.write('NTLMSSP\0', 'latin1')
  bytes.writeUInt32LE(1, 8)
  bytes.writeUInt32LE(flags[protection] >>> 0, 12)
  return bytes
}

export interface Credentials {
  readonly domain: string
  readonly user: string
  readonly password: string
  readonly workstation?: string
}

export function authenticate(
  challenge: Buffer,
  { domain, user, password, workstation = 'CLIENT01' }: Credentials,
  protection: Protection,
): { message: Buffer; key: Buffer } {
  const info = challenge.subarray(
    challenge.readUInt32LE(44),
    challenge.readUInt32LE(44) + challenge.readUInt16LE(40),
  )
  const responseKey = hmac(Buffer.from(ntHash(password), 'hex'), wide(user.toUpperCase() + domain))
  const mixed = Buffer.concat([
    Buffer.from('0101000000000000', 'hex'),
    Buffer.alloc(8),
    randomBytes(8),
    Buffer.alloc(4),
    info,
    Buffer.alloc(4),
  ])
  const proof = hmac(responseKey, challenge.subarray(24, 32), mixed)
  const key = randomBytes(16)
  const sealedKey = rc4(hmac(responseKey, proof)).apply(key)
  const payload = [
    Buffer.alloc(24),
    Buffer.concat([proof, mixed]),
    wide(domain),
    wide(user),
    wide(workstation),
    sealedKey,
  ]
  const head = Buffer.alloc(64)
  head.write('NTLMSSP\0', 'latin1')
  head.writeUInt32LE(3, 8)
  let at = 64
  for (const [index, part] of payload.entries()) {
    head.writeUInt16LE(part.length, 12 + index * 8)
    head.writeUInt16LE(part.length, 14 + index * 8)
    head.writeUInt32LE(at, 16 + index * 8)
    at += part.length
  }
  head.writeUInt32LE(flags[protection] >>> 0, 60)
  return { message: Buffer.concat([head, ...payload]), key }
}

/** Signs or seals what goes out and opens what comes in; `seals` as agreed on. */
export function protectWith(key: Buffer, seals: boolean) {
  const magic = (direction: string, purpose: string) =>
    md5(key, Buffer.from(`session key to ${direction} ${purpose} key magic constant\0`, 'latin1'))
  const [out, back] = ['client-to-server', 'server-to-client'].map((direction) => ({
    sign: magic(direction, 'signing'),
    cipher: rc4(magic(direction, 'sealing')),
  }))
  if (out === undefined || back === undefined) throw new Error('two directions')
  let count = 0
  return {
    wrap: (bytes: Buffer): Buffer => {
      const sequence = Buffer.alloc(4)
      sequence.writeUInt32LE(count)
      count += 1
      const body = seals ? out.cipher.apply(bytes) : bytes
      const sum = out.cipher.apply(hmac(out.sign, sequence, bytes).subarray(0, 8))
      const message = Buffer.concat([Buffer.from('01000000', 'hex'), sum, sequence, body])
      const length = Buffer.alloc(4)
      length.writeUInt32BE(message.length)
      return Buffer.concat([length, message])
    },
    unwrap: (bytes: Buffer): Buffer => {
      const body = bytes.subarray(20, 4 + bytes.readUInt32BE(0))
      return seals ? back.cipher.apply(body) : body
    },
  }
}

export const element = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts)
  const head =
    content.length < 128 ? [tag, content.length] : [tag, 0x82, content.length >> 8, content.length & 255]
  return Buffer.concat([Buffer.from(head), content])
}

/** A bind request; `authentication` is its last element. */
export const bindRequest = (id: number, authentication: Buffer): Buffer =>
  element(0x30, Buffer.from([2, 1, id]), element(0x60, Buffer.from('0201030400', 'hex'), authentication))
export const spnego = (credentials: Buffer): Buffer =>
  element(0xa3, element(0x04, Buffer.from('GSS-SPNEGO')), element(0x04, credentials))

/** Writes, and answers what comes back first. */
export async function ask(socket: Socket, bytes: Buffer): Promise<Buffer> {
  socket.write(bytes)
  const [answer]: unknown[] = await once(socket, 'data')
  return Buffer.isBuffer(answer) ? answer : Buffer.alloc(0)
}

/** Result code, the text in matchedDN's place, the message, and a SASL bind's credentials. */
export function readBindAnswer(bytes: Buffer) {
  const message = new BerReader(bytes).enter(0x30)
  message.integer()
  const body = message.enter(0x61)
  const [code, matched, text] = [body.integer(0x0a), body.octets(), body.text()]
  return { code, matched, text, credentials: body.more ? body.octets(0x87) : Buffer.alloc(0) }
}
