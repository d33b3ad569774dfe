/** The tenant's lab switches (core/contracts/lab-switches.ts). */
import type { LabSwitches } from '#core/contracts/lab-switches.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'

export function switchesOf(directory: TenantDirectory): LabSwitches {
  const {
    permissionsEnforced,
    licenceEnforcement,
    refreshTokenReuse,
    objectQuota = null,
    connectRelease = null,
  } = directory.tenant()
  return { permissionsEnforced, licenceEnforcement, refreshTokenReuse, objectQuota, connectRelease }
}

type Change = { readonly [Name in keyof LabSwitches]?: LabSwitches[Name] | undefined }

export async function turnSwitches(directory: TenantDirectory, change: Change): Promise<LabSwitches> {
  const now = switchesOf(directory)
  await directory.transaction(() =>
    directory.putTenant({
      ...directory.tenant(),
      permissionsEnforced: change.permissionsEnforced ?? now.permissionsEnforced,
      licenceEnforcement: change.licenceEnforcement ?? now.licenceEnforcement,
      refreshTokenReuse: change.refreshTokenReuse ?? now.refreshTokenReuse,
      objectQuota: change.objectQuota === undefined ? now.objectQuota : change.objectQuota,
      connectRelease: change.connectRelease === undefined ? now.connectRelease : change.connectRelease,
    }),
  )
  return switchesOf(directory)
}
