import { basename } from 'node:path'
import { expect, it } from 'vitest'
import type { ScenarioStep } from '#core/contracts/scenario.ts'
import type { CheckWord } from '#core/contracts/scenario-checks.ts'
import {
  loadCourses,
  loadScenario,
  loadScenarios,
  scenarioFiles,
  scenariosFolder,
} from '#lab/scenarios/load-scenario.ts'

/** What the library promises as a whole: a refusal is asserted on every side, and no story is without a course. */
const stories = await loadScenarios([scenariosFolder])
const steps = stories.flatMap((story) =>
  story.steps.map((step) => ({ name: `${story.id}/${step.id}`, step })),
)
const refusals = steps.filter(({ step }) => step.check.some(({ word }) => word === 'refused'))

const says = (step: ScenarioStep, ...words: CheckWord[]) =>
  step.check.some(({ word }) => words.includes(word))
const without = (...words: CheckWord[]) =>
  refusals.filter(({ step }) => !says(step, ...words)).map(({ name }) => name)

const keepsPassword = ({ check }: ScenarioStep) =>
  check.some(
    ({ word, arguments: given }) =>
      word === 'passwordUnchanged' ||
      (word === 'logon' && given.password === 'original' && given.outcome === 'accepted') ||
      (word === 'passwordTaken' && given.directory === false),
  )

/** Refusals after which the old password cannot be asked for: the account is gone, the domain controller is off (the next step asks), or it was changed. */
const changedOrGone = [
  'deleted-on-premises/refused',
  'no-domain-controller/refused',
  'cloud-fails-after-active-directory/halfway',
  'cloud-fails-after-active-directory/change',
]

it('has at least eighty steps, of which forty are refusals', () => {
  expect(steps.length).toBeGreaterThan(80)
  expect(refusals.length).toBeGreaterThan(40)
})

it('asserts after every refusal that the password in Active Directory is unchanged', () => {
  const silent = refusals.filter(({ step }) => !keepsPassword(step)).map(({ name }) => name)
  expect(silent).toEqual(changedOrGone)
})

it('asserts of every refusal what the audit log says', () => {
  expect(without('audit', 'noAudit')).toEqual([])
})

it('asserts of every refusal what the Connect server’s log says, or that it says nothing', () => {
  expect(without('windowsEvent', 'noWindowsEvent')).toEqual([])
})

/** Told in this step, or in one before it. */
const toldUntil = (story: (typeof stories)[number], at: number): string =>
  [story.summary, ...story.steps.slice(0, at + 1).flatMap(({ say, because }) => [say, because])].join('\n')

it('tells the learner every password that a check asks for', () => {
  const untold = stories.flatMap((story) =>
    story.steps.flatMap(({ id, check }, at) =>
      check
        .map(({ arguments: given }) => given.password)
        .filter((password) => typeof password === 'string' && password !== 'original')
        .filter((password) => !toldUntil(story, at).includes(String(password)))
        .map((password) => `${story.id}/${id}: ${password}`),
    ),
  )
  expect(untold).toEqual([])
})

it('helps with every step, and says why once it is done', () => {
  // What was drawn brings its own because.
  const own = steps.filter(({ name }) => !name.startsWith('break-it-and-mend-it/'))
  expect(steps.filter(({ step }) => step.hints.length === 0).map(({ name }) => name)).toEqual([])
  expect(own.filter(({ step }) => step.because === undefined).map(({ name }) => name)).toEqual([])
})

it('teaches every story in at least one course, and names none that is not there', async () => {
  const courses = await loadCourses([scenariosFolder])
  const taught = new Set(courses.flatMap(({ scenarios }) => scenarios))
  const ids = stories.map(({ id }) => id)
  expect(ids.filter((id) => !taught.has(id))).toEqual([])
  expect([...taught].filter((id) => !ids.includes(id))).toEqual([])
})

it('has the scenarios of the specification under their numbers: 1 to 47 and their variants', async () => {
  const files = await scenarioFiles(scenariosFolder)
  const numbers = files.map((file) => /^\d+[a-d]?/.exec(basename(file))?.[0] ?? '')
  const wanted = Array.from({ length: 47 }, (_, at) => String(at + 1).padStart(2, '0'))
  const variants = ['06b', '07b', '08b', '08c', '11b', '19b', '20b', '33b']
  expect([...wanted, ...variants].filter((number) => !numbers.includes(number))).toEqual([])
  expect((await Promise.all(files.map(loadScenario))).length).toBe(new Set(numbers).size)
})
