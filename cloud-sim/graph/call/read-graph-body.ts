/** Reads a request's body: JSON, or the bytes of a picture. */
import type { IncomingMessage } from 'node:http'
import { readBytes } from '../../read-body.ts'
import { type GraphAnswer, refuse } from './graph-call.ts'

export type GraphBody =
  | { readonly ok: true; readonly body: unknown; readonly bytes: Buffer | undefined }
  | { readonly ok: false; readonly answer: GraphAnswer }

const limit = 4 * 1024 * 1024

const no = (name: 'BodyTooLarge' | 'BodyMalformed'): GraphBody => ({ ok: false, answer: refuse(name) })

export async function readGraphBody(request: IncomingMessage): Promise<GraphBody> {
  const read = await readBytes(request, limit)
  if (!read.ok) return no(read.failure === 'too-large' ? 'BodyTooLarge' : 'BodyMalformed')
  const type = request.headers['content-type'] ?? ''
  if (type.startsWith('image/') || type.startsWith('application/octet-stream'))
    return { ok: true, body: undefined, bytes: read.value }
  const text = read.value.toString('utf8')
  if (text.trim() === '') return { ok: true, body: undefined, bytes: undefined }
  try {
    return { ok: true, body: JSON.parse(text), bytes: undefined }
  } catch {
    return no('BodyMalformed')
  }
}
