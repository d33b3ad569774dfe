/** Where the next page is: the client's own address with a sealed key; the other options stay as they were. */
import type { GraphCall } from '../call/graph-call.ts'
import type { PageKey } from './ordered-rows.ts'

export const sealKey = (key: PageKey): string =>
  Buffer.from(JSON.stringify([key.value, key.id])).toString('base64url')

/** Undefined for what was never sealed here. */
export function openKey(token: string): PageKey | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
    if (!Array.isArray(parsed) || parsed.length !== 2) return undefined
    const [value, id]: unknown[] = parsed
    return typeof value === 'string' && typeof id === 'string' ? { value, id } : undefined
  } catch {
    return undefined
  }
}

export function nextLink(call: GraphCall, token: string, name = '$skiptoken'): string {
  const kept = [...call.query]
    .filter(([key]) => key.toLowerCase() !== name)
    .map(([key, value]) => `${encodeURIComponent(key).replace('%24', '$')}=${encodeURIComponent(value)}`)
  return `${call.origin}/${call.version}/${call.path.replace(/^\//, '')}?${[...kept, `${name}=${token}`].join('&')}`
}
