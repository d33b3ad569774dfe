/** What the engine is doing at this moment, and whether somebody wants it to end. Lives as long as the process. */
import type { ProfileName } from './run-profile.ts'

export interface Activity {
  /** The run profile at work. */
  current: { readonly connector: string; readonly profile: ProfileName } | undefined
  /** Stop-ADSyncSyncCycle: what is being written is finished, nothing new is begun. */
  stopRequested: boolean
}

export const idle = (): Activity => ({ current: undefined, stopRequested: false })
