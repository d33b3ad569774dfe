/** `seed --users N`: made-up people in Active Directory, the same ones every time, and a cycle that carries them up. */
import { labInfo } from '#core/contracts/lab-info.ts'
import { LabRefusal } from '../refusal.ts'
import { openDoors } from '../scenarios/doors.ts'
import { perform } from '../scenarios/verbs/all.ts'
import type { VerbGroup } from './verb.ts'

const most = 50_000

export const seedVerb: VerbGroup = (program, { out, client, lab }) => {
  program
    .command('seed')
    .description('adds made-up people to Active Directory and synchronises them')
    .requiredOption('--users <number>', 'how many')
    .option('--ou <relative dn>', 'where', 'OU=Staff')
    .action(async ({ users, ou }: { readonly users: string; readonly ou: string }) => {
      const count = Number(users)
      if (!Number.isInteger(count) || count < 1 || count > most)
        throw new LabRefusal('LabRequestInvalid', { problem: `users is a number from 1 to ${most}` })
      const control = await client()
      const info = await control.get(`/labs/${await lab()}`, labInfo)
      const doors = openDoors(info, control.url, control.token)
      try {
        const admin = doors.who('Global Administrator')
        await perform(doors, { verb: 'ldap.addUsers', arguments: { count, ou } }, admin)
        await perform(doors, { verb: 'connect.synchronize', arguments: { policyType: 'Delta' } }, admin)
      } finally {
        await doors.close()
      }
      out.answer({ users: count, ou }, () =>
        out.say(`${count} people more below ${ou}, in the cloud as well.`),
      )
    })
}
