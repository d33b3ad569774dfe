/**
 * Reads a Graph path: `/users('a@b')`, `/users/a%40b`, `/users/microsoft.graph.delta()`, `/myorganization/…`, and the
 * `me` alias. Names are taken without case later; this only cuts and cleans.
 */
const typeNames = new Set([
  'user',
  'group',
  'device',
  'directoryrole',
  'serviceprincipal',
  'application',
  'administrativeunit',
  'orgcontact',
])

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** `delta()` is `delta`; `users('x')` is `users`, `x`; `f(a='1',b='2')` keeps its arguments as a segment. */
function split(segment: string): string[] {
  const call = /^([^()]+)\((.*)\)$/.exec(segment)
  if (call === null) return [segment]
  const [, name = '', inner = ''] = call
  if (inner === '') return [name]
  const key = /^'(.*)'$/.exec(inner)
  return [name, key === null || inner.includes("',") ? inner : (key[1] ?? '').replaceAll("''", "'")]
}

/** Functions and actions may carry the namespace, or its alias `graph`; casts keep it. */
function withoutNamespace(segment: string): string {
  const name = /^(?:microsoft\.)?graph\.(.+)$/i.exec(segment)?.[1]
  if (name === undefined) return segment
  return typeNames.has(name.toLowerCase()) ? `microsoft.graph.${name}` : name
}

/** No parentheses, nothing encoded, no `microsoft.graph.` */
const isPlain = (path: string): boolean =>
  !path.includes('(') && !path.includes('%') && !/graph\./i.test(path)

/** This runs for every call: what is written plainly is only cut. */
export function segmentsOf(path: string): string[] {
  const written = path.split('/').filter(notEmpty)
  const segments = isPlain(path)
    ? written
    : written.flatMap((segment) => split(decode(segment)).map(withoutNamespace))
  return segments[0]?.toLowerCase() === 'myorganization' ? segments.slice(1) : segments
}

const notEmpty = (segment: string): boolean => segment !== ''

/** `roleTemplateId='62e9…'`, `appId='…'`: an alternate key in parentheses. */
export function alternateKey(text: string): { readonly name: string; readonly value: string } | undefined {
  const found = /^(\w+)='(.*)'$/.exec(text)
  return found === null
    ? undefined
    : { name: (found[1] ?? '').toLowerCase(), value: (found[2] ?? '').replaceAll("''", "'") }
}
