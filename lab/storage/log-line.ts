/** Lines of the append-only log: `crc32 synced json`, read from files of any size in pieces. */
import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'

export type Line =
  | { readonly ok: true; readonly offset: number; readonly synced: number; readonly value: unknown }
  | { readonly ok: false; readonly offset: number }

/** As bytes, so that the text is encoded once: checksum and file take the same bytes. */
export function encodeLine(synced: number, json: string): Buffer {
  const body = `${synced} ${json}`
  const start = sumLength + 1
  const end = start + Buffer.byteLength(body)
  const line = Buffer.allocUnsafe(end + 1)
  line.write(body, start)
  line.write(`${crc32(line.subarray(start, end)).toString(16).padStart(sumLength, '0')} `, 'latin1')
  line[end] = newline
  return line
}

const newline = 0x0a
const space = 0x20
const sumLength = 8

/** Works on bytes: the checksum is over them, and only the JSON becomes text. */
function decodeLine(bytes: Buffer, offset: number): Line {
  const body = bytes.subarray(sumLength + 1)
  const end = body.indexOf(space)
  const sum = bytes.toString('latin1', 0, sumLength)
  if (end <= 0 || bytes[sumLength] !== space || !/^[\da-f]{8}$/.test(sum)) return { ok: false, offset }
  if (crc32(body) !== Number.parseInt(sum, 16)) return { ok: false, offset }
  const synced = Number(body.toString('latin1', 0, end))
  try {
    return { ok: true, offset, synced, value: JSON.parse(body.toString('utf8', end + 1)) }
  } catch {
    return { ok: false, offset }
  }
}

const pieceSize = 1 << 20

/** Calls `take` with each line's bytes (its end lies one behind them) and whether its end was there; stops when it answers false. */
export async function eachLine(
  handle: FileHandle,
  take: (bytes: Buffer, offset: number, ended: boolean) => boolean,
): Promise<number | undefined> {
  let rest: Buffer = Buffer.alloc(0)
  let offset = 0
  for (;;) {
    const piece = Buffer.allocUnsafe(pieceSize)
    const { bytesRead } = await handle.read(piece, 0, pieceSize, offset + rest.length)
    if (bytesRead === 0) break
    const bytes =
      rest.length === 0 ? piece.subarray(0, bytesRead) : Buffer.concat([rest, piece.subarray(0, bytesRead)])
    let from = 0
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, from)) {
      if (!take(bytes.subarray(from, end), offset + from, true)) return undefined
      from = end + 1
    }
    rest = bytes.subarray(from)
    offset += from
  }
  if (rest.length > 0 && !take(rest, offset, false)) return undefined
  return offset + rest.length
}

/** Hears every line in order; answers the file's size, or undefined when stopped by `take` answering false. */
export async function readLines(file: string, take: (line: Line) => boolean): Promise<number | undefined> {
  const handle = await open(file, 'r')
  try {
    return await eachLine(handle, (bytes, offset, ended) =>
      // An unterminated line is torn even when it looks whole: appending to it would spoil the next one.
      take(ended ? decodeLine(bytes, offset) : { ok: false, offset }),
    )
  } finally {
    await handle.close()
  }
}
