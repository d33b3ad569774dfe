/**
 * Hears all HTTP servers of this process and collects every secret that passes: what stands under the names below, in forms,
 * JSON and addresses, asked and answered. An own list on purpose: it must not fail together with the one that masks.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'

const names = new Set(
  `password passwd pwd newPassword oldPassword currentPassword confirmNewPassword code user_code device_code otc
   access_token refresh_token id_token client_secret client_assertion assertion secretText temporaryAccessPass wresult ctx
   wctx flowToken secret relaySecret captcha hash salt code_verifier session_state privateKey clientState`.split(
    /\s+/,
  ),
)
const formTypes = /urlencoded/
/** Shorter texts turn up by chance. */
const shortest = 6

export interface WireSecrets {
  /** Each once, with the name under which it was seen. */
  all(): ReadonlyMap<string, string>
  close(): void
}

export function hearSecrets(): WireSecrets {
  const found = new Map<string, string>()
  const note = (name: string, value: unknown) => {
    if (typeof value === 'string' && names.has(name) && value.length >= shortest) found.set(value, name)
  }
  const readPairs = (text: string) => {
    for (const [name, value] of new URLSearchParams(text)) {
      note(name, value)
      if (/^\w+:\/\/|^\//.test(value)) readAddress(value)
    }
  }
  const readAddress = (address: string) => {
    const [, query = ''] = address.split(/[?#]/, 2)
    readPairs(query)
    const [, handle] = /\/sessions\/([^/?#]+)/.exec(address) ?? []
    if (handle !== undefined) found.set(handle, 'session id')
  }
  const readJson = (value: unknown, of = '') => {
    if (Array.isArray(value)) for (const item of value) readJson(item, of)
    else if (typeof value === 'object' && value !== null)
      for (const [name, item] of Object.entries(value)) {
        if (name !== 'code' || !['error', 'details', 'results'].includes(of)) note(name, item)
        if (typeof item === 'string' && /^\w+:\/\//.test(item)) readAddress(item)
        readJson(item, name)
      }
  }
  const readBody = (text: string, type: string) => {
    if (formTypes.test(type)) return readPairs(text)
    try {
      readJson(JSON.parse(text))
    } catch {
      for (const [, name = '', value] of text.matchAll(/<input[^>]* name="(\w+)" value="([^"]*)"/g))
        note(name, value)
    }
  }
  const hear = (message: unknown) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    // The control API is the trainer's, who may see what phones and accounts hold.
    if (request.url?.startsWith('/lab/')) return
    readAddress(request.url ?? '')
    const asked: Buffer[] = []
    const push = request.push.bind(request)
    request.push = (chunk: unknown, encoding?: BufferEncoding) => {
      if (Buffer.isBuffer(chunk)) asked.push(chunk)
      return push(chunk, encoding)
    }
    let answered = ''
    let location: unknown
    const { end, writeHead } = response
    response.writeHead = function (this: ServerResponse, ...given: unknown[]) {
      const headers = given.at(-1)
      if (typeof headers === 'object' && headers !== null)
        location = Reflect.get(headers, 'location') ?? Reflect.get(headers, 'Location')
      return Reflect.apply(writeHead, this, given)
    }
    response.end = function (this: ServerResponse, ...given: unknown[]) {
      if (typeof given[0] === 'string' || Buffer.isBuffer(given[0])) answered = String(given[0])
      return Reflect.apply(end, this, given)
    }
    response.once('finish', () => {
      readBody(Buffer.concat(asked).toString('utf8'), request.headers['content-type'] ?? '')
      readBody(answered, String(response.getHeader('content-type') ?? ''))
      const to = location ?? response.getHeader('location')
      if (typeof to === 'string') readAddress(to)
    })
  }
  subscribe('http.server.request.start', hear)
  return { all: () => found, close: () => void unsubscribe('http.server.request.start', hear) }
}
