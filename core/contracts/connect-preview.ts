/**
 * What a run would do, before it does it: nothing is written anywhere.
 * POST {connect}/preview ← previewRequest → previewAnswer. Imports for real objects are read, not staged.
 */
import { z } from 'zod'

export const previewRequest = z.strictObject({
  policyType: z.enum(['Delta', 'Initial']).default('Delta'),
  /** Objects in the answer; the counts are of all. */
  limit: z.number().int().min(1).max(5000).default(500),
})

const value = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])

/** One attribute; `before` absent: it was not there. `after` absent or null: it goes. */
export const attributeChange = z.object({
  name: z.string(),
  before: value.optional(),
  after: value.optional(),
})

export const previewedChange = z.object({
  /** The connector that would be written to. */
  connector: z.string(),
  operation: z.enum(['add', 'update', 'delete']),
  type: z.string(),
  /** Distinguished name on premises, else the sign-in or display name. */
  object: z.string(),
  /** Undefined while there is none: an object that is only now projected. */
  metaverseId: z.string().optional(),
  attributes: z.array(attributeChange),
})

export const previewAnswer = z.object({
  policyType: z.enum(['Delta', 'Initial']),
  /** By connector: what its import would stage, and what would be exported to it. */
  connectors: z.array(
    z.object({
      name: z.string(),
      staged: z.object({ adds: z.number(), updates: z.number(), deletes: z.number() }),
      exports: z.object({ adds: z.number(), updates: z.number(), deletes: z.number() }),
    }),
  ),
  changes: z.array(previewedChange),
  /** More than `limit`. */
  more: z.boolean(),
  /** Why the export would stop or objects would fail, as far as this server can know. */
  warnings: z.array(z.object({ code: z.string(), object: z.string(), message: z.string() })),
})
export type PreviewAnswer = z.infer<typeof previewAnswer>
