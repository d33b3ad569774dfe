/** The verbs of every place, by name. */
import type { ScenarioAction, ScenarioVerb } from '#core/contracts/scenario-verbs.ts'
import type { Doors } from '../doors.ts'
import { connect } from './connect.ts'
import { graph } from './graph.ts'
import { clock, dc, drawn, fault } from './lab.ts'
import { ldap } from './ldap.ts'
import { portalBlades } from './portal-blades.ts'
import { portalUsers } from './portal-users.ts'
import { user } from './user.ts'
import type { Verb } from './verb.ts'
import { workstation } from './workstation.ts'

const verbs: { readonly [Name in ScenarioVerb]: Verb<Name> } = {
  ...portalUsers,
  ...portalBlades,
  ...graph,
  ...connect,
  ...user,
  ...workstation,
  ...clock,
  ...dc,
  ...fault,
  ...drawn,
  ...ldap,
}

/** Does one action with the hands of `as`. The schema has checked that the arguments are the verb's. */
export async function perform(doors: Doors, action: ScenarioAction, as: string): Promise<void> {
  const verb = verbs[action.verb] as (
    doors: Doors,
    given: ScenarioAction['arguments'],
    as: string,
  ) => Promise<void>
  await verb(doors, action.arguments, as)
}
