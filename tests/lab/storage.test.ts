import { appendFile, cp, mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLab, type LabWorld } from '#lab/lab.ts'
import { temporaryDirectory } from '#tests/support/temporary-directory.ts'

interface Thing {
  readonly id: string
  readonly value: string
}
const noon = Date.parse('2026-01-12T12:00:00Z')
const things = (lab: LabWorld) => lab.store.collection<Thing>('test.things')
const put = (lab: LabWorld, id: string, value: string) =>
  lab.store.transaction(() => things(lab).put({ id, value }))
const valuesOf = (lab: LabWorld) => [...things(lab).values()].map(({ id, value }) => `${id}=${value}`)

async function recordsLog(directory: string): Promise<string> {
  const files = (await readdir(join(directory, 'records'))).filter((file) => file.endsWith('.log'))
  return join(directory, 'records', files.sort().at(-1) ?? '')
}

/** The disk of a lab whose process ended without a word: copied before the lab could close. */
async function abandoned(directory: string, write: (lab: LabWorld) => Promise<unknown>): Promise<void> {
  const open = join(directory, 'open')
  const lab = await createLab({ directory: open, at: noon })
  await write(lab)
  for (const part of ['records', 'events', 'snapshots']) {
    await cp(join(open, part), join(directory, part), { recursive: true })
  }
  await lab.close()
}

test('what was acknowledged is there after a restart, under NODE_ENV=test too', async () => {
  expect(process.env.NODE_ENV).toBe('test')
  const directory = await temporaryDirectory()
  const lab = await createLab({ directory, at: noon })
  await put(lab, 'a', 'one')
  await put(lab, 'b', 'two')
  await lab.store.transaction(() => things(lab).delete('a'))
  lab.journal.record({ place: 'lab', type: 'test.happened', summary: 'Something' })
  await lab.clock.advance(60_000)
  const id = lab.random.guid()
  await lab.close()

  const again = await createLab({ directory })
  expect(valuesOf(again)).toEqual(['b=two'])
  expect(again.clock.reading()).toEqual({ now: noon + 60_000, rate: 1, frozen: true })
  expect(again.journal.events({ type: 'test.happened' })).toHaveLength(1)
  expect(again.journal.lastSeq).toBe(2)
  expect(again.tenantId).toBe(lab.tenantId)
  expect(again.fresh).toBe(false)
  expect(again.random.guid()).not.toBe(id)
  await again.close()
})

test('a lab that was not closed has lost nothing that was acknowledged, nor its events', async () => {
  const directory = await temporaryDirectory()
  await abandoned(directory, async (lab) => {
    lab.journal.record({ place: 'lab', type: 'test.happened', summary: 'Something' })
    await put(lab, 'a', 'one')
  })
  const again = await createLab({ directory })
  expect(valuesOf(again)).toEqual(['a=one'])
  expect(again.journal.events({ type: 'test.happened' })).toHaveLength(1)
  await again.close()
})

test('of a record that changes only the change is written, and the whole record is there after a restart', async () => {
  interface Wide extends Thing {
    readonly note?: string | null | undefined
    readonly text: string
  }
  const directory = await temporaryDirectory()
  const wide = (lab: LabWorld) => lab.store.collection<Wide>('test.wide')
  const text = 'a long text '.repeat(500)
  const kept: Wide[] = []
  await abandoned(directory, async (lab) => {
    const keep = (...records: Wide[]) =>
      lab.store.transaction(() => {
        for (const record of records) wide(lab).put(record)
      })
    await keep({ id: 'a', text, value: 'one' }, { id: 'b', text, value: 'one', note: 'x' })
    await keep({ id: 'c', text, value: 'one', note: 'x' }, { id: 'd', text, value: 'one', note: 'x' })
    const size = async () => (await stat(await recordsLog(join(directory, 'open')))).size
    const before = await size()
    for (let number = 0; number < 5; number += 1) await keep({ id: 'a', text, value: `two ${number}` })
    expect((await size()) - before).toBeLessThan(text.length)
    await keep({ id: 'a', text, value: 'three', note: null })
    await keep({ id: 'b', text, value: 'two' })
    await keep({ id: 'c', text: 'short', value: 'two', note: undefined })
    await keep({ id: 'd', text, value: 'two', note: 'x' })
    await lab.store.transaction(() => wide(lab).delete('d'))
    await keep({ id: 'd', text: 'new', value: 'one' }, { id: 'b', text, value: 'three' })
    kept.push(...wide(lab).values())
  })
  const again = await createLab({ directory })
  expect([...wide(again).values()]).toEqual(kept)
  await again.close()
})

