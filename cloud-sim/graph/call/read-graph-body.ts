/** Reads a request's body: JSON, or the bytes of a picture. What OData notes about members is left out of it. */
import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { readBytes } from '../../read-body.ts'
import { type GraphAnswer, refuse } from './graph-call.ts'

export type GraphBody =
  | { readonly ok: true; readonly body: unknown; readonly bytes: Buffer | undefined }
  | { readonly ok: false; readonly answer: GraphAnswer }

const limit = 4 * 1024 * 1024

const no = (name: 'BodyTooLarge' | 'BodyMalformed' | 'ContentTypeMissing'): GraphBody => ({
  ok: false,
  answer: refuse(name),
})
const nothing: GraphBody = { ok: true, body: undefined, bytes: undefined }

const isBytes = (type: string): boolean =>
  type.startsWith('image/') || type.startsWith('application/octet-stream')
const isJson = (type: string): boolean =>
  /^application\/([\w.-]+\+)?json\b/i.test(type) && !/charset="?(?!utf-?8)/i.test(type)

export async function readGraphBody(request: IncomingMessage): Promise<GraphBody> {
  const read = await readBytes(request, limit)
  if (!read.ok) return no(read.failure === 'too-large' ? 'BodyTooLarge' : 'BodyMalformed')
  const { value } = read
  if (value.length === 0 || request.method === 'DELETE') return nothing
  const type = request.headers['content-type']
  if (type === undefined) return no('ContentTypeMissing')
  if (isBytes(type)) return { ok: true, body: undefined, bytes: value }
  if (!isJson(type) || !isUtf8(value)) return no('BodyMalformed')
  const text = value.toString('utf8')
  return text.trim() === '' ? nothing : parsed(text)
}

function parsed(text: string): GraphBody {
  try {
    // A reviver takes time, and few bodies need it.
    const body: unknown = text.includes('@odata.') ? JSON.parse(text, withoutNotes) : JSON.parse(text)
    return { ok: true, body, bytes: undefined }
  } catch {
    return no('BodyMalformed')
  }
}

/** Clients send back what Graph noted for them (`@odata.context`, `employeeId@odata.type`): it says nothing new. */
const withoutNotes = (key: string, value: unknown): unknown => (isNote(key) ? undefined : value)

const isNote = (key: string): boolean =>
  key.includes('@odata.') && !['@odata.id', '@odata.type'].includes(key) && !key.endsWith('@odata.bind')
