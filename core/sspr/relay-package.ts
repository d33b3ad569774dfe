/**
 * The package that carries a password through the relay: how the cloud packs it and how the Connect server opens it.
 * Both sides call this codec and hand in their own crypto, so the format is written once:
 *
 * 1. Each password: UTF-8, cut into blocks of 190 bytes, each block RSA-OAEP (SHA-256, no label) under the tenant's
 *    2048-bit public key, base64. An empty password is one block of no bytes.
 * 2. The payload (core/contracts/relay.ts) as JSON in UTF-8, AES-256-GCM with a fresh 12-byte IV and a 16-byte tag.
 * 3. The key: HKDF-SHA256, 32 bytes, input = the 32 bytes of the relay secret (decoded from base64url),
 *    salt = the request's id in UTF-8, info = `relay-package` in UTF-8. No additional data.
 *
 * RSA-2048 for the password and AES-GCM-256 for the package are documented; the rest of the format is ours.
 */
import { type RelayPayload, relayPayload, type SealedPackage } from '#core/contracts/relay.ts'
import { type BlockOpening, openText, sealText } from './sealed-text.ts'

const ivBytes = 12
const keyBytes = 32
const keyInfo = 'relay-package'

interface KeyDerivation {
  /** HKDF-SHA256. */
  hkdf(input: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array
}

export interface SealingCrypto extends KeyDerivation {
  /** RSA-OAEP-SHA256 under the tenant's public key. */
  encryptBlock(block: Uint8Array): Uint8Array
  randomBytes(length: number): Uint8Array
  /** AES-256-GCM. */
  encrypt(
    key: Uint8Array,
    iv: Uint8Array,
    plain: Uint8Array,
  ): { readonly ciphertext: Uint8Array; readonly tag: Uint8Array }
}

/** Blocks: RSA-OAEP-SHA256 with the installation's private key. */
export interface OpeningCrypto extends KeyDerivation, BlockOpening {
  /** AES-256-GCM; throws when the tag does not fit. */
  decrypt(key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array, tag: Uint8Array): Uint8Array
}

/** A payload before sealing and after opening: the passwords in the clear. */
export type OpenPayload = Omit<RelayPayload, 'newPassword' | 'oldPassword'> & {
  readonly newPassword?: string
  readonly oldPassword?: string
}

export interface PackageKey {
  /** base64url, as onboarding answered it. */
  readonly relaySecret: string
  readonly requestId: string
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes)
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const bytesOf = (encoded: string): Uint8Array => Buffer.from(encoded, 'base64')

function packageKey({ relaySecret, requestId }: PackageKey, crypto: KeyDerivation): Uint8Array {
  return crypto.hkdf(Buffer.from(relaySecret, 'base64url'), utf8(requestId), utf8(keyInfo), keyBytes)
}

/** Cloud side: seals the payload for one relay request. */
export function sealPayload(payload: OpenPayload, key: PackageKey, crypto: SealingCrypto): SealedPackage {
  const { newPassword, oldPassword, ...plain } = payload
  const inner: RelayPayload = {
    ...plain,
    ...(newPassword === undefined ? {} : { newPassword: sealText(newPassword, crypto) }),
    ...(oldPassword === undefined ? {} : { oldPassword: sealText(oldPassword, crypto) }),
  }
  const iv = crypto.randomBytes(ivBytes)
  const { ciphertext, tag } = crypto.encrypt(packageKey(key, crypto), iv, utf8(JSON.stringify(inner)))
  return { iv: base64(iv), ciphertext: base64(ciphertext), tag: base64(tag) }
}

/** All but the passwords, which take by far the longest to open. */
export type PayloadHead = Omit<RelayPayload, 'newPassword' | 'oldPassword'>

/**
 * Agent side: opens it. Throws when the secret, the private key or the content does not fit (event 32004).
 * @param head hears whom it is about while the passwords are still being opened
 */
export async function openPayload(
  sealed: SealedPackage,
  key: PackageKey,
  crypto: OpeningCrypto,
  head: (known: PayloadHead) => void = () => undefined,
): Promise<OpenPayload> {
  const plain = crypto.decrypt(
    packageKey(key, crypto),
    bytesOf(sealed.iv),
    bytesOf(sealed.ciphertext),
    bytesOf(sealed.tag),
  )
  const { newPassword, oldPassword, ...rest } = relayPayload.parse(JSON.parse(text(plain)))
  const opening = [newPassword, oldPassword].map((one) => one && openText(one, crypto))
  head(rest)
  const [openedNew, openedOld] = await Promise.all(opening)
  return {
    ...rest,
    ...(openedNew === undefined ? {} : { newPassword: openedNew }),
    ...(openedOld === undefined ? {} : { oldPassword: openedOld }),
  }
}
