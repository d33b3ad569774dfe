/** Snapshots on disk: one file each, listed by their first lines. */
import { createHash } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type SnapshotHead, type SnapshotShelf, snapshotHead } from '../snapshots.ts'
import { syncDirectory } from './directory.ts'
import { readHeader, readRecordFile, writeRecordFile } from './record-file.ts'

export interface OpenShelf extends SnapshotShelf {
  readonly heads: readonly SnapshotHead[]
}

/** Names are people's own and file systems differ in what they take, so files are named by digest. */
const fileName = (name: string): string =>
  `${createHash('sha256').update(name).digest('hex').slice(0, 24)}.jsonl`

export async function openSnapshotShelf(directory: string): Promise<OpenShelf> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const fileOf = (name: string) => join(directory, fileName(name))
  const files = await readdir(directory)
  const heads: SnapshotHead[] = []
  for (const file of files) {
    if (file.endsWith('.tmp')) await rm(join(directory, file))
    else if (file.endsWith('.jsonl')) heads.push(snapshotHead.parse(await readHeader(join(directory, file))))
  }
  return {
    heads,
    put: async (head, records) => {
      await writeRecordFile(fileOf(head.name), records, { header: head })
    },
    load: async (name) => new Map(Object.entries((await readRecordFile(fileOf(name)))?.data ?? {})),
    delete: async (name) => {
      await rm(fileOf(name), { force: true })
      await syncDirectory(directory)
    },
  }
}
