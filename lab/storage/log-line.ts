/** Lines of the append-only log: `crc32 synced json`, read from files of any size in pieces. */
import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'

export type Line =
  | { readonly ok: true; readonly offset: number; readonly synced: number; readonly value: unknown }
  | { readonly ok: false; readonly offset: number }

/** Lines that are written together, as bytes: each text is encoded once, and checksum and file take the same bytes. */
export function encodeLines(synced: number, texts: readonly string[]): Buffer {
  const head = `${synced} `
  const before = sumLength + 1 + head.length
  const sizes = texts.map((json) => before + Buffer.byteLength(json) + 1)
  const bytes = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + size, 0))
  let start = 0
  for (const [at, json] of texts.entries()) {
    const end = start + (sizes[at] ?? 0) - 1
    bytes.write(head, start + sumLength + 1, 'latin1')
    bytes.write(json, start + before)
    const sum = crc32(bytes.subarray(start + sumLength + 1, end))
    bytes.write(`${sum.toString(16).padStart(sumLength, '0')} `, start, 'latin1')
    bytes[end] = newline
    start = end + 1
  }
  return bytes
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
