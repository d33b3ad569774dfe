/** `snapshot save|restore|list|diff`. */
import { resetAnswer, snapshotDiff, snapshotSummary, snapshotsAnswer } from '#core/contracts/control-api.ts'
import type { VerbGroup } from './verb.ts'

export const snapshotVerbs: VerbGroup = (program, { out, client, lab }) => {
  const group = program.command('snapshot').description('remembered moments of a lab')
  const path = async (name?: string) =>
    `/labs/${await lab()}/snapshots${name === undefined ? '' : `/${encodeURIComponent(name)}`}`

  group
    .command('save <name>')
    .description('remembers this moment')
    .action(async (name: string) => {
      const saved = await (await client()).post(await path(), { name }, snapshotSummary)
      out.answer(saved, ({ at, records }) => out.say(`Saved ${name}: ${records} records at ${at}.`))
    })
  group
    .command('restore <name>')
    .description('goes back to a moment')
    .action(async (name: string) => {
      const answer = await (await client()).post(`${await path(name)}/restore`, {}, resetAnswer)
      out.answer(answer, ({ now, tookMs }) => out.say(`Back at ${now} (${tookMs} ms).`))
    })
  group
    .command('list')
    .description('the moments that were saved')
    .action(async () => {
      const answer = await (await client()).get(await path(), snapshotsAnswer)
      out.answer(answer, ({ snapshots }) =>
        out.table(snapshots.map(({ name, at, records }) => [name, at, `${records} records`])),
      )
    })
  group
    .command('diff <from> [to]')
    .description('what differs between two moments, or from one to now')
    .action(async (from: string, to?: string) => {
      const query = to === undefined ? '' : `?to=${encodeURIComponent(to)}`
      const answer = await (await client()).get(`${await path(from)}/diff${query}`, snapshotDiff)
      out.answer(answer, ({ differences }) => {
        out.table(differences.map((row) => [row.change, row.collection, row.id, row.properties.join(', ')]))
        if (differences.length === 0) out.say('Nothing differs.')
      })
    })
}
