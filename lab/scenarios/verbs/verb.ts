/** How a verb is written: its arguments are those of the catalogue in `#core/contracts/scenario-verbs.ts`. */
import type { ScenarioVerb, VerbArguments } from '#core/contracts/scenario-verbs.ts'
import type { Doors } from '../doors.ts'

/** `as` is the UPN whose hands do it. */
export type Verb<Name extends ScenarioVerb> = (
  doors: Doors,
  given: VerbArguments<Name>,
  as: string,
) => Promise<void>

export type VerbTable<Prefix extends string> = {
  readonly [Name in ScenarioVerb as Name extends `${Prefix}.${string}` ? Name : never]: Verb<Name>
}

/** Some verbs of a place, where one file would hold two subjects. */
export type Verbs<Names extends ScenarioVerb> = { readonly [Name in Names]: Verb<Name> }
