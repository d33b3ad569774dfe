/** Who may upgrade itself: a server with the account that express settings make and less than 100,000 objects (writeback.md §7.6). */
import type { AutoUpgradeState } from '#core/contracts/connect.ts'

const mostObjects = 100_000

export interface UpgradeFacts {
  /** As somebody has set it; undefined: as the installation left it. */
  readonly chosen: AutoUpgradeState | undefined
  /** Connector accounts. */
  readonly accounts: readonly string[]
  readonly metaverseObjects: number
  /** An own SQL Server or service account instead of what comes along. */
  readonly customComponents: boolean
}

/** The state, and the result code that the upgrade service would log for it. */
export function autoUpgradeOf(facts: UpgradeFacts): {
  readonly state: AutoUpgradeState
  readonly reason: string
} {
  if (facts.chosen === 'Disabled')
    return { state: 'Disabled', reason: 'UpgradeNotSupportedAutoUpgradeDisabled' }
  const hindered = hindrance(facts)
  return hindered === undefined
    ? { state: 'Enabled', reason: 'This server qualifies.' }
    : { state: 'Suspended', reason: hindered }
}

function hindrance({ accounts, metaverseObjects, customComponents }: UpgradeFacts): string | undefined {
  if (customComponents) return 'UpgradeNotSupportedNonLocalDbInstall'
  if (accounts.some((name) => !/(^|\\)MSOL_/i.test(name))) return 'UpgradeNotSupportedNonMsolAccount'
  return metaverseObjects < mostObjects ? undefined : 'UpgradeNotSupportedMetaverseSizeExceeeded'
}

/** What may keep a server that qualifies from upgrading just now. */
export interface UpgradeMoment {
  readonly serviceRunning: boolean
  readonly cyclesEnabled: boolean
  /** A cycle is under way, or the wizard is open. */
  readonly busy: boolean
}

/** The result code; undefined: nothing. Codes as published. */
export function abortedBy({ serviceRunning, cyclesEnabled, busy }: UpgradeMoment): string | undefined {
  if (!serviceRunning) return 'UpgradeAbortedServiceIsNotRunning'
  if (!cyclesEnabled) return 'UpgradeAbortedSyncCycleDisabled'
  return busy ? 'UpgradeAbortedSyncOrConfigurationInProgress' : undefined
}

/** 2.10.0.0 is newer than 2.9.1.0. */
export function isNewer(version: string, than: string): boolean {
  const [mine = [], other = []] = [version, than].map((text) => text.split('.').map(Number))
  const differs = mine.findIndex((part, place) => part !== (other[place] ?? 0))
  return differs >= 0 && (mine[differs] ?? 0) > (other[differs] ?? 0)
}
