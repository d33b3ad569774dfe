/**
 * An append-only log in numbered segment files: one JSON value a line, checked by CRC, made durable in groups.
 *
 * A line is `crc32 synced json`. `synced` is how much of the file was known to be on disk when the line was written:
 * the proof, at the next start, whether a spoilt line was ever acknowledged. A spoilt end that no later line vouches for
 * is a torn write and is cut off; any other damage refuses the start.
 */
import { constants, type FileHandle, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { LabRefusal, reasonOf } from '../refusal.ts'
import { syncDirectory } from './directory.ts'
import { encodeLines, type Line, readLines } from './log-line.ts'

export interface AppendLog {
  /** Takes a line; it is on disk when `flushed` answers. */
  append(json: string): void
  /** Resolves when all lines so far are on disk. After one failure it rejects for ever. */
  flushed(): Promise<void>
  /** Later lines go into a new segment; answers its number. */
  rotate(): number
  /** Removes the segments below this number. */
  dropBelow(segment: number): Promise<void>
  /** Bytes in the current segment. */
  readonly size: number
  readonly segment: number
  close(): Promise<void>
}

export interface AppendLogOptions {
  readonly directory: string
  /** Files are `name-000001.log`. */
  readonly name: string
  /** Segments below this one are leftovers and are removed. */
  readonly from?: number
  /** Hears every value that is there, oldest first; answers false to leave out this segment and all after it. */
  readonly replay: (value: unknown, segment: number) => boolean
  /** Hears how many bytes of an unfinished write were cut off. */
  readonly torn?: (file: string, bytes: number) => void
}

const digits = 6
const fileName = (name: string, segment: number): string =>
  `${name}-${String(segment).padStart(digits, '0')}.log`

async function segmentsIn(directory: string, name: string): Promise<number[]> {
  const pattern = new RegExp(`^${name}-(\\d{${digits},})\\.log$`)
  const found = (await readdir(directory)).flatMap((file) => pattern.exec(file)?.[1] ?? [])
  return found.map(Number).sort((one, two) => one - two)
}

/** Reads a segment's lines; cuts a torn end off the last segment. Answers false when `replay` wants no more. */
async function replaySegment(options: AppendLogOptions, segment: number, isLast: boolean): Promise<boolean> {
  const file = join(options.directory, fileName(options.name, segment))
  const damaged = (offset: number, problem: string) =>
    new LabRefusal('LabStorageDamaged', { file, offset: String(offset), problem })
  let spoiltAt: number | undefined
  const take = (line: Line): boolean => {
    if (spoiltAt === undefined && line.ok) return options.replay(line.value, segment)
    if (spoiltAt === undefined) {
      spoiltAt = line.offset
      if (!isLast) throw damaged(line.offset, 'a line does not match its checksum')
    } else if (line.ok && line.synced > spoiltAt) {
      throw damaged(spoiltAt, 'a line that was acknowledged does not match its checksum')
    }
    return true
  }
  const size = await readLines(file, take)
  if (size === undefined) return false
  if (spoiltAt !== undefined) {
    await cutAt(file, spoiltAt)
    options.torn?.(file, size - spoiltAt)
  }
  return true
}

async function cutAt(file: string, offset: number): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.truncate(offset)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Opens the log of a directory and replays it. Refuses with a sentence when acknowledged lines are damaged. */
export async function openAppendLog(options: AppendLogOptions): Promise<AppendLog> {
  const { directory, name } = options
  const all = await segmentsIn(directory, name)
  const wanted = all.filter((segment) => segment >= (options.from ?? 0))
  const kept: number[] = []
  for (const segment of wanted) {
    if (!(await replaySegment(options, segment, segment === wanted.at(-1)))) break
    kept.push(segment)
  }
  for (const segment of all) if (!kept.includes(segment)) await rm(join(directory, fileName(name, segment)))
  const current = kept.at(-1) ?? Math.max(options.from ?? 0, 1)
  return appendTo(directory, name, current)
}

/**
 * On Linux a write is on disk when it answers: one hop to the thread pool instead of two. Elsewhere only a sync of its own
 * reaches the disk itself (macOS), or there is no such flag (Windows).
 */
const writesThrough = process.platform === 'linux'
const toAppend = writesThrough
  ? constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_DSYNC
  : 'a'

/** What is left of this turn of the event loop: several transactions often end in one, and share a write. */
const endOfTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

interface Waiting {
  readonly segment: number
  readonly json: string
}

async function appendTo(directory: string, name: string, first: number): Promise<AppendLog> {
  const pathOf = (segment: number) => join(directory, fileName(name, segment))
  let handle: FileHandle = await open(pathOf(first), toAppend)
  await syncDirectory(directory)
  let written = first
  let segment = first
  let size = (await handle.stat()).size
  let synced = size
  let waiting: Waiting[] = []
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  let failure: LabRefusal | undefined

  const moveTo = async (wanted: number) => {
    await handle.close()
    handle = await open(pathOf(wanted), toAppend)
    await syncDirectory(directory)
    written = wanted
    size = (await handle.stat()).size
    synced = size
  }
  const writeLines = async (lines: readonly Waiting[]) => {
    const bytes = encodeLines(
      synced,
      lines.map(({ json }) => json),
    )
    for (let from = 0; from < bytes.length; ) from += (await handle.write(bytes, from)).bytesWritten
    if (!writesThrough) await handle.datasync()
    size += bytes.length
    synced = size
  }
  const writeGroup = async () => {
    running = next
    next = undefined
    const group = waiting
    waiting = []
    try {
      for (let from = 0; from < group.length; ) {
        const wanted = group[from]?.segment ?? written
        let upTo = from
        while (group[upTo]?.segment === wanted) upTo += 1
        if (wanted !== written) await moveTo(wanted)
        await writeLines(group.slice(from, upTo))
        from = upTo
      }
    } catch (error) {
      // Never retried: after a failed fsync the page cache may lie about what is on disk.
      failure ??= new LabRefusal(
        'LabDiskFailed',
        { file: pathOf(written), reason: reasonOf(error) },
        { cause: error },
      )
      throw failure
    } finally {
      running = undefined
    }
  }
  const flushed = (): Promise<void> => {
    if (failure !== undefined) return Promise.reject(failure)
    if (waiting.length === 0) return next ?? running ?? Promise.resolve()
    next ??= (running ?? endOfTurn()).then(writeGroup)
    return next
  }

  return {
    append: (json) => void waiting.push({ segment, json }),
    flushed,
    rotate: () => {
      segment += 1
      return segment
    },
    dropBelow: async (limit) => {
      for (const old of await segmentsIn(directory, name))
        if (old < limit && old !== written) await rm(pathOf(old))
      await syncDirectory(directory)
    },
    get size() {
      return size
    },
    get segment() {
      return segment
    },
    close: async () => {
      // A last empty line vouches for everything before it.
      if (failure === undefined && size > 0) waiting.push({ segment, json: 'null' })
      await flushed().catch(() => undefined)
      await handle.close()
    },
  }
}
