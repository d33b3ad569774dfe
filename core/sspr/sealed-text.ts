/**
 * Text under an RSA key of 2048 bits: UTF-8, cut into blocks of 190 bytes, each block RSA-OAEP (SHA-256, no label), base64.
 * An empty text is one block of no bytes.
 */

/** 256 bytes of modulus less the OAEP overhead of two SHA-256 digests and two bytes. */
const blockBytes = 190

export interface BlockSealing {
  encryptBlock(block: Uint8Array): Uint8Array
}
export interface BlockOpening {
  /** Throws when the key does not fit. */
  decryptBlock(block: Uint8Array): Uint8Array | Promise<Uint8Array>
}

export function sealText(text: string, { encryptBlock }: BlockSealing): string[] {
  const plain = new TextEncoder().encode(text)
  const starts = Array.from(
    { length: Math.max(1, Math.ceil(plain.length / blockBytes)) },
    (_, index) => index * blockBytes,
  )
  return starts.map((start) =>
    Buffer.from(encryptBlock(plain.subarray(start, start + blockBytes))).toString('base64'),
  )
}

export const openText = async (
  blocks: readonly string[],
  { decryptBlock }: BlockOpening,
): Promise<string> => {
  const plain = await Promise.all(blocks.map((block) => decryptBlock(Buffer.from(block, 'base64'))))
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(plain))
}
