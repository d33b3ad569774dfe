/** `lab create|list|delete`. */
import { labsAnswer } from '#core/contracts/control-api.ts'
import { labInfo } from '#core/contracts/lab-info.ts'
import { nothing } from './control-client.ts'
import { showLab } from './show-lab.ts'
import type { VerbGroup } from './verb.ts'

export const labVerbs: VerbGroup = (program, { out, client }) => {
  const group = program
    .command('lab')
    .description('labs beside each other: each has its own tenant, forest and clock')

  group
    .command('list')
    .description('the labs of the running process')
    .action(async () => {
      const answer = await (await client()).get('/labs', labsAnswer)
      out.answer(answer, ({ labs }) =>
        out.table(
          labs.map((row) => [
            row.lab,
            row.world,
            row.domain,
            row.tenantId,
            row.now,
            row.isDefault ? 'default' : '',
          ]),
          ['Lab', 'World', 'Domain', 'Tenant', 'Time', ''],
        ),
      )
    })

  group
    .command('create [id]')
    .description('a new lab on free ports')
    .option('--world <name>', 'the world it opens with')
    .option('--scenario <id>', 'begin this scenario at once')
    .option('--at <time>', 'lab time (ISO 8601); the clock then stands still')
    .option('--seed <seed>', 'same seed, same ids')
    .action(async (id: string | undefined, given: Record<string, string>) => {
      const wanted = { ...given, ...(id === undefined ? {} : { id }) }
      const info = await (await client()).post('/labs', wanted, labInfo)
      out.answer(info, () => {
        out.say(`The lab ${info.lab} is ready.`)
        showLab(out, info)
      })
    })

  group
    .command('delete <id>')
    .description('ends a lab and forgets it')
    .action(async (id: string) => {
      await (await client()).delete(`/labs/${encodeURIComponent(id)}`, nothing)
      out.answer({ deleted: id }, () => out.say(`The lab ${id} is gone.`))
    })
}
