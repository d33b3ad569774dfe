/** Verbs of stories as a person does them on the screens; a verb that no story has a learner do is missing here. */
import type { ScenarioAction, ScenarioVerb } from '#core/contracts/scenario-verbs.ts'
import type { Clicker } from './clicker.ts'
import { connectClicks } from './connect-clicks.ts'
import { directoryClicks } from './directory-clicks.ts'
import { labClicks } from './lab-clicks.ts'
import { portalClicks } from './portal-clicks.ts'
import { userClicks } from './user-clicks.ts'

const clicks = { ...portalClicks, ...connectClicks, ...userClicks, ...directoryClicks, ...labClicks }

export const isClickable = (verb: ScenarioVerb): boolean => Object.hasOwn(clicks, verb)

/** Does one action of a step; `as` is the UPN of whose hands the step asks for, where they are not the administrator's. */
export async function click(
  clicker: Clicker,
  { verb, arguments: given }: ScenarioAction,
  as?: string,
): Promise<void> {
  const done = (clicks as Readonly<Record<string, unknown>>)[verb]
  if (typeof done !== 'function') throw new Error(`nobody has said how ${verb} is clicked`)
  // The catalogue has given each verb the arguments of its own schema.
  await done(clicker, given, as)
}
