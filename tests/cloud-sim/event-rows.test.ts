import { expect, test } from 'vitest'
import { followRows } from '#cloud-sim/directory/event-rows.ts'
import { createLab } from '#lab/lab.ts'

interface Row {
  readonly id: string
  readonly correlationId: string
  readonly user: string
}
const isRow = (data: unknown): data is Row => typeof data === 'object' && data !== null && 'user' in data

test('of a log that has become too long the oldest rows go, and positions stay what they were', async () => {
  const lab = await createLab({ at: Date.UTC(2026, 0, 12, 9) })
  const rows = followRows(lab.journal, 'audit.recorded', isRow, ({ user }) => [user], 3)
  for (let at = 0; at < 5; at += 1) {
    // What was asked about before it went is not found after it either.
    if (at === 2) expect(rows.ofUser('anna').map(({ id }) => id)).toEqual(['row0'])
    lab.journal.record({
      place: 'cloud',
      type: 'audit.recorded',
      summary: 'a row',
      data: { id: `row${at}`, correlationId: 'one operation', user: at === 0 ? 'anna' : 'ben' },
    })
  }

  expect(rows.size).toBe(5)
  expect([0, 1, 2, 3, 4].map((position) => rows.at(position)?.id)).toEqual([
    undefined,
    undefined,
    'row2',
    'row3',
    'row4',
  ])
  expect(rows.byId('row1')).toBeUndefined()
  expect(rows.byId('row4')?.id).toBe('row4')
  expect(rows.byCorrelation('one operation').map(({ id }) => id)).toEqual(['row2', 'row3', 'row4'])
  expect(rows.ofUser('anna')).toEqual([])
  expect(rows.ofUser('ben').map(({ id }) => id)).toEqual(['row2', 'row3', 'row4'])
  rows.stop()
  await lab.close()
})
