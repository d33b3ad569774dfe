/** Where a forest of the lab is, and who administers it: the first one, or a further one by its DNS name. */
import type { LabInfo } from '#core/contracts/lab-info.ts'

export interface ForestDoor {
  readonly ldaps: string
  readonly baseDn: string
  readonly netbiosName: string
  readonly administrator: LabInfo['accounts'][number]
}

/** Throws when the world has no such forest. */
export function forestDoor(info: LabInfo, dnsName?: string): ForestDoor {
  const door = dnsName === undefined ? info : info.furtherForests?.find((one) => one.dnsName === dnsName)
  if (door === undefined) throw new Error(`the world ${info.world} has no forest ${dnsName}`)
  const { ldaps, baseDn, netbiosName } = door
  const administrator = info.accounts.find(
    ({ role, dn }) => role === 'Domain Admin' && dn?.endsWith(`,${baseDn}`),
  )
  if (administrator === undefined) throw new Error(`nobody administers ${baseDn}`)
  return { ldaps, baseDn, netbiosName, administrator }
}
