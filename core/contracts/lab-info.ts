/** What `GET /lab/v1/labs/{lab}` and `startLab().info` say: everything a client needs to be pointed at a lab. */
import { z } from 'zod'

/** What accounts are in the story that hold no directory role. */
export const accountRoles = [
  'Domain Admin',
  'Protected user',
  'User',
  'Disabled user',
  'Locked user',
  'Cloud-only user',
] as const
export type AccountRole = (typeof accountRoles)[number]

export const labInfo = z.object({
  lab: z.string(),
  world: z.string(),
  tenantId: z.guid(),
  domain: z.string(),
  initialDomain: z.string(),
  authority: z.string(),
  graph: z.string(),
  portal: z.string(),
  caCertificate: z.string(),
  ldap: z.string(),
  ldaps: z.string(),
  gc: z.string(),
  baseDn: z.string(),
  netbiosName: z.string(),
  /** Forests besides the first one; absent when there are none. */
  furtherForests: z
    .array(
      z.object({
        dnsName: z.string(),
        netbiosName: z.string(),
        baseDn: z.string(),
        ldap: z.string(),
        ldaps: z.string(),
      }),
    )
    .optional(),
  accounts: z.array(
    z.object({
      /** A directory role, such as `Global Administrator`, or one of `accountRoles`. */
      role: z.string(),
      displayName: z.string(),
      upn: z.string().optional(),
      dn: z.string().optional(),
      password: z.string(),
    }),
  ),
  apps: z.array(
    z.object({
      name: z.enum(['daemon', 'public', 'spa']),
      clientId: z.string(),
      clientSecret: z.string().optional(),
      redirectUris: z.array(z.string()),
    }),
  ),
})
export type LabInfo = z.infer<typeof labInfo>
