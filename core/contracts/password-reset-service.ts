/**
 * The cloud's password reset service as the Connect server sees it: onboarding, offboarding, heartbeat.
 * Bearer tokens: a Global or Hybrid Identity Administrator's for on/offboarding, the connector account's for heartbeats.
 */
import { z } from 'zod'

export const passwordResetServicePath = '/passwordreset/agent/v1'

/** When the request was made by the server's own clock, ms; more than five minutes off it is refused (`AgentClockSkew`). */
const sentAt = z.number()

/** POST {path}/onboarding */
export const onboardingRequest = z.object({
  /** SPKI PEM of the new RSA-2048 key pair's public half. */
  publicKey: z.string(),
  serverName: z.string(),
  agentVersion: z.string(),
  sentAt,
})
export const onboardingAnswer = z.object({
  keyVersion: z.number().int(),
  /** Path of the relay's WebSocket below the cloud's origin. */
  relayPath: z.string(),
  /** 32 random bytes, base64url; shown this once. */
  relaySecret: z.string(),
})
/** DELETE {path}/onboarding: 204. */

/** POST {path}/keys, the connector account's bearer: a new public key for the agent that is onboarded. */
export const keysRequest = z.object({ publicKey: z.string(), serverName: z.string(), sentAt })
export const keysAnswer = z.object({ keyVersion: z.number().int() })

/** POST {path}/heartbeat, every five minutes: 204. */
export const heartbeatRequest = z.object({
  serverName: z.string(),
  agentVersion: z.string(),
  keyVersion: z.number().int().optional(),
  listening: z.boolean(),
  sentAt,
})
