/**
 * The tenant's settings of directory synchronisation, read and changed through Graph as an administrator.
 * Source: writeback.md §8.8 (features, deletion threshold); graph.md §2.5.
 */
import { z } from 'zod'
import { fail, ok, type Result } from '#core/result.ts'
import { type ConnectRefusal, refusal } from '../connect-refusal.ts'
import { type CloudAccount, CloudRefusal, CloudUnreachable } from '../connectors/cloud-connection.ts'
import { requireConfiguration, type ServerContext } from '../server-context.ts'
import { signInAdministrator } from './cloud-administrator.ts'

const path = '/v1.0/directory/onPremisesSynchronization'

const settings = z.object({
  configuration: z.object({
    accidentalDeletionPrevention: z.object({
      synchronizationPreventionType: z.enum(['disabled', 'enabledForCount', 'enabledForPercentage']),
      alertThreshold: z.number().nullable(),
    }),
  }),
  features: z.record(z.string(), z.boolean()),
})
export type TenantSettings = z.infer<typeof settings>

export interface TenantSettingsChange {
  readonly configuration?: TenantSettings['configuration']
  readonly features?: Readonly<Record<string, boolean>>
}

/** Changes the settings (nothing when the change is empty) and answers them as they are now. */
export async function changeTenantSettings(
  server: ServerContext,
  administrator: CloudAccount,
  change: TenantSettingsChange,
): Promise<Result<TenantSettings, ConnectRefusal>> {
  const signedIn = await signInAdministrator(server.cloud, administrator)
  if (!signedIn.ok) return signedIn
  const { tenantId } = requireConfiguration(server).cloud
  const bearer = signedIn.value
  const own = `${path}/${tenantId}`
  try {
    if (Object.keys(change).length > 0)
      await server.cloud.ask('PATCH', own, z.unknown(), { body: change, bearer })
    return ok(await server.cloud.ask('GET', own, settings, { bearer }))
  } catch (error) {
    if (error instanceof CloudRefusal || error instanceof CloudUnreachable)
      return fail(refusal('TenantRefused', error.message))
    throw error
  }
}