test('a journal cut at any byte, with or without garbage behind it, keeps a prefix and takes new writes', async () => {
  for (let round = 0; round < 120; round += 1) {
    const directory = await temporaryDirectory()
    await abandoned(directory, async (lab) => {
      for (let number = 0; number < 12; number += 1)
        await put(lab, `t${number}`, 'ü'.repeat((number * 37) % 90))
    })
    const file = await recordsLog(directory)
    const { size } = await stat(file)
    await truncate(file, Math.floor((((round * 7919) % 997) / 997) * size))
    if (round % 3 === 1) await appendFile(file, Buffer.alloc(round, 0))
    if (round % 3 === 2) await appendFile(file, `0badc0de 0 [["test.things","x",{"id":"x"}]]\nmore`)

    const again = await createLab({ directory })
    const kept = valuesOf(again)
    expect(kept).toEqual(kept.map((_value, number) => `t${number}=${'ü'.repeat((number * 37) % 90)}`))
    await put(again, 'new', 'written after the repair')
    await again.close()
    const third = await createLab({ directory })
    expect(valuesOf(third)).toEqual([...kept, 'new=written after the repair'])
    await third.close()
  }
})

test('damage that is not an unfinished end stops the start with a sentence, and changes nothing on disk', async () => {
  const directory = await temporaryDirectory()
  const lab = await createLab({ directory, at: noon })
  for (const id of ['a', 'b', 'c']) await put(lab, id, 'value')
  await lab.close()
  const file = await recordsLog(directory)
  const bytes = await readFile(file)
  for (const at of [12, Math.floor(bytes.length / 2), bytes.length - 40]) {
    const spoilt = Buffer.from(bytes)
    spoilt[at] = (spoilt[at] ?? 0) ^ 0x01
    await writeFile(file, spoilt)
    await expect(createLab({ directory })).rejects.toMatchObject({
      code: 'LabStorageDamaged',
      message: expect.stringMatching(/^\/.*journal-000001\.log is damaged at byte \d+: /),
    })
    expect(await readFile(file)).toEqual(spoilt)
  }
  await writeFile(file, bytes)
  const whole = await createLab({ directory })
  expect(valuesOf(whole)).toHaveLength(3)
  await whole.close()
})

test('a damaged snapshot file stops the start with a sentence', async () => {
  const directory = await temporaryDirectory()
  const lab = await createLab({ directory, at: noon })
  await lab.store.bulk(() => {
    for (let number = 0; number < 600; number += 1) things(lab).put({ id: `t${number}`, value: 'v' })
  })
  await lab.close()
  const [name] = (await readdir(join(directory, 'records'))).filter((file) => file.endsWith('.jsonl'))
  const file = join(directory, 'records', name ?? '')
  const bytes = await readFile(file)
  bytes[700] = (bytes[700] ?? 0) ^ 0x01
  await writeFile(file, bytes)
  await expect(createLab({ directory })).rejects.toMatchObject({ code: 'LabStorageDamaged' })
  await truncate(file, 500)
  await expect(createLab({ directory })).rejects.toMatchObject({ code: 'LabStorageDamaged' })
})

