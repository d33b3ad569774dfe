/**
 * The cloud's synchronisation service as the Connect server sees it (what adminwebservice is to the real product):
 * delta import, batched export, password hash batches, and the end of a cycle. JSON instead of SOAP; the shapes are ours.
 * Bearer token of the connector account (`Sync_<server>_<id>`), role Directory Synchronization Accounts.
 */
import { z } from 'zod'

export const provisioningPath = '/provisioning/v1'

export const syncedTypes = ['User', 'Group', 'Contact'] as const
export type SyncedType = (typeof syncedTypes)[number]

export type SyncedValue = string | number | boolean | null | string[]

function isSyncedValue(value: unknown): value is SyncedValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null)
    return true
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

/** Checked by hand: a union for each of some thirty values of 100,000 objects would be most of an export's cost. */
function areSyncedValues(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  for (const name in value) if (!isSyncedValue(Reflect.get(value, name))) return false
  return true
}

/** By attribute name. An attribute without a value is left out, or undefined on this side of the wire. */
const attributeValues = z.custom<Readonly<Record<string, SyncedValue | undefined>>>(
  areSyncedValues,
  'must be an object of texts, numbers, truth values, nulls and lists of texts',
)

/** GET {path}/company */
export const companyAnswer = z.object({
  tenantId: z.guid(),
  initialDomain: z.string(),
  domains: z.array(
    z.object({ name: z.string(), verified: z.boolean(), type: z.enum(['Managed', 'Federated']) }),
  ),
  features: z.record(z.string(), z.boolean()),
  deletionThreshold: z.number().int(),
  /** The server that password writeback is onboarded on; null: none. */
  writebackServer: z.string().nullable().optional(),
  /** The attribute that Connect servers take as source anchor; null: none has told yet. */
  sourceAnchorAttribute: z.string().nullable().optional(),
  /** The version of Connect that is released for automatic upgrade; null: none. */
  connectRelease: z.string().nullable().optional(),
})

/** GET {path}/groups-to-write-back: the tenant's own Microsoft 365 groups; a member is the source anchor of a synced user. */
export const groupsToWriteBack = z.object({
  groups: z.array(
    z.object({
      id: z.guid(),
      displayName: z.string(),
      description: z.string().nullable(),
      mail: z.string().nullable(),
      members: z.array(z.string()),
    }),
  ),
})
export type GroupToWriteBack = z.infer<typeof groupsToWriteBack>['groups'][number]

/** GET {path}/objects?cookie= : the tenant's synced objects changed since the cookie, oldest change first. */
export const importAnswer = z.object({
  objects: z.array(
    z.object({
      type: z.enum(syncedTypes),
      /** `User_<object id>`, `Group_...`, `Contact_...`. */
      cloudAnchor: z.string(),
      sourceAnchor: z.string().nullable(),
      deleted: z.boolean(),
      attributes: attributeValues,
    }),
  ),
  cookie: z.string(),
  more: z.boolean(),
})

/** One exported change. Attributes carry Graph's names (`userPrincipalName`, `onPremisesSamAccountName`, `members`: sourceAnchors). An update names only what changed; null clears. */
export const exportedChange = z.object({
  operation: z.enum(['add', 'update', 'delete']),
  type: z.enum(syncedTypes),
  sourceAnchor: z.string(),
  cloudAnchor: z.string().optional(),
  attributes: attributeValues,
})
export type ExportedChange = z.infer<typeof exportedChange>

/** POST {path}/export, at most 500 changes. */
export const exportRequest = z.object({ changes: z.array(exportedChange).max(500) })
export const exportAnswer = z.object({
  results: z.array(
    z.object({
      sourceAnchor: z.string(),
      cloudAnchor: z.string().optional(),
      ok: z.boolean(),
      /** `AttributeValueMustBeUnique`, `InvalidSoftMatch`, ... of `core/codes/sync-outcomes.ts`. */
      code: z.string().optional(),
      message: z.string().optional(),
    }),
  ),
})

/** POST {path}/credentials: password hashes, at most 50. */
export const credentialsRequest = z.object({
  credentials: z
    .array(
      z.object({
        sourceAnchor: z.string(),
        /** PBKDF2-HMAC-SHA256 of the UTF-16LE upper-case hex of the NT hash; 32 bytes, base64. */
        hash: z.string(),
        /** 10 bytes, base64. */
        salt: z.string(),
        iterations: z.number().int().positive(),
        /** When the password was changed in AD; lab time, ms. */
        changedAt: z.number(),
        /** pwdLastSet = 0 and the tenant's feature or a new user asks for it. */
        forceChange: z.boolean(),
      }),
    )
    .max(50),
})
export const credentialsAnswer = z.object({
  results: z.array(z.object({ sourceAnchor: z.string(), ok: z.boolean(), code: z.string().optional() })),
})

/** POST {path}/cycle: a cycle ended; moves the tenant's and the objects' onPremisesLastSyncDateTime. */
export const cycleRequest = z.object({
  serverName: z.string(),
  /** `sync`: a full or delta cycle; `password`: a password hash pass. */
  kind: z.enum(['sync', 'password']),
  at: z.number(),
})

/**
 * POST {path}/connector-account {serverName}, bearer of a Global or Hybrid Identity Administrator: makes (or renews) the
 * account `Sync_<server>_<12 hex>@<initial domain>` with the role Directory Synchronization Accounts, turns directory
 * synchronisation on for the tenant and answers the account.
 */
export const connectorAccountRequest = z.strictObject({ serverName: z.string().min(1).max(15) })
export const connectorAccountAnswer = z.object({ userPrincipalName: z.string(), password: z.string() })

/**
 * POST {path}/directory-extensions, bearer of a Global or Hybrid Identity Administrator: registers attributes of Active
 * Directory's users with the tenant's extension application, and answers its appId. An empty list registers nothing.
 */
export const directoryExtensionsRequest = z.strictObject({
  attributes: z.array(z.string().regex(/^[A-Za-z][\w-]{0,255}$/)).max(100),
})
export const directoryExtensionsAnswer = z.object({ appId: z.string() })

/** POST {path}/source-anchor, bearer of a Global or Hybrid Identity Administrator: servers to come take the same attribute; 204. */
export const sourceAnchorRequest = z.strictObject({ attribute: z.string().regex(/^[A-Za-z][\w-]{0,255}$/) })
