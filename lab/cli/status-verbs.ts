/** `status`, `info`, `healthcheck`, `reset`. */
import colors from 'picocolors'
import { labCodes } from '#core/codes/lab.ts'
import { type HealthAnswer, healthAnswer, labsAnswer, resetAnswer } from '#core/contracts/control-api.ts'
import { labInfo } from '#core/contracts/lab-info.ts'
import { stopwatch, wait } from '../clock.ts'
import { LabRefusal } from '../refusal.ts'
import { infoFormats, isInfoFormat, writeInfo } from './info-format.ts'
import type { Output } from './output.ts'
import { showLab } from './show-lab.ts'
import type { VerbGroup } from './verb.ts'

const mark = (ok: boolean): string => (ok ? colors.green('✓') : colors.red('✗'))

function showHealth(out: Output, { labs }: HealthAnswer): void {
  const rows = labs.flatMap(({ lab, parts }) =>
    parts.map(({ name, ok, detail }) => [mark(ok), lab, name, detail]),
  )
  out.table(rows)
}

const pauseMs = 250

const wrong = (key: string, from: string, problem: string) =>
  new LabRefusal('LabSettingInvalid', { key, from, problem })

/** Of one lab alone, where one was named. */
function about(health: HealthAnswer, lab: string | undefined): HealthAnswer {
  if (lab === undefined) return health
  const labs = health.labs.filter((row) => row.lab === lab)
  if (labs.length === 0) throw new LabRefusal('LabNotFound', { lab })
  return { ok: labs.every(({ parts }) => parts.every(({ ok }) => ok)), labs }
}

/** The last answer, or refusal, when the time is over. */
async function untilHealthy(ask: () => Promise<HealthAnswer>, forMs: number): Promise<HealthAnswer> {
  if (!(forMs >= 0)) throw wrong('wait', '--wait', 'it is a number of seconds')
  const begun = stopwatch()
  for (;;) {
    const isOver = stopwatch() - begun >= forMs
    try {
      const health = await ask()
      if (health.ok || isOver) return health
    } catch (error) {
      if (isOver || !(error instanceof LabRefusal) || error.code !== 'LabUnreachable') throw error
    }
    await wait(pauseMs)
  }
}

export const statusVerbs: VerbGroup = (program, { out, client, lab, labGiven }) => {
  program
    .command('status')
    .description('what runs, where, and whether it answers')
    .action(async () => {
      const control = await client()
      const health = about(await control.get('/health', healthAnswer), labGiven)
      const running = (await control.get('/labs', labsAnswer)).labs
      const labs = running.filter((row) => labGiven === undefined || row.lab === labGiven)
      out.answer({ url: control.url, ...health, labs }, () => {
        out.say(`Hybrid Identity Lab at ${control.url}`)
        out.table(
          labs.map((row) => [row.lab, row.domain, row.now, row.frozen ? 'clock frozen' : 'clock running']),
        )
        showHealth(out, health)
      })
      if (!health.ok) process.exitCode = labCodes.LabUnhealthy.exit
    })

  program
    .command('healthcheck')
    .description('exit code 0 when every part of every lab answers a real request')
    .option('--wait <seconds>', 'asks again for so long, for a start that is under way', '0')
    .action(async ({ wait: seconds }: { readonly wait: string }) => {
      const ask = async () => about(await (await client()).get('/health', healthAnswer), labGiven)
      const health = await untilHealthy(ask, Number(seconds) * 1_000)
      out.answer(health, () => showHealth(out, health))
      if (!health.ok) process.exitCode = labCodes.LabUnhealthy.exit
    })

  program
    .command('info')
    .description('addresses, accounts, applications and certificate of a lab')
    .option('--format <format>', `${infoFormats.join(', ')}: shell for eval, github for $GITHUB_ENV`)
    .action(async ({ format }: { format?: string }) => {
      const info = await (await client()).get(`/labs/${await lab()}`, labInfo)
      const wanted = format ?? (out.json ? 'json' : undefined)
      if (wanted === undefined) return showLab(out, info)
      if (!isInfoFormat(wanted)) {
        throw wrong('format', '--format', `${wanted} is no format; there are ${infoFormats.join(', ')}`)
      }
      process.stdout.write(writeInfo(info, wanted))
    })

  program
    .command('reset')
    .description('back to the beginning of the world, or to a snapshot')
    .option('--snapshot <name>', 'back to this snapshot')
    .option('--scenario <id>', 'to the beginning of this scenario')
    .action(async (given: { snapshot?: string; scenario?: string }) => {
      const answer = await (await client()).post(`/labs/${await lab()}/reset`, given, resetAnswer)
      out.answer(answer, ({ lab: id, now, tookMs }) => out.say(`${id} is back at ${now} (${tookMs} ms).`))
    })
}
