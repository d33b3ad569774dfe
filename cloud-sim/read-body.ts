/** Reads request bodies within limits. A body that is too large, or is not what it says, is an answer and not a crash. */
import type { IncomingMessage } from 'node:http'

export type BodyFailure = 'too-large' | 'malformed' | 'aborted'
export type BodyAnswer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: BodyFailure }

export function readBytes(request: IncomingMessage, limit: number): Promise<BodyAnswer<Buffer>> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
    })
    request.on('end', () =>
      resolve(
        size > limit ? { ok: false, failure: 'too-large' } : { ok: true, value: Buffer.concat(chunks) },
      ),
    )
    request.on('error', () => resolve({ ok: false, failure: 'aborted' }))
    request.on('aborted', () => resolve({ ok: false, failure: 'aborted' }))
  })
}

export async function readText(request: IncomingMessage, limit: number): Promise<BodyAnswer<string>> {
  const read = await readBytes(request, limit)
  return read.ok ? { ok: true, value: read.value.toString('utf8') } : read
}

export async function readForm(
  request: IncomingMessage,
  limit = 256 * 1024,
): Promise<BodyAnswer<URLSearchParams>> {
  const text = await readText(request, limit)
  return text.ok ? { ok: true, value: new URLSearchParams(text.value) } : text
}

export async function readJson(
  request: IncomingMessage,
  limit = 4 * 1024 * 1024,
): Promise<BodyAnswer<unknown>> {
  const text = await readText(request, limit)
  if (!text.ok) return text
  if (text.value.trim() === '') return { ok: true, value: undefined }
  try {
    return { ok: true, value: JSON.parse(text.value) }
  } catch {
    return { ok: false, failure: 'malformed' }
  }
}
