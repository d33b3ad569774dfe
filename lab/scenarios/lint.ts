/** `scenario lint`: what the schema has against a file, and what only shows beside its world: unknown users, roles, worlds. */
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { course } from '#core/contracts/course.ts'
import { drawnName, type Scenario, scenario } from '#core/contracts/scenario.ts'
import { nearest } from '#core/contracts/words.ts'
import { accountsOf, type LoadedWorld, loadWorld, worldsFolder } from '../world/load-world.ts'
import { courseFiles, scenarioFiles } from './load-scenario.ts'
import { readYaml, ScenarioFileError } from './read-yaml.ts'

interface Problem {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** Findings of these files, or of every scenario and course of the folder. */
export async function lintFiles(files: readonly string[], folder: string): Promise<string[]> {
  const known = await knownIds(folder)
  const all = files.length > 0 ? files : [...(await scenarioFiles(folder)), ...(await courseFiles(folder))]
  const found = await Promise.all(all.map((file) => lintFile(file, known)))
  return found.flat()
}

/** Ids of the folder's readable scenarios. */
async function knownIds(folder: string): Promise<string[]> {
  const texts = await Promise.all((await scenarioFiles(folder)).map((file) => readFile(file, 'utf8')))
  return texts.flatMap((text) => /^id: *['"]?([a-z0-9-]+)/m.exec(text)?.[1] ?? [])
}

async function lintFile(file: string, ids: readonly string[]): Promise<string[]> {
  const isCourse = basename(join(file, '..')) === 'courses'
  try {
    const yaml = readYaml(basename(file), await readFile(file, 'utf8'))
    const problems = isCourse
      ? unknownScenarios(yaml.parse(course).scenarios, ids)
      : await problemsOf(yaml.parse(scenario), ids)
    return problems.map(({ path, message }) => yaml.finding(path, message))
  } catch (error) {
    if (error instanceof ScenarioFileError) return [...error.findings]
    throw error
  }
}

const unknownScenarios = (named: readonly string[], ids: readonly string[]): Problem[] =>
  named.flatMap((id, at) =>
    ids.includes(id)
      ? []
      : [{ path: ['scenarios', at], message: `no such scenario: ${id}. Nearest: ${nearest(id, ids)}` }],
  )

async function problemsOf(story: Scenario, ids: readonly string[]): Promise<Problem[]> {
  const twice = ids.filter((id) => id === story.id).length > 1
  const sameId = twice ? [{ path: ['id'], message: `another file has the id ${story.id}` }] : []
  const worlds = (await readdir(worldsFolder)).map((name) => basename(name, '.yaml'))
  if (!worlds.includes(story.world)) {
    const message = `no such world: ${story.world}. Nearest: ${nearest(story.world, worlds)}`
    return [...sameId, { path: ['world'], message }]
  }
  return [...sameId, ...drawProblems(story), ...nameProblems(story, await loadWorld(story.world))]
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

/** Where a name stands, and the name. */
interface Named {
  readonly path: readonly PropertyKey[]
  readonly name: string
}

type Action = NonNullable<Scenario['given']>[number]

const argumentsOf = (path: readonly PropertyKey[], word: string, given: Action['arguments']): Named[] =>
  typeof given.user === 'string' ? [{ path: [...path, word, 'user'], name: given.user }] : []

const usersOfActions = (path: readonly PropertyKey[], actions: readonly Action[] | undefined): Named[] =>
  (actions ?? []).flatMap(({ verb, arguments: given }, at) => argumentsOf([...path, at], verb, given))

function usersOf({ given, steps }: Scenario): Named[] {
  const inSteps = steps.flatMap((step, at) => [
    ...usersOfActions(['steps', at, 'do'], step.do),
    ...step.check.flatMap(({ word, arguments: asked }, index) =>
      argumentsOf(['steps', at, 'check', index], word, asked),
    ),
  ])
  return [...usersOfActions(['given'], given), ...inSteps]
}

/** Everybody whom the world or the story itself makes; people that are made by the dozen have numbers for names. */
function peopleOf(story: Scenario, world: LoadedWorld): string[] {
  const actions = [...world.given, ...(story.given ?? []), ...story.steps.flatMap((step) => step.do ?? [])]
  const made = actions.flatMap(({ verb, arguments: given }) =>
    verb === 'ldap.addUser' ? [given.sAMAccountName, given.userPrincipalName].map(String) : [],
  )
  const accounts = accountsOf(world).flatMap(({ upn = '' }) => [upn, upn.split('@')[0] ?? ''])
  return [...accounts, ...made].map((name) => name.toLowerCase())
}

const domainOf = (name: string) => name.split('@')[1]?.toLowerCase() ?? ''
const plainName = (name: string) => name.toLowerCase().replace(/^[a-z]+\\/, '')

function nameProblems(story: Scenario, world: LoadedWorld): Problem[] {
  const people = peopleOf(story, world)
  const { initialDomain } = world.tenant
  const isKnown = (name: string) =>
    people.includes(plainName(name)) || /^u\d{5}(@|$)/.test(name) || domainOf(name) === initialDomain
  const users = usersOf(story)
    .filter(({ name }) => !isKnown(name))
    .map(({ path, name }) => ({
      path,
      message: `the world ${story.world} has no user ${name}. Nearest: ${nearest(name, people)}`,
    }))
  const hands = [...new Set(accountsOf(world).map(({ role }) => role)), ...people]
  const actors = story.steps.flatMap(({ as }, at) =>
    as === undefined || hands.includes(as)
      ? []
      : [{ path: ['steps', at, 'as'], message: `nobody here is ${as}. Nearest: ${nearest(as, hands)}` }],
  )
  return [...users, ...actors]
}
