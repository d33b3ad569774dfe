/** `$filter` of a call: read, and held against what the type says of its properties. */
import { type Clause, clausesOf, widestOr } from '#core/entra/odata-clauses.ts'
import { type Filter, type Literal, parseFilter } from '#core/entra/odata-filter.ts'
import { type GraphAnswer, refuse } from '../call/graph-call.ts'
import { edmOf } from '../metadata/graph-model.ts'
import { capitalised, type EntityType, isDirectoryType, propertyNamed, propertyOf } from './entity-type.ts'

type ReadFilter =
  | { readonly ok: true; readonly value: Filter | undefined }
  | { readonly ok: false; readonly answer: GraphAnswer }

const operatorWords: Readonly<Record<string, string>> = {
  gt: 'ge',
  lt: 'le',
  startswith: 'startsWith',
  endswith: 'endsWith',
  all: 'any',
  contains: 'contains',
}

const operatorKinds: Readonly<Record<string, string>> = {
  eq: 'Equal',
  ne: 'NotEqual',
  gt: 'GreaterThan',
  ge: 'GreaterThanOrEqual',
  lt: 'LessThan',
  le: 'LessThanOrEqual',
}

/** Alternatives that a filter on directory objects may offer. */
export const mostClauses = 15

export function readFilter<Row>(
  type: EntityType<Row>,
  text: string | undefined,
  clauses = mostClauses,
): ReadFilter {
  if (text === undefined || text.trim() === '') return { ok: true, value: undefined }
  const parsed = parseFilter(text)
  if (!parsed.ok) return { ok: false, answer: refuse('QuerySyntax', { detail: parsed.detail }) }
  for (const clause of clausesOf(parsed.filter)) {
    const problem = clauseProblem(type, clause)
    if (problem !== undefined) return { ok: false, answer: problem }
  }
  const count = isDirectoryType(type) ? widestOr(parsed.filter) : 0
  return count > clauses
    ? {
        ok: false,
        answer: refuse('FilterTooManyClauses', { count: String(count), most: String(clauses) }),
      }
    : { ok: true, value: parsed.filter }
}

function clauseProblem<Row>(type: EntityType<Row>, clause: Clause): GraphAnswer | undefined {
  const { path, operator, isNull } = clause
  const name = propertyNamed(type, path.split('/')[0] ?? '')
  const property = name === undefined ? undefined : propertyOf(type, name)
  if (name === undefined || property === undefined)
    return refuse('QueryPropertyUnknown', { property: path, type: type.name })
  const word = isNull && operator === 'eq' ? 'eq' : (operatorWords[operator] ?? operator)
  const supported = (property.filter ?? '').split(' ')
  const isCollectionTest = word === 'any' && (supported.includes('any') || supported.includes('eq'))
  const isCountTest = path.endsWith('/$count') && (word === 'eq' || word === 'ne')
  if (!supported.includes(word) && !isCollectionTest && !isCountTest)
    return refuse('QueryUnsupported', { property: path, type: capitalised(type.name) })
  return path === name ? typeProblem(edmOf(type.name, name), clause) : undefined
}

const edmOfLiteral = (value: Literal): string =>
  typeof value === 'boolean' ? 'Edm.Boolean' : typeof value === 'number' ? 'Edm.Int32' : 'Edm.String'

const date = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/i

/** Texts, truth values, numbers and instants are held against their own kind only. */
function fitsEdm(edm: string, value: Literal): boolean {
  if (value === null) return true
  if (edm === 'Edm.DateTimeOffset') return typeof value === 'string' && date.test(value)
  if (edm === 'Edm.Boolean') return typeof value === 'boolean'
  if (edm === 'Edm.Int32') return typeof value === 'number'
  return edm !== 'Edm.String' || typeof value === 'string'
}

function typeProblem(edm: string, { operator, values }: Clause): GraphAnswer | undefined {
  const wrong = values.find((value) => !fitsEdm(edm, value))
  return wrong === undefined
    ? undefined
    : refuse('FilterTypes', {
        left: edm,
        right: edmOfLiteral(wrong),
        operator: operatorKinds[operator] ?? 'Equal',
      })
}
