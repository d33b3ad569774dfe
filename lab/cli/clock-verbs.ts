/** `clock show|advance|freeze|resume|rate`. */
import { type ClockAnswer, clockAnswer } from '#core/contracts/control-api.ts'
import type { Output } from './output.ts'
import type { VerbGroup } from './verb.ts'

function showClock(out: Output, { now, rate, frozen, ran }: ClockAnswer): void {
  if (ran !== undefined) out.table(ran.map(({ at, job, outcome }) => [at, job, outcome]))
  out.say(`${now}${frozen ? ', standing still' : rate === 1 ? ', running' : `, running at ${rate}×`}`)
}

export const clockVerbs: VerbGroup = (program, { out, client, lab }) => {
  const group = program.command('clock').description('the lab’s time')
  const change = async (body: object) => {
    const answer = await (await client()).post(`/labs/${await lab()}/clock`, body, clockAnswer)
    out.answer(answer, () => showClock(out, answer))
  }

  group
    .command('show')
    .description('what time it is there')
    .action(async () => {
      const answer = await (await client()).get(`/labs/${await lab()}/clock`, clockAnswer)
      out.answer(answer, () => showClock(out, answer))
    })
  group
    .command('advance <duration>')
    .description('moves time forward (PT30M, 30m, 42d) and runs what comes due')
    .action((advance: string) => change({ advance }))
  group
    .command('freeze')
    .description('time stands still')
    .action(() => change({ frozen: true }))
  group
    .command('resume')
    .description('time goes on')
    .action(() => change({ frozen: false }))
  group
    .command('rate <times>')
    .description('how fast it runs: 1 is real time, 60 a minute a second')
    .action((rate: string) => change({ rate: Number(rate) }))
}
