/** What every verb of the command line shares: its surroundings, how it asks a running lab, how it prints. */
import type { Command } from 'commander'
import type { ControlClient } from './control-client.ts'
import type { Output } from './output.ts'

export interface Surroundings {
  readonly out: Output
  /** The control API of a running process. */
  client(): Promise<ControlClient>
  /** The id of the lab that `--lab` names, or of the default lab. */
  lab(): Promise<string>
  /** What `--lab` says; undefined: nothing, and verbs about all labs mean all. */
  readonly labGiven: string | undefined
  /** Builds the screens when they are missing or old; false when it cannot be done, which it has said. */
  buildScreens(): Promise<boolean>
  /** The settings file that `--config` names. */
  readonly configFile: string | undefined
}

/** Adds verbs to the program; one file a group. */
export type VerbGroup = (program: Command, around: Surroundings) => void
