/** `scenario list|show|run|lint|record`. */
import { writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import colors from 'picocolors'
import { labCodes } from '#core/codes/lab.ts'
import { scenariosAnswer } from '#core/contracts/control-api.ts'
import { type ScenarioProgress, scenarioProgress } from '#core/contracts/scenario-progress.ts'
import { stopwatch } from '../clock.ts'
import { loadConfig } from '../config.ts'
import type { ScenarioResult } from '../scenarios/run-library.ts'
import type { ControlClient } from './control-client.ts'
import type { Output } from './output.ts'
import { withOwnLab } from './own-lab.ts'
import type { Surroundings, VerbGroup } from './verb.ts'

/** `1 step`, `2 steps`. */
const countOf = ({ length }: { readonly length: number }): string =>
  length === 1 ? '1 step' : `${length} steps`

type Step = ScenarioProgress['steps'][number]

/** The learner's text is Markdown; a terminal shows it plain. */
const plain = (markdown: string): string => markdown.replace(/[*_`]/g, '').trim()

const marks = { done: colors.green('✓'), active: colors.yellow('▸'), todo: colors.dim('·') }

function showStep(out: Output, step: Step): void {
  out.say(`${marks[step.state]} ${plain(step.say)}`)
  for (const { text, ok, saw } of step.checks) {
    const difference = ok || saw === undefined ? '' : colors.dim(` (${saw})`)
    out.say(`    ${ok ? colors.green('✓') : colors.red('✗')} ${text}${difference}`)
  }
  if (step.state === 'done' && step.because !== undefined) out.say(colors.dim(`    ${plain(step.because)}`))
}

/** A story of a file, where another is named by its id. */
const isFile = (story: string): boolean => /\.ya?ml$/.test(story)

/** Plays it step by step through the lab's own doors; stops at the first step whose checks do not hold. */
async function play(out: Output, control: ControlClient, lab: string, id: string): Promise<ScenarioProgress> {
  const path = `/labs/${lab}/scenarios/${encodeURIComponent(id)}`
  let progress = await control.post(path, { action: 'start' }, scenarioProgress)
  out.say(colors.bold(progress.title))
  for (const { id: step } of progress.steps) {
    if (progress.steps.find((row) => row.id === step)?.state !== 'done') {
      progress = await control.post(path, { action: 'do', step }, scenarioProgress)
    }
    const now = progress.steps.find((row) => row.id === step)
    if (now !== undefined) showStep(out, now)
    if (now?.state !== 'done') break
  }
  return progress
}

interface HeadlessOptions {
  readonly junit?: string
  readonly abreast: string
}

function sayResult(out: Output, { id, fault, ok, seconds, steps, error }: ScenarioResult): void {
  const name = fault === undefined ? id : `${id} (${fault})`
  out.say(
    `${ok ? colors.green('✓') : colors.red('✗')} ${name} ${colors.dim(`${countOf(steps)}, ${seconds} s`)}`,
  )
  if (error !== undefined) out.say(colors.red(`    ${error}`))
  for (const step of steps.filter((one) => !one.ok)) {
    out.say(colors.red(`    ${step.step}${step.error === undefined ? '' : `: ${step.error}`}`))
    for (const { text, saw } of step.checks.filter((check) => !check.ok))
      out.say(`      ${colors.red('✗')} ${text}${saw === undefined ? '' : colors.dim(` (${saw})`)}`)
  }
}

/** These files, or everything there is, headless, in labs of its own; loaded only for this, for it brings the whole product. */
async function runHeadless(
  { out, configFile }: Surroundings,
  files: readonly string[],
  { junit, abreast }: HeadlessOptions,
): Promise<void> {
  const [{ runLibrary }, { junitReport }, { loadScenario, loadScenarios }, { foldersWith }] =
    await Promise.all([
      import('../scenarios/run-library.ts'),
      import('../scenarios/junit.ts'),
      import('../scenarios/load-scenario.ts'),
      import('../scenarios/scenario-library.ts'),
    ])
  const begun = stopwatch()
  const settings = await loadConfig({ environment: process.env, file: configFile })
  const [first] = files
  const folder = settings.scenarios ?? (first === undefined ? undefined : dirname(first))
  const scenarios = await (files.length > 0
    ? Promise.all(files.map(loadScenario))
    : loadScenarios(foldersWith(folder)))
  const told = (result: ScenarioResult) => sayResult(out, result)
  const results = await runLibrary(scenarios, { abreast: Math.max(1, Number(abreast) || 1), folder, told })
  const failed = results.filter(({ ok }) => !ok).length
  const seconds = Math.round((stopwatch() - begun) / 100) / 10
  if (junit !== undefined) await writeFile(junit, junitReport(results))
  out.answer({ results, failed, seconds }, () =>
    out.say(`${results.length - failed} of ${results.length} came right, in ${seconds} s.`),
  )
  if (failed > 0) process.exitCode = labCodes.LabScenarioRefused.exit
}

async function lint({ out, configFile }: Surroundings, files: readonly string[]): Promise<void> {
  const [{ lintFiles }, { foldersWith }] = await Promise.all([
    import('../scenarios/lint.ts'),
    import('../scenarios/scenario-library.ts'),
  ])
  const { scenarios } = await loadConfig({ environment: process.env, file: configFile })
  const findings = await lintFiles(files, foldersWith(scenarios))
  out.answer({ findings }, () => {
    for (const finding of findings) out.say(finding)
    out.say(findings.length === 0 ? 'Nothing to complain about.' : `${findings.length} findings.`)
  })
  if (findings.length > 0) process.exitCode = labCodes.LabRequestInvalid.exit
}

interface RecordOptions {
  readonly out?: string
  readonly id: string
  readonly title: string
  readonly after?: string
}

export const scenarioVerbs: VerbGroup = (program, around) => {
  const { out, client, lab } = around
  const group = program.command('scenario').description('stories: guided labs, demos and tests in one')

  group
    .command('list')
    .description('the stories there are')
    .action(async () => {
      const answer = await (await client()).get(`/labs/${await lab()}/scenarios`, scenariosAnswer)
      out.answer(answer, ({ scenarios }) =>
        out.table(scenarios.map(({ id, title, steps }) => [id, title, countOf({ length: steps })])),
      )
    })
  group
    .command('show <id>')
    .description('its steps, and where the learner is')
    .action(async (id: string) => {
      const path = `/labs/${await lab()}/scenarios/${encodeURIComponent(id)}`
      const progress = await (await client()).get(path, scenarioProgress)
      out.answer(progress, ({ title, steps }) => {
        out.say(colors.bold(title))
        for (const step of steps) showStep(out, step)
      })
    })
  group
    .command('run [stories...]')
    .description(
      'plays one by its id in the terminal; the lab is reset first. Without a running lab it starts one for this. Files and --all are played headless',
    )
    .option('--all', 'every story, headless, in labs of their own')
    .option('--junit <file>', 'headless: writes a JUnit report')
    .option('--abreast <number>', 'headless: labs that play at the same time', '2')
    .action(async (stories: string[], options: HeadlessOptions & { readonly all?: true }) => {
      const files = stories.filter(isFile)
      if (options.all || files.length > 0) return runHeadless(around, files, options)
      const [id] = stories
      if (id === undefined || stories.length > 1)
        return group.error('error: name a story or files, or say --all')
      await withOwnLab(around, async (control, labId) => {
        const progress = await play(out, control, labId, id)
        out.answer(progress, () => undefined)
        if (progress.steps.some(({ state }) => state !== 'done'))
          process.exitCode = labCodes.LabScenarioRefused.exit
      })
    })
  group
    .command('lint [files...]')
    .description(
      'what is wrong with these stories, courses and worlds, or with all there are: file, line, column, key',
    )
    .action((files: string[]) => lint(around, files))
  group
    .command('record')
    .description('what was done in the lab since its last reset, as the draft of a story')
    .option('--id <id>', 'of the new story', 'recorded')
    .option('--title <title>', 'of the new story', 'Recorded')
    .option('--after <event>', 'only what came after this event of the journal')
    .option('--out <file>', 'writes it there')
    .action(async ({ out: file, id, title, after }: RecordOptions) => {
      const query = new URLSearchParams({ id, title, ...(after === undefined ? {} : { after }) })
      const draft = await (await client()).text(`/labs/${await lab()}/scenario-draft?${query}`)
      if (file === undefined) out.answer({ draft }, () => out.say(draft))
      else {
        await writeFile(file, draft)
        out.answer({ file }, () =>
          out.say(`Written to ${file}; hybridlab scenario lint ${file} says what is missing.`),
        )
      }
    })
}
