/**
 * Pass-through authentication: how a password that was typed in the cloud is checked by Active Directory. Agents register
 * themselves with an administrator's token and hold an outbound WebSocket each; the cloud seals the password under every
 * agent's key and asks one of them. Steps as in "Pass-through Authentication: Technical deep dive"; the shapes are ours.
 */
import { z } from 'zod'

export const passThroughPath = '/pass-through/v1'

/** POST {path}/agents, bearer of a Global or Hybrid Identity Administrator. */
export const agentRegistration = z.strictObject({
  machineName: z.string().min(1).max(64),
  /** SPKI PEM, RSA 2048. */
  publicKey: z.string().max(2000),
})
export const agentRegistered = z.object({
  agentId: z.guid(),
  /** base64url; the bearer of the agent's channel. */
  secret: z.string(),
  /** Path of the WebSocket. */
  channel: z.string(),
})

/** GET {path}/agents; DELETE {path}/agents/{id} ends one. */
export const agentsAnswer = z.object({
  agents: z.array(
    z.object({
      id: z.guid(),
      machineName: z.string(),
      status: z.enum(['active', 'inactive']),
      registeredAt: z.number(),
    }),
  ),
})

/** Cloud to agent. */
export const validationRequest = z.object({
  kind: z.literal('validate'),
  id: z.guid(),
  correlationId: z.string(),
  /** The sign-in name on premises. */
  userPrincipalName: z.string(),
  /** Sealed for each registered agent: RSA-OAEP-SHA256 in blocks of 190 bytes of UTF-8, base64. */
  passwords: z.array(z.object({ agentId: z.guid(), blocks: z.array(z.string()) })),
})
export type ValidationRequest = z.infer<typeof validationRequest>

export const agentFailures = ['unreachable', 'no-key', 'decryption', 'time-skew', 'unexpected'] as const

/** Agent to cloud: what Windows said, as Win32 error codes (LDAP's `data` in decimal: 52e is 1326). */
export const validationAnswer = z.discriminatedUnion('result', [
  z.object({ kind: z.literal('answer'), id: z.guid(), result: z.literal('accepted') }),
  z.object({
    kind: z.literal('answer'),
    id: z.guid(),
    result: z.literal('refused'),
    win32: z.number().int(),
  }),
  z.object({
    kind: z.literal('answer'),
    id: z.guid(),
    result: z.literal('failed'),
    reason: z.enum(agentFailures),
  }),
])
export type ValidationAnswer = z.infer<typeof validationAnswer>
