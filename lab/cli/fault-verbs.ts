/** `fault add|list|clear`. */
import { clearedAnswer, fault, faultsAnswer } from '#core/contracts/control-api.ts'
import { parseDuration } from '#core/contracts/duration.ts'
import { faultOperations } from '#core/contracts/fault-operations.ts'
import { LabRefusal } from '../refusal.ts'
import type { VerbGroup } from './verb.ts'

interface Given {
  readonly target?: string
  readonly code?: string
  readonly drop?: true
  readonly delay?: string
  readonly probability?: string
  readonly times?: string
  readonly after?: string
  readonly phase?: string
}

function effectOf({ code, drop, delay }: Given) {
  if (code !== undefined) return { code }
  if (drop !== undefined) return { drop }
  const delayMs = delay === undefined ? undefined : parseDuration(delay)
  if (delayMs !== undefined) return { delayMs }
  throw new LabRefusal('LabRequestInvalid', { problem: 'a fault needs --code CODE, --drop or --delay 500ms' })
}

/** Numbers stay texts of the command line when they are none, for the lab to refuse. */
const numbersOf = (given: Given) =>
  Object.fromEntries(
    Object.entries({ probability: given.probability, times: given.times, after: given.after })
      .filter(([, text]) => text !== undefined)
      .map(([name, text]) => [name, Number.isNaN(Number(text)) ? text : Number(text)]),
  )

export const faultVerbs: VerbGroup = (program, { out, client, lab }) => {
  const group = program.command('fault').description('makes operations fail, hang or lose their answer')

  group
    .command('add <operation>')
    .description(`operations: ${faultOperations.join(', ')}; may end in *`)
    .option('--target <name>', 'only for this UPN, DN or id; may end in *')
    .option('--code <code>', 'fails with this code')
    .option('--drop', 'never answers')
    .option('--delay <duration>', 'takes longer, e.g. 500ms')
    .option('--probability <0..1>', 'strikes only now and then')
    .option('--times <count>', 'strikes so often and no more')
    .option('--after <count>', 'lets so many pass first')
    .option('--phase <phase>', 'before the operation has its effect (default), or after')
    .action(async (operation: string, given: Given) => {
      const match = { operation, ...(given.target === undefined ? {} : { target: given.target }) }
      const phase = given.phase === undefined ? {} : { phase: given.phase }
      const rule = { match, effect: effectOf(given), ...numbersOf(given), ...phase }
      const added = await (await client()).post(`/labs/${await lab()}/faults`, rule, fault)
      out.answer(added, ({ id }) => out.say(`Fault ${id} waits for ${operation}.`))
    })

  group
    .command('list')
    .description('the faults that wait')
    .action(async () => {
      const answer = await (await client()).get(`/labs/${await lab()}/faults`, faultsAnswer)
      out.answer(answer, ({ faults }) =>
        out.table(
          faults.map((row) => [
            row.id,
            row.match.operation,
            row.match.target ?? '',
            JSON.stringify(row.effect),
            `${row.struck} of ${row.seen} calls`,
          ]),
          ['Id', 'Operation', 'Target', 'Effect', 'Struck'],
        ),
      )
    })

  group
    .command('clear [id]')
    .description('clears one fault, or all')
    .action(async (id?: string) => {
      const path = `/labs/${await lab()}/faults${id === undefined ? '' : `/${encodeURIComponent(id)}`}`
      const answer = await (await client()).delete(path, clearedAnswer)
      out.answer(answer, ({ cleared }) => out.say(`${cleared} cleared.`))
    })
}
