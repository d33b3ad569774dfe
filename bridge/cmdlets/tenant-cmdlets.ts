/** Cmdlets about the tenant's settings: features and the deletion threshold. Source: writeback.md §8.8. */
import { companyAnswer, provisioningPath } from '#core/contracts/provisioning.ts'
import { ok, type Result } from '#core/result.ts'
import type { ConnectRefusal } from '../connect-refusal.ts'
import type { ConnectTools } from '../connect-routes.ts'
import { CloudRefusal, CloudUnreachable } from '../connectors/cloud-connection.ts'
import { changeTenantSettings, type TenantSettings } from '../installation/tenant-settings.ts'
import { type CmdletHandlers, no, onInstalled } from './cmdlet-handlers.ts'

type Names =
  | 'Get-ADSyncAADCompanyFeature'
  | 'Set-ADSyncAADCompanyFeature'
  | 'Get-ADSyncExportDeletionThreshold'
  | 'Enable-ADSyncExportDeletionThreshold'
  | 'Disable-ADSyncExportDeletionThreshold'

/** The cmdlet's parameter → Graph's name of the feature. */
const features = {
  ForcePasswordChangeOnLogOn: 'userForcePasswordChangeOnLogonEnabled',
  SynchronizeUpnForManagedUsers: 'synchronizeUpnForManagedUsersEnabled',
  SoftMatchOnUpn: 'softMatchOnUpnEnabled',
  BlockSoftMatch: 'blockSoftMatchEnabled',
  BlockCloudObjectTakeoverThroughHardMatch: 'blockCloudObjectTakeoverThroughHardMatchEnabled',
} as const

/** What the tenant says of itself to the connector account. */
async function company({ server }: ConnectTools) {
  try {
    return ok(await server.cloud.ask('GET', `${provisioningPath}/company`, companyAnswer))
  } catch (error) {
    if (error instanceof CloudRefusal || error instanceof CloudUnreachable)
      return no('TenantRefused', error.message)
    throw error
  }
}

/** 1: counted, 0: off, as the product's cmdlet prints it. */
const threshold = (count: number) => ({ DeletionPrevention: count === 0 ? 0 : 1, ThresholdCount: count })

const afterChange = (changed: Result<TenantSettings, ConnectRefusal>) => {
  if (!changed.ok) return changed
  const { accidentalDeletionPrevention: now } = changed.value.configuration
  return ok([threshold(now.synchronizationPreventionType === 'disabled' ? 0 : (now.alertThreshold ?? 0))])
}

const prevention = (type: 'disabled' | 'enabledForCount', alertThreshold: number | null) => ({
  configuration: {
    accidentalDeletionPrevention: { synchronizationPreventionType: type, alertThreshold },
  },
})

export const tenantCmdlets: CmdletHandlers<Names> = {
  'Get-ADSyncAADCompanyFeature': (tools) =>
    onInstalled(tools, async () => {
      const answer = await company(tools)
      return answer.ok ? ok([answer.value.features]) : answer
    }),
  'Set-ADSyncAADCompanyFeature': (tools, { Credential, ...wanted }) =>
    onInstalled(tools, async () => {
      const chosen = Object.entries(features).flatMap(([parameter, feature]) => {
        const value = parameter in wanted ? wanted[parameter as keyof typeof features] : undefined
        return value === undefined ? [] : [[feature, value] as const]
      })
      const changed = await changeTenantSettings(
        tools.server,
        Credential,
        chosen.length === 0 ? {} : { features: Object.fromEntries(chosen) },
      )
      return changed.ok ? ok([changed.value.features]) : changed
    }),
  'Get-ADSyncExportDeletionThreshold': (tools) =>
    onInstalled(tools, async () => {
      const answer = await company(tools)
      return answer.ok ? ok([threshold(answer.value.deletionThreshold)]) : answer
    }),
  'Enable-ADSyncExportDeletionThreshold': (tools, { DeletionThreshold, Credential }) =>
    onInstalled(tools, async () => {
      if (DeletionThreshold === 0) return no('CmdletParameters', 'DeletionThreshold is at least 1')
      const wanted = prevention('enabledForCount', DeletionThreshold)
      return afterChange(await changeTenantSettings(tools.server, Credential, wanted))
    }),
  'Disable-ADSyncExportDeletionThreshold': (tools, { Credential }) =>
    onInstalled(tools, async () =>
      afterChange(await changeTenantSettings(tools.server, Credential, prevention('disabled', null))),
    ),
}
