/** Long lives of many changes: what a delta query is told must not depend on how often the log has tidied itself. */
import { expect, test } from 'vitest'
import { createChangeLog } from '#cloud-sim/directory/change-log.ts'
import type { Link } from '#core/entra/model.ts'
import { createLab } from '#lab/lab.ts'

interface Thing {
  readonly id: string
  readonly turn: number
}

async function openLog() {
  const lab = await createLab({ at: Date.UTC(2026, 0, 12, 9), guard: false })
  const things = lab.store.collection<Thing>('test.things')
  const links = lab.store.collection<Link>('test.links')
  const log = createChangeLog(things, { links })
  return { lab, things, links, log }
}

test('each object is told once, in the order of its last change, however many changes came before', async () => {
  const { lab, things, log } = await openLog()
  const count = 100
  for (let turn = 0; turn < 450; turn += 1)
    await lab.store.transaction(() => {
      for (let index = 0; index < count; index += 1) things.put({ id: `thing-${index}`, turn })
    })
  await lab.store.transaction(() => things.put({ id: 'thing-0', turn: 999 }))
  const told = [...log.since(0)].map(({ id }) => id)
  expect(told).toEqual([...Array.from({ length: count - 1 }, (_, index) => `thing-${index + 1}`), 'thing-0'])
  expect(log.last).toBe(450 * count + 1)
  expect([...log.since(log.last - 1)].map(({ id }) => id)).toEqual(['thing-0'])
  expect([...log.since(log.last)]).toEqual([])
})

test('of each membership the last word is told, whichever came while the log was tidied', async () => {
  const { lab, links, log } = await openLog()
  const link = (member: string): Link => ({ id: `g:${member}`, kind: 'member', from: 'g', to: member })
  for (let round = 0; round < 300; round += 1)
    await lab.store.transaction(() => {
      for (let index = 0; index < 50; index += 1) links.put(link(`m${index}`))
      for (let index = 0; index < 50; index += 1) if (index % 2 === round % 2) links.delete(`g:m${index}`)
      for (let index = 0; index < 50; index += 1) if (index % 2 === round % 2) links.put(link(`m${index}`))
      for (let index = 0; index < 50; index += 1) links.delete(`g:m${index}`)
    })
  await lab.store.transaction(() => links.put(link('m7')))
  const [told, ...others] = [...log.since(0)]
  expect(others).toEqual([])
  const last = new Map(told?.members.map(({ member, added }) => [member, added]))
  expect(last.size).toBe(50)
  expect([...last].filter(([, added]) => added).map(([member]) => member)).toEqual(['m7'])
})
