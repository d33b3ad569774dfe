/** `sync run delta|initial`, `sync export-settings`, `sync import-settings`. */
import { type RunHistoryRow, syncAnswer } from '#core/contracts/connect.ts'
import { LabRefusal } from '../refusal.ts'
import { addSettingsVerbs } from './settings-verbs.ts'
import type { VerbGroup } from './verb.ts'

const policies: Readonly<Record<string, 'Delta' | 'Initial'>> = { delta: 'Delta', initial: 'Initial' }

const countsOf = ({ statistics }: RunHistoryRow): string =>
  Object.entries(statistics)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')

export const syncVerbs: VerbGroup = (program, around) => {
  const { out, client, lab } = around
  const sync = program.command('sync').description('the Connect server’s sync cycles and settings')
  addSettingsVerbs(sync, around)
  sync
    .command('run [policy]')
    .description('runs a cycle now: delta (default) or initial')
    .action(async (policy = 'delta') => {
      const policyType = policies[policy.toLowerCase()]
      if (policyType === undefined) {
        throw new LabRefusal('LabRequestInvalid', {
          problem: `${policy} is no policy; there are delta and initial`,
        })
      }
      const answer = await (await client()).post(
        `/labs/${await lab()}/connect/sync`,
        { policyType },
        syncAnswer,
      )
      out.answer(answer, ({ runs, result }) => {
        out.table(runs.map((run) => [run.connector, run.profile, run.status, countsOf(run)]))
        out.say(result)
      })
      if (answer.result === 'Failure') process.exitCode = 1
    })
}
