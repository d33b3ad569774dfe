/**
 * How synced users sign in, as the Connect server's *User sign-in* page sets it for the tenant.
 *
 * POST {provisioning}/user-sign-in ← userSignInChange, bearer of a Global or Hybrid Identity Administrator → userSignInAnswer
 * PUT /lab/v1/labs/{lab}/connect/user-sign-in ← connectUserSignIn → {method}
 */
import { z } from 'zod'

export const userSignInMethods = ['password-hash-sync', 'pass-through', 'federation'] as const
export type UserSignInMethod = (typeof userSignInMethods)[number]

/** What a federated domain knows of its federation service; names as in Graph's `internalDomainFederation`. */
export const domainFederation = z.object({
  displayName: z.string().max(256),
  issuerUri: z.string().max(500),
  passiveSignInUri: z.url().max(500),
  activeSignInUri: z.url().max(500),
  metadataExchangeUri: z.url().max(500),
  signOutUri: z.url().max(500),
  /** base64 DER. */
  signingCertificate: z.string().max(8000),
  preferredAuthenticationProtocol: z.literal('wsFed'),
})
export type DomainFederation = z.infer<typeof domainFederation>

export const userSignInChange = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('password-hash-sync') }),
  z.strictObject({ method: z.literal('pass-through') }),
  z.strictObject({
    method: z.literal('federation'),
    domain: z.string().max(256),
    federation: domainFederation,
  }),
])
export type UserSignInChange = z.infer<typeof userSignInChange>
export const userSignInAnswer = z.object({ method: z.enum(userSignInMethods) })

export const connectUserSignIn = z.strictObject({
  method: z.enum(userSignInMethods),
  username: z.string().min(1),
  password: z.string(),
})
/** POST …/connect/authentication-agents: the agent's installer, run on one more server. */
export const connectAgentInstallation = z.strictObject({
  machineName: z.string().min(1).max(64),
  username: z.string().min(1),
  password: z.string(),
})
