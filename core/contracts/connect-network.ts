/**
 * The network between the Connect server and the cloud: an HTTP CONNECT proxy that may stand between them (writeback.md §7.5).
 * GET {connect}/network → networkState; PUT {connect}/network ← networkSettings → networkState. Kept with the lab; taken up
 * when the service ADSync starts again, as `machine.config` is.
 */
import { z } from 'zod'

/** A host name, or `*.domain` for all hosts below a domain. */
export const hostPattern = z
  .string()
  .regex(/^(\*\.)?([a-z0-9-]+\.)*[a-z0-9-]+$/i, 'is a host name, or *.domain')
  .max(253)

export const networkSettings = z.strictObject({
  /** Direct: no proxy stands between. Proxy: this server may leave by the proxy only. */
  way: z.enum(['direct', 'proxy']).default('direct'),
  /** Hosts that the proxy lets through. */
  allow: z.array(hostPattern).max(100).default([]),
  /** The proxy demands a name and a password (407 without). */
  requireCredentials: z.strictObject({ username: z.string().min(1), password: z.string().min(1) }).optional(),
  /** What this server's machine.config names. */
  credentials: z.strictObject({ username: z.string().min(1), password: z.string().min(1) }).optional(),
  /** Connections on which nothing is said for so long are cut; 0: never. In seconds of the lab's clock. */
  idleSeconds: z.number().int().min(0).max(86_400).default(0),
})
export type NetworkSettings = z.infer<typeof networkSettings>

export const networkState = z.object({
  way: z.enum(['direct', 'proxy']),
  allow: z.array(z.string()),
  requiresCredentials: z.boolean(),
  /** Whether machine.config names any. */
  hasCredentials: z.boolean(),
  idleSeconds: z.number(),
  /** `http://127.0.0.1:port` while a proxy stands there. */
  proxy: z.string().nullable(),
  /** What the documentation asks for, and whether it gets through. */
  endpoints: z.array(
    z.object({ host: z.string(), port: z.number(), neededFor: z.string(), reachable: z.boolean() }),
  ),
  /** The proxy's own log, newest first. */
  log: z.array(z.object({ at: z.string(), host: z.string(), port: z.number(), status: z.number() })),
})
export type NetworkState = z.infer<typeof networkState>
