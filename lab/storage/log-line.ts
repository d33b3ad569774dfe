/** Lines of the append-only log: `crc32 synced json`, read from files of any size in pieces. */
import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'

export type Line =
  | { readonly ok: true; readonly offset: number; readonly synced: number; readonly value: unknown }
  | { readonly ok: false; readonly offset: number }

export function encodeLine(synced: number, json: string): string {
  const body = `${synced} ${json}`
  return `${crc32(body).toString(16).padStart(8, '0')} ${body}\n`
}

const shape = /^([\da-f]{8}) ((\d+) (.*))$/s

export function decodeLine(text: string, offset: number): Line {
  const [, sum, body, synced, json] = shape.exec(text) ?? []
  if (sum === undefined || body === undefined || json === undefined) return { ok: false, offset }
  if (crc32(body) !== Number.parseInt(sum, 16)) return { ok: false, offset }
  try {
    return { ok: true, offset, synced: Number(synced), value: JSON.parse(json) }
  } catch {
    return { ok: false, offset }
  }
}

const newline = 0x0a
const pieceSize = 1 << 20

/** Calls `take` with each line's bytes (without its end) and whether its end was there; stops when it answers false. */
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
      take(ended ? decodeLine(bytes.toString('utf8'), offset) : { ok: false, offset }),
    )
  } finally {
    await handle.close()
  }
}
