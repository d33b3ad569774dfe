/**
 * The three switches of writeback: L1 Connect has onboarded, L2 the tenant's toggle, L3 the agent is alive
 * (writeback.md §0.2). Either of the first two off means "not enabled"; the third off means "can't be reached".
 */
import type { Instant } from '#core/ports.ts'
import { minutes } from './limits.ts'

export interface WritebackSwitches {
  /** L1, as the cloud knows it. */
  readonly onboarded: boolean
  /** L2: "Write back passwords to your on-premises directory". */
  readonly toggle: boolean
  /** L3: an agent listens on the relay. */
  readonly listening: boolean
  readonly lastHeartbeatAt: Instant | null
  readonly agentVersion: string | null
}

export const isWritebackEnabled = ({ onboarded, toggle }: WritebackSwitches): boolean => onboarded && toggle

/** Names the state of all three, the deciding one first to read. */
export function describeSwitches({ onboarded, toggle, listening }: WritebackSwitches): string {
  const connect = onboarded ? 'ticked and onboarded' : 'not onboarded'
  const portal = toggle ? 'Yes' : 'No'
  const agent = listening ? 'listening' : 'not listening'
  return `Password writeback in Connect: ${connect}; "Write back passwords" in the portal: ${portal}; agent on the relay: ${agent}.`
}

export const blameOf = ({ onboarded, toggle }: WritebackSwitches): string => {
  if (!onboarded && !toggle) return 'Neither Connect nor the portal has password writeback turned on.'
  return onboarded ? "The portal's writeback toggle is off." : 'Connect has not onboarded password writeback.'
}

const writebackStates = [
  'healthy',
  'out-of-date',
  'too-old',
  'unreachable',
  'not-configured',
  'cloud-trouble',
] as const
export type WritebackState = (typeof writebackStates)[number]

/** The sync engine that first lets administrators reset (writeback.md §5.5). */
const adminResetSince = [1, 0, 419, 911]
/** Ours: version 1 was retired in 2022. */
const currentSince = [2, 0, 0, 0]
/** Ours: three missed heartbeats of five minutes. */
const heartbeatGrace = minutes(16)

export const allowsAdminReset = (version: string | null): boolean =>
  version === null || isAtLeast(version, adminResetSince)

export function writebackState(switches: WritebackSwitches, at: Instant): WritebackState {
  const { onboarded, listening, lastHeartbeatAt, agentVersion } = switches
  if (!onboarded) return 'not-configured'
  if (!allowsAdminReset(agentVersion)) return 'too-old'
  if (!listening) return 'unreachable'
  // The agent holds its connection, yet no heartbeat reached the service: the trouble is on the cloud's side.
  if (lastHeartbeatAt !== null && at - lastHeartbeatAt > heartbeatGrace) return 'cloud-trouble'
  return agentVersion !== null && !isAtLeast(agentVersion, currentSince) ? 'out-of-date' : 'healthy'
}

/** The status line of the On-premises integration blade, in our wording; `{connect}` and `{directory}` name the products. */
export const writebackStatusTexts: Readonly<Record<WritebackState, string>> = {
  healthy: 'The on-premises writeback client is running and connected.',
  'out-of-date':
    '{directory} is connected to the on-premises writeback client, but the installed {connect} is out of date. Consider an upgrade to get the latest connection features and fixes.',
  'too-old':
    "The state of the on-premises writeback client can't be checked because the installed {connect} is too old. Upgrade it to see the connection state.",
  unreachable:
    "The on-premises writeback client can't be reached at the moment. Check {connect} to restore the connection.",
  'not-configured':
    "The on-premises writeback client can't be reached because password writeback has not been set up. Enable it in {connect} first.",
  'cloud-trouble':
    "The on-premises writeback client can't be reached at the moment, perhaps because of a passing fault on our side. If this stays, check {connect}.",
}

function isAtLeast(version: string, least: readonly number[]): boolean {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10) || 0)
  for (const [index, wanted] of least.entries()) {
    const part = parts[index] ?? 0
    if (part !== wanted) return part > wanted
  }
  return true
}
