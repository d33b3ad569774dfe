/** The tenant's lab switches (core/contracts/lab-switches.ts). */
import type { LabSwitches } from '#core/contracts/lab-switches.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'

export function switchesOf(directory: TenantDirectory): LabSwitches {
  const { permissionsEnforced, licenceEnforcement, refreshTokenReuse } = directory.tenant()
  return { permissionsEnforced, licenceEnforcement, refreshTokenReuse }
}

type Change = { readonly [Name in keyof LabSwitches]?: LabSwitches[Name] | undefined }

export async function turnSwitches(directory: TenantDirectory, change: Change): Promise<LabSwitches> {
  const { permissionsEnforced, licenceEnforcement, refreshTokenReuse } = change
  const now = switchesOf(directory)
  await directory.transaction(() =>
    directory.putTenant({
      ...directory.tenant(),
      permissionsEnforced: permissionsEnforced ?? now.permissionsEnforced,
      licenceEnforcement: licenceEnforcement ?? now.licenceEnforcement,
      refreshTokenReuse: refreshTokenReuse ?? now.refreshTokenReuse,
    }),
  )
  return switchesOf(directory)
}
