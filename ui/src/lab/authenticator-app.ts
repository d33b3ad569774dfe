/** The authenticator app on the lab's phone: the keys that were scanned, and the codes they make (RFC 6238). Kept by this browser. */
import { z } from 'zod'

const account = z.object({ name: z.string(), secret: z.string() })
export type AuthenticatorAccount = z.infer<typeof account>
const accounts = z.array(account)
const KEY = 'hybridlab.authenticator'
export const codeSeconds = 30
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export function readAccounts(): AuthenticatorAccount[] {
  const text = localStorage.getItem(KEY)
  return text === null ? [] : (accounts.safeParse(JSON.parse(text)).data ?? [])
}

/** A new key of the same account takes the old one's place. */
export function scan(scanned: AuthenticatorAccount): void {
  const others = readAccounts().filter(({ name }) => name !== scanned.name)
  localStorage.setItem(KEY, JSON.stringify([...others, scanned]))
}

export function forget(name: string): void {
  localStorage.setItem(KEY, JSON.stringify(readAccounts().filter((known) => known.name !== name)))
}

/** Other windows of this browser scan and forget, too. Answers the way to stop. */
export function followAccounts(listener: () => void): () => void {
  const heard = ({ key }: StorageEvent): void => {
    if (key === KEY) listener()
  }
  addEventListener('storage', heard)
  return () => removeEventListener('storage', heard)
}

function fromBase32(text: string): Uint8Array<ArrayBuffer> {
  const bits = [...text.toUpperCase().replace(/[^A-Z2-7]/g, '')]
    .map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, '0'))
    .join('')
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (octet) => Number.parseInt(octet, 2))
}

/** Six digits for a moment of lab time. */
export async function codeAt(secret: string, at: number): Promise<string> {
  const counter = new DataView(new ArrayBuffer(8))
  counter.setBigUint64(0, BigInt(Math.floor(at / 1000 / codeSeconds)))
  const key = await crypto.subtle.importKey(
    'raw',
    fromBase32(secret),
    { name: 'HMAC', hash: 'SHA-1' },
    false,
    ['sign'],
  )
  const mac = new DataView(await crypto.subtle.sign('HMAC', key, counter.buffer))
  const number = mac.getUint32(mac.getUint8(19) & 0xf) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}
