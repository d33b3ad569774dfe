/**
 * The tenant's relay: how a password travels from the cloud to the Connect server. The agent opens an outbound WebSocket
 * to `/relay/v1/{tenantId}`; the cloud sends sealed requests on it; the agent answers on the same channel.
 * Sources: the writeback pipeline of Microsoft's password writeback page (RSA-2048 for the password, AES-GCM-256 for
 * the package, a relay secret known only to the installation); the JSON shapes are ours.
 */
import { z } from 'zod'

export const relayOperations = ['reset', 'admin-reset', 'change', 'unlock', 'validate'] as const
export type RelayOperation = (typeof relayOperations)[number]

/** AES-256-GCM with HKDF-SHA256(relay secret, salt = request id, info = 'relay-package'). All fields base64. */
export const sealedPackage = z.object({ iv: z.string(), ciphertext: z.string(), tag: z.string() })
export type SealedPackage = z.infer<typeof sealedPackage>

/** What is inside the package. Passwords are RSA-2048-OAEP-SHA256 under the tenant's public key, in blocks of 190 bytes of UTF-8, each block base64. */
export const relayPayload = z.object({
  operation: z.enum(relayOperations),
  /** `User_<cloud object id>`. Absent only for `validate`. */
  cloudAnchor: z.string().optional(),
  sourceAnchor: z.string().optional(),
  userPrincipalName: z.string(),
  adminUpn: z.string().optional(),
  forcePasswordChange: z.boolean().optional(),
  newPassword: z.array(z.string()).optional(),
  oldPassword: z.array(z.string()).optional(),
})
export type RelayPayload = z.infer<typeof relayPayload>

export const relayRequest = z.object({
  kind: z.literal('request'),
  id: z.guid(),
  /** The cloud's correlation id; Connect writes it as TrackingId. */
  trackingId: z.guid(),
  /** Rises when the key pair is renewed; the agent refuses another version than its own (event 32004). */
  keyVersion: z.number().int(),
  /** Lab time, ms. Older requests are not carried out. */
  expiresAt: z.number(),
  sealed: sealedPackage,
})
export type RelayRequest = z.infer<typeof relayRequest>

/**
 * The agent's answer. `code` is one of `core/codes/writeback-failures.ts` (`ADPasswordPolicyError`, `ADPermissionsError` ...);
 * `hr` the sync engine's eight hex digits where there is one.
 */
export const relayResponse = z.object({
  kind: z.literal('response'),
  id: z.guid(),
  ok: z.boolean(),
  code: z.string().optional(),
  hr: z.string().optional(),
  message: z.string().optional(),
})
export type RelayResponse = z.infer<typeof relayResponse>

export const relayMessage = z.discriminatedUnion('kind', [relayRequest, relayResponse])

/**
 * The agent proves itself on the WebSocket upgrade with a shared access signature, in the shape that Service Bus takes:
 * `Authorization: SharedAccessSignature sr=<path>&sig=<HMAC-SHA256(relay secret), base64>&se=<end, NumericDate>`. The end is
 * the agent's own clock and twenty minutes: a clock that is off is refused by its signatures.
 */
export const accessSignature = {
  lifetimeMs: 20 * 60_000,
  signed: (path: string, end: number): string => `${encodeURIComponent(path)}\n${end}`,
  write: (path: string, signature: string, end: number): string =>
    `SharedAccessSignature sr=${encodeURIComponent(path)}&sig=${encodeURIComponent(signature)}&se=${end}`,
  read(header: string): { readonly signature: string; readonly end: number } | undefined {
    const [, fields] = /^SharedAccessSignature (.+)$/.exec(header) ?? []
    const given = new URLSearchParams(fields ?? '')
    const [signature, end] = [given.get('sig'), Number(given.get('se'))]
    return signature === null || !Number.isSafeInteger(end) ? undefined : { signature, end }
  },
} as const

/** How far the clocks of an agent and of the cloud may differ; what Kerberos allows on premises. */
export const clockToleranceMs = 5 * 60_000

export const relayPath = (tenantId: string) => `/relay/v1/${tenantId}`
