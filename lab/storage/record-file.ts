/**
 * Snapshot files: JSON Lines. First a header, then `["collection",{record}]` a line, last a footer with the number of
 * records and the CRC of all before it. A file only gets its name when it is whole and on disk.
 */
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'
import { z } from 'zod'
import type { StoredRecord } from '#core/ports.ts'
import { LabRefusal } from '../refusal.ts'
import { syncDirectory } from './directory.ts'
import { eachLine } from './log-line.ts'
import type { StoredData } from './store.ts'

const recordsPerSlice = 256
const footerShape = z.strictObject({ records: z.number().int(), crc: z.number().int() })

/** Cheaper than a schema, which would copy every record; the file's checksum says the rest. */
const isRecord = (value: unknown): value is StoredRecord =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'

/** Ends a write that is no longer wanted. */
export class Abandoned extends Error {}

export interface WriteOptions {
  readonly header: unknown
  /** Awaited before the file gets its name. */
  readonly beforeNaming?: () => Promise<void>
  readonly abandoned?: () => boolean
}

/**
 * Writes in slices, so that others go on meanwhile. The collections may change as it runs: the reader must replay the
 * changes made since it began. Answers the file's size.
 */
export async function writeRecordFile(
  file: string,
  collections: Iterable<readonly [string, ReadonlyMap<string, StoredRecord>]>,
  { header, beforeNaming, abandoned }: WriteOptions,
): Promise<number> {
  const unfinished = `${file}.tmp`
  const handle = await open(unfinished, 'w', 0o600)
  try {
    const sheet = sheetOn(handle)
    await sheet.write(`${JSON.stringify(header)}\n`)
    let records = 0
    for (const slice of slices(collections)) {
      if (abandoned?.() === true) throw new Abandoned()
      records += slice.length
      await sheet.write(slice.map((row) => `${JSON.stringify(row)}\n`).join(''))
    }
    await sheet.write(`${JSON.stringify({ records, crc: sheet.crc() })}\n`)
    await handle.sync()
    await handle.close()
    await beforeNaming?.()
    if (abandoned?.() === true) throw new Abandoned()
    await rename(unfinished, file)
    await syncDirectory(dirname(file))
    return sheet.size()
  } catch (error) {
    await handle.close().catch(() => undefined)
    await rm(unfinished, { force: true }).catch(() => undefined)
    throw error
  }
}

function* slices(
  collections: Iterable<readonly [string, ReadonlyMap<string, StoredRecord>]>,
): Generator<[string, StoredRecord][]> {
  let slice: [string, StoredRecord][] = []
  for (const [name, rows] of collections) {
    for (const record of rows.values()) {
      slice.push([name, record])
      if (slice.length < recordsPerSlice) continue
      yield slice
      slice = []
    }
  }
  if (slice.length > 0) yield slice
}

function sheetOn(handle: FileHandle) {
  let sum = 0
  let size = 0
  return {
    write: async (text: string) => {
      const bytes = Buffer.from(text)
      sum = crc32(bytes, sum)
      size += bytes.length
      for (let from = 0; from < bytes.length; ) from += (await handle.write(bytes, from)).bytesWritten
    },
    crc: () => sum,
    size: () => size,
  }
}

export interface RecordFile {
  readonly header: unknown
  readonly data: StoredData
  readonly size: number
}

/** Reads a whole snapshot file; undefined when it is not there. Refuses with a sentence when it is not whole. */
export async function readRecordFile(file: string): Promise<RecordFile | undefined> {
  const handle = await open(file, 'r').catch(() => undefined)
  if (handle === undefined) return undefined
  const data: StoredData = {}
  let header: unknown
  let records = 0
  let sum = 0
  let whole = false
  const damaged = (offset: number, problem: string) =>
    new LabRefusal('LabStorageDamaged', { file, offset: String(offset), problem })
  const takeRow = (value: unknown, offset: number) => {
    const [name, record]: unknown[] = Array.isArray(value) ? value : []
    if (typeof name !== 'string' || !isRecord(record)) throw damaged(offset, 'a line is no record')
    const rows = data[name] ?? new Map<string, StoredRecord>()
    data[name] = rows
    rows.set(record.id, record)
    records += 1
  }
  try {
    const size = await eachLine(handle, (bytes, offset, ended) => {
      const value = ended ? parse(bytes) : undefined
      if (value === undefined || whole) throw damaged(offset, 'a line cannot be read')
      const footer = offset === 0 || Array.isArray(value) ? undefined : footerShape.safeParse(value)
      if (footer?.success === true) {
        whole = footer.data.records === records && footer.data.crc === sum
        if (!whole) throw damaged(offset, 'the file does not match its checksum')
        return true
      }
      sum = crc32(withEnd(bytes), sum)
      if (offset === 0) header = value
      else takeRow(value, offset)
      return true
    })
    if (!whole) throw damaged(size ?? 0, 'the end of the file is missing')
    return { header, data, size: size ?? 0 }
  } finally {
    await handle.close()
  }
}

/** A line's bytes and its newline, which lies behind them in the same piece of the file. */
const withEnd = (bytes: Buffer): Uint8Array =>
  new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length + 1)

/** The header alone: enough to list snapshots without loading them. */
export async function readHeader(file: string): Promise<unknown> {
  const handle = await open(file, 'r')
  try {
    let header: unknown
    await eachLine(handle, (bytes) => {
      header = parse(bytes)
      return false
    })
    return header
  } finally {
    await handle.close()
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