test('a bulk load is a snapshot and no journal lines, and later writes stand on it', async () => {
  const directory = await temporaryDirectory()
  await abandoned(directory, async (lab) => {
    await put(lab, 'before', 'v')
    const load = lab.store.bulk(() => {
      for (let number = 0; number < 3_000; number += 1) things(lab).put({ id: `t${number}`, value: 'v' })
    })
    await Promise.all([load, put(lab, 't7', 'changed meanwhile')])
    await put(lab, 'after', 'v')
  })
  expect((await stat(await recordsLog(directory))).size).toBeLessThan(2_000)
  const again = await createLab({ directory })
  expect(things(again).size).toBe(3_002)
  expect(things(again).get('t7')?.value).toBe('changed meanwhile')
  await again.close()
})

test('a restored snapshot, and the snapshot itself, are there after a restart', async () => {
  const directory = await temporaryDirectory()
  await abandoned(directory, async (lab) => {
    await put(lab, 'a', 'one')
    await lab.snapshots.save('Before class')
    await put(lab, 'a', 'two')
    lab.journal.record({ place: 'lab', type: 'test.happened', summary: 'Something' })
    await put(lab, 'b', 'new')
    await lab.snapshots.restore('Before class')
  })
  const again = await createLab({ directory })
  expect(valuesOf(again)).toEqual(['a=one'])
  expect(again.journal.events({ type: 'test.happened' })).toEqual([])
  expect(again.snapshots.list()).toEqual([{ name: 'Before class', at: noon, records: 1 }])
  await put(again, 'a', 'three')
  expect(await again.snapshots.diff('Before class')).toEqual([
    { collection: 'test.things', id: 'a', change: 'changed', properties: ['value'] },
  ])
  expect(await again.snapshots.restore('Before class')).toBe(true)
  expect(valuesOf(again)).toEqual(['a=one'])
  await again.close()
})

test('a second opening of the same directory is refused, and the first goes on', async () => {
  const directory = await temporaryDirectory()
  const lab = await createLab({ directory })
  await expect(createLab({ directory })).rejects.toMatchObject({
    code: 'LabDirectoryInUse',
    message: `The data directory ${directory} is in use by process ${process.pid}.`,
  })
  await put(lab, 'a', 'still writable')
  await lab.close()
  const again = await createLab({ directory })
  expect(valuesOf(again)).toEqual(['a=still writable'])
  await again.close()
})

test('a directory that cannot be made is refused with its name and the reason', async () => {
  const directory = await temporaryDirectory()
  const file = join(directory, 'a-file')
  await writeFile(file, '')
  await expect(createLab({ directory: join(file, 'data') })).rejects.toMatchObject({
    code: 'LabDirectoryUnwritable',
    message: `The data directory ${join(file, 'data')} cannot be written (ENOTDIR).`,
  })
})

test.skipIf(process.platform !== 'linux')(
  'a directory where none can ever be is refused at once',
  async () => {
    await expect(createLab({ directory: '/proc/no-such/data' })).rejects.toMatchObject({
      code: 'LabDirectoryUnwritable',
      message: 'The data directory /proc/no-such/data cannot be written (ENOENT).',
    })
  },
)

test('a directory of another lab is refused', async () => {
  const directory = await temporaryDirectory()
  await (await createLab({ directory, id: 'contoso' })).close()
  await expect(createLab({ directory, id: 'fabrikam' })).rejects.toMatchObject({
    code: 'LabDirectoryOfOther',
  })
})

test('when the disk fails, nothing is acknowledged any more', async () => {
  const directory = await temporaryDirectory()
  const lab = await createLab({ directory })
  await put(lab, 'a', 'safe')
  // The next bulk load cannot write its snapshot: its name is taken by a directory.
  await mkdir(join(directory, 'records', 'records-000002.jsonl.tmp'))
  await expect(lab.store.bulk(() => things(lab).put({ id: 'b', value: 'lost' }))).rejects.toMatchObject({
    code: 'LabDiskFailed',
  })
  await expect(put(lab, 'c', 'not acknowledged')).rejects.toMatchObject({ code: 'LabDiskFailed' })
  await lab.close()
})
