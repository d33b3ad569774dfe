/**
 * What a security key answers when it is registered (WebAuthn Level 2, §6.5): that it is for us, for this challenge, and
 * which credential it made. Whether the key's maker vouches for it is not looked at. [SIM]
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { readCbor } from './cbor.ts'

export const relyingPartyId = 'login.microsoft.com'

export interface NewCredential {
  readonly credentialId: string
  readonly aaGuid: string
  readonly challenge: string
}

const clientData = z.object({ type: z.literal('webauthn.create'), challenge: z.string(), origin: z.url() })

function clientDataOf(text: string): z.infer<typeof clientData> | undefined {
  try {
    const parsed = clientData.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

const isOurs = (origin: string): boolean => {
  const { hostname, protocol } = new URL(origin)
  return protocol === 'https:' && (hostname === relyingPartyId || hostname.endsWith(`.${relyingPartyId}`))
}

/** Present and verified, and with a credential. */
const wantedFlags = 0x01 | 0x04 | 0x40
const guid = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** hash of the relying party (32), flags (1), counter (4), aaguid (16), length (2), credential id, key. */
function credentialIn(data: Buffer): Omit<NewCredential, 'challenge'> | undefined {
  if (data.length < 55) return undefined
  const hash = createHash('sha256').update(relyingPartyId).digest()
  if (!data.subarray(0, 32).equals(hash) || ((data[32] ?? 0) & wantedFlags) !== wantedFlags) return undefined
  const length = data.readUInt16BE(53)
  const id = data.subarray(55, 55 + length)
  if (length === 0 || id.length !== length || readCbor(data.subarray(55 + length)) === undefined)
    return undefined
  return { credentialId: id.toString('base64url'), aaGuid: guid(data.subarray(37, 53)) }
}

/** Undefined when the answer is none, or is for somebody else. */
export function readAttestation(response: {
  readonly clientDataJSON: string
  readonly attestationObject: string
}): NewCredential | undefined {
  const client = clientDataOf(response.clientDataJSON)
  if (client === undefined || !isOurs(client.origin)) return undefined
  const object = readCbor(Buffer.from(response.attestationObject, 'base64url'))
  const data = object instanceof Map ? object.get('authData') : undefined
  const credential = Buffer.isBuffer(data) ? credentialIn(data) : undefined
  return credential === undefined ? undefined : { ...credential, challenge: client.challenge }
}
