/** `inbox wait`. */

import { labCodes } from '#core/codes/lab.ts'
import { inboxAnswer } from '#core/contracts/control-api.ts'
import { parseDuration } from '#core/contracts/duration.ts'
import { LabRefusal } from '../refusal.ts'
import type { VerbGroup } from './verb.ts'

export const inboxVerbs: VerbGroup = (program, { out, client, lab }) => {
  program
    .command('inbox')
    .description('phones and mailboxes of the lab’s people')
    .command('wait')
    .description('waits for a message and prints it, its code last')
    .option('--to <address>', 'phone number or mailbox')
    .option('--kind <kind>', 'sms, call, email or push')
    .option('--after <number>', 'only messages numbered higher')
    .option('--timeout <duration>', 'how long to wait', '30s')
    .action(async ({ timeout, ...given }: Record<string, string>) => {
      const asked = parseDuration(timeout ?? '')
      if (asked === undefined) {
        const problem = `${timeout} is no duration such as 30s`
        throw new LabRefusal('LabSettingInvalid', { key: 'timeout', from: '--timeout', problem })
      }
      const waitMs = String(Math.min(asked, 60_000))
      const query = new URLSearchParams({ ...given, waitMs })
      const { messages } = await (await client()).get(`/labs/${await lab()}/inbox?${query}`, inboxAnswer)
      const message = messages.at(-1)
      if (message === undefined) process.exitCode = labCodes.LabMessageNotFound.exit
      out.answer(message ?? null, () => {
        if (message === undefined) return out.say('No message came.')
        out.say(`${message.kind} to ${message.to}: ${message.text}`)
        if (message.code !== undefined) out.say(message.code)
      })
    })
}
