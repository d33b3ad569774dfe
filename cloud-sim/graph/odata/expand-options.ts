/** `$expand=manager($levels=max;$select=id,displayName)`: navigation properties that come with the object. */
import { type GraphAnswer, refuse } from '../call/graph-call.ts'
import { expansionsOf } from '../objects/expansions.ts'
import { type EntityType, type Expanded, isDirectoryType } from './entity-type.ts'

export interface Expand extends Expanded {
  readonly name: string
}

type ReadExpand =
  | { readonly ok: true; readonly value: readonly Expand[] }
  | { readonly ok: false; readonly answer: GraphAnswer }

const no = (answer: GraphAnswer): ReadExpand => ({ ok: false, answer })

const item = /\s*([A-Za-z][\w.]*)\s*(?:\(([^()]*)\))?\s*(,|$)/y

export function readExpand<Row>(type: EntityType<Row>, text: string | undefined): ReadExpand {
  if (text === undefined || text === '') return { ok: true, value: [] }
  const expands: Expand[] = []
  const known = Object.keys(expansionsOf(type))
  item.lastIndex = 0
  while (item.lastIndex < text.length) {
    const found = item.exec(text)
    if (found === null) return no(refuse('ExpandSyntax', { text }))
    const [, written = '', options = ''] = found
    const name = known.find((each) => each.toLowerCase() === written.toLowerCase())
    if (name === undefined) return no(refuse('QueryPropertyUnknown', { property: written, type: type.name }))
    const inner = readInner(options)
    if (inner === undefined || (inner.levels !== 1 && name !== 'manager'))
      return no(refuse('ExpandSyntax', { text }))
    expands.push({ name, ...inner })
  }
  // Directory objects expand one navigation property at a time (graph.md §2.1).
  return expands.length > 1 && isDirectoryType(type)
    ? no(refuse('ExpandTooMuch'))
    : { ok: true, value: expands }
}

/** `$select=a,b;$levels=2`; undefined for other options than these. */
function readInner(text: string): Expanded | undefined {
  let expanded: Expanded = { select: undefined, levels: 1 }
  for (const option of text.split(';').filter((each) => each.trim() !== '')) {
    const [, name, value = ''] = /^\s*\$?(select|levels|top|count)=(.*)$/i.exec(option) ?? []
    if (name === undefined) return undefined
    if (/select/i.test(name)) expanded = { ...expanded, select: value.split(',').map((each) => each.trim()) }
    else if (/levels/i.test(name)) {
      const levels = value.trim().toLowerCase() === 'max' ? 1000 : Number(value)
      if (!Number.isInteger(levels) || levels < 1 || levels > 1000) return undefined
      expanded = { ...expanded, levels }
    }
  }
  return expanded
}
