/**
 * Where the lab may be less strict than the product, or stricter: switches of a tenant. In a world file under
 * `tenant.switches`; at any time GET and PATCH /api/LabSwitches with the token of a Global Administrator.
 */
import { z } from 'zod'

export const labSwitches = z.strictObject({
  /** false: Graph asks for no permissions and roles. */
  permissionsEnforced: z.boolean(),
  /** `lenient`: gates that a licence closes stand open. */
  licenceEnforcement: z.enum(['strict', 'lenient']),
  /** `allowed`: refresh tokens can be used again, as with the real service. */
  refreshTokenReuse: z.enum(['refused', 'allowed']),
  /** How many objects support lets the tenant hold; null: 50,000, and 300,000 once a domain is verified. */
  objectQuota: z.number().int().min(1).max(10_000_000).nullable(),
  /** The version of Connect that is released for automatic upgrade; null: none newer than servers come with. */
  connectRelease: z
    .string()
    .regex(/^\d{1,5}(\.\d{1,5}){3}$/, 'is a version such as 2.6.1.0')
    .nullable(),
})
export const labSwitchesChange = labSwitches.partial()
export type LabSwitches = z.infer<typeof labSwitches>
