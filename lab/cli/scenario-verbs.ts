/** `scenario list|show|run`. */
import colors from 'picocolors'
import { labCodes } from '#core/codes/lab.ts'
import { scenariosAnswer } from '#core/contracts/control-api.ts'
import { type ScenarioProgress, scenarioProgress } from '#core/contracts/scenario-progress.ts'
import type { ControlClient } from './control-client.ts'
import type { Output } from './output.ts'
import { withOwnLab } from './own-lab.ts'
import type { VerbGroup } from './verb.ts'

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

export const scenarioVerbs: VerbGroup = (program, around) => {
  const { out, client, lab } = around
  const group = program.command('scenario').description('stories: guided labs, demos and tests in one')

  group
    .command('list')
    .description('the stories there are')
    .action(async () => {
      const answer = await (await client()).get(`/labs/${await lab()}/scenarios`, scenariosAnswer)
      out.answer(answer, ({ scenarios }) =>
        out.table(scenarios.map(({ id, title, steps }) => [id, title, `${steps} steps`])),
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
    .command('run <id>')
    .description(
      'plays it in the terminal; the lab is reset first. Without a running lab it starts one for this',
    )
    .action((id: string) =>
      withOwnLab(around, async (control, labId) => {
        const progress = await play(out, control, labId, id)
        out.answer(progress, () => undefined)
        if (progress.steps.some(({ state }) => state !== 'done'))
          process.exitCode = labCodes.LabScenarioRefused.exit
      }),
    )
}
