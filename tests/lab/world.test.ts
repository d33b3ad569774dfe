import { expect, test } from 'vitest'
import { createLab } from '#lab/lab.ts'

interface Thing {
  readonly id: string
  readonly value: number
}
const noon = Date.parse('2026-01-12T12:00:00Z')

test('a transaction that throws leaves no trace and its watchers hear the undo', async () => {
  const lab = await createLab({ at: noon })
  const things = lab.store.collection<Thing>('test.things')
  const heard: string[] = []
  things.watch((before, after) => heard.push(`${before?.value}>${after?.value}`))
  await lab.store.transaction(() => things.put({ id: 'a', value: 1 }))
  await expect(
    lab.store.transaction(() => {
      things.put({ id: 'a', value: 2 })
      things.put({ id: 'b', value: 3 })
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect([...things.values()]).toEqual([{ id: 'a', value: 1 }])
  expect(heard).toEqual(['undefined>1', '1>2', 'undefined>3', '3>undefined', '2>1'])
})

test('advancing the clock runs due jobs in due order, each at its own instant', async () => {
  const lab = await createLab({ at: noon })
  lab.clock.every(30 * 60_000, { name: 'sync', run: () => 'synced' })
  lab.clock.every(20 * 60_000, {
    name: 'broken',
    run: () => {
      throw new Error('boom')
    },
  })
  const ran = await lab.clock.advance(60 * 60_000)
  expect(ran.map(({ at, job, outcome }) => `${(at - noon) / 60_000} ${job} ${outcome}`)).toEqual([
    '20 broken failed: boom',
    '30 sync synced',
    '40 broken failed: boom',
    '60 sync synced',
    '60 broken failed: boom',
  ])
  expect(lab.clock.now()).toBe(noon + 3_600_000)
})

test('the same id and seed give the same ids, another id other ones', async () => {
  const [one, two, other] = [
    await createLab({ id: 'x' }),
    await createLab({ id: 'x' }),
    await createLab({ id: 'y' }),
  ]
  expect(one.tenantId).toBe(two.tenantId)
  expect(one.tenantId).not.toBe(other.tenantId)
  expect(one.random.guid()).toBe(two.random.guid())
  expect(one.random.guid()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
})

test('restoring a snapshot brings back records, time, ids and the journal as it stood', async () => {
  const lab = await createLab({ at: noon })
  const things = lab.store.collection<Thing>('test.things')
  await lab.store.transaction(() => things.put({ id: 'a', value: 1 }))
  await lab.snapshots.save('seed')
  const firstId = lab.random.guid()
  lab.journal.record({ place: 'lab', type: 'test.happened', summary: 'Something' })
  await lab.store.transaction(() => {
    things.delete('a')
    things.put({ id: 'b', value: 2 })
  })
  await lab.clock.advance(1_000)
  expect((await lab.snapshots.diff('seed'))?.map(({ id, change }) => `${id} ${change}`)).toEqual([
    'a removed',
    'b added',
  ])
  expect(await lab.snapshots.restore('seed')).toBe(true)
  expect([...things.values()]).toEqual([{ id: 'a', value: 1 }])
  expect(lab.clock.now()).toBe(noon)
  expect(lab.random.guid()).toBe(firstId)
  expect(lab.journal.events({ type: 'test.happened' })).toEqual([])
})

test('a message reaches the inbox with its code, and the journal without it', async () => {
  const lab = await createLab({ at: noon })
  const waiting = lab.inbox.wait({ to: '+65 9123 4567', kind: 'sms' }, 1_000)
  lab.inbox.deliver({ kind: 'sms', to: '+6591234567', from: 'Microsoft', text: 'Use 483920 to verify.' })
  expect((await waiting)?.code).toBe('483920')
  expect(JSON.stringify(lab.journal.events())).not.toContain('483920')
  expect(() => lab.journal.record({ place: 'lab', type: 'leak', summary: 'code 483920' })).toThrow('secret')
})

test('a fault strikes as often as it says and tells the journal', async () => {
  const lab = await createLab({ at: noon })
  await lab.faults.add({ match: { operation: 'relay.*' }, effect: { code: 'Busy' }, times: 1, after: 1 })
  expect(await lab.faults.strike('relay.deliver')).toBeUndefined()
  expect(await lab.faults.strike('ldap.modify')).toBeUndefined()
  expect(await lab.faults.strike('relay.deliver', 'anna@contoso.com')).toEqual({ code: 'Busy' })
  expect(await lab.faults.strike('relay.deliver')).toBeUndefined()
  expect(lab.journal.events({ type: 'fault.struck' })).toHaveLength(1)
})
