/** What a story that its schema takes has wrong all the same. */
import { drawnName, type Scenario } from '#core/contracts/scenario.ts'
import { nearest } from '#core/contracts/words.ts'
import { accountsOf, type LoadedWorld, loadWorld, worldNames } from '../world/load-world.ts'
import { type Named, peopleOf, unknownUsers, userIn, usersOfActions } from './lint-names.ts'
import type { Beside, Problem } from './problem.ts'

/** `ids`: of all stories around, this one among them. */
export async function storyProblems(
  story: Scenario,
  ids: readonly string[],
  { folders }: Beside,
): Promise<Problem[]> {
  const twice = ids.filter((id) => id === story.id).length > 1
  const sameId = twice ? [{ path: ['id'], message: `another file has the id ${story.id}` }] : []
  const worlds = await worldNames(folders)
  if (!worlds.includes(story.world)) {
    const message = `no such world: ${story.world}. Nearest: ${nearest(story.world, worlds)}`
    return [...sameId, { path: ['world'], message }]
  }
  return [...sameId, ...drawProblems(story), ...nameProblems(story, await loadWorld(story.world, folders))]
}

function drawProblems({ draw, steps }: Scenario): Problem[] {
  if (draw !== undefined) return []
  return steps.flatMap((step, at) => {
    const asked = step.question?.answer === drawnName ? [['question', 'answer']] : []
    const checked = step.check.flatMap(({ word }, index) => (word === 'drawn' ? [['check', index]] : []))
    return [...asked, ...checked].map((path) => ({
      path: ['steps', at, ...path],
      message: 'the scenario draws no fault: it has no draw',
    }))
  })
}

function usersOf({ given, draw, steps }: Scenario): Named[] {
  const inSteps = steps.flatMap((step, at) => [
    ...usersOfActions(['steps', at, 'do'], step.do),
    ...step.check.flatMap(({ word, arguments: asked }, index) =>
      userIn(['steps', at, 'check', index], word, asked),
    ),
  ])
  const inDraw = (draw ?? []).flatMap((fault, at) => [
    ...usersOfActions(['draw', at, 'given'], fault.given),
    ...usersOfActions(['draw', at, 'mend'], fault.mend),
    ...fault.check.flatMap(({ word, arguments: asked }, index) =>
      userIn(['draw', at, 'check', index], word, asked),
    ),
  ])
  return [...usersOfActions(['given'], given), ...inDraw, ...inSteps]
}

function nameProblems(story: Scenario, world: LoadedWorld): Problem[] {
  const people = peopleOf(world, [...(story.given ?? []), ...story.steps.flatMap((step) => step.do ?? [])])
  const hands = [...new Set(accountsOf(world).map(({ role }) => role)), ...people]
  const actors = story.steps.flatMap(({ as }, at) =>
    as === undefined || hands.includes(as)
      ? []
      : [{ path: ['steps', at, 'as'], message: `nobody here is ${as}. Nearest: ${nearest(as, hands)}` }],
  )
  return [...unknownUsers(usersOf(story), people, world), ...actors]
}
