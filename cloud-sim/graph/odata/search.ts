/** `$search`: clauses in quotation marks, joined by AND and OR, each after words that begin with what it says. */
import { type GraphAnswer, type GraphCall, refuse } from '../call/graph-call.ts'
import { type EntityType, propertyNamed } from './entity-type.ts'

export type Search =
  | { readonly kind: 'and' | 'or'; readonly left: Search; readonly right: Search }
  | { readonly kind: 'clause'; readonly property: string; readonly words: string }

type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly answer: GraphAnswer }

interface Token {
  readonly text: string
  readonly isQuoted: boolean
  readonly at: number
}

const token = /\s*(?:"((?:[^"\\]|\\.)*)"|([()])|([\p{L}\p{N}_.@'-]+))/uy
const mostTokens = 100

class SearchError extends Error {
  readonly at: number
  constructor(at: number) {
    super('')
    this.at = at
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const at = token.lastIndex
    const found = token.exec(text)
    if (found === null) {
      if (text.slice(at).trim() === '') break
      throw new SearchError(at)
    }
    if (tokens.length === mostTokens) throw new SearchError(at)
    const quoted = found[1]?.replaceAll(/\\(.)/g, '$1')
    tokens.push({ text: quoted ?? found[2] ?? found[3] ?? '', isQuoted: quoted !== undefined, at })
  }
  return tokens
}

/** AND binds closer than OR; a clause that names no property is about displayName. */
class SearchParser {
  readonly #tokens: readonly Token[]
  readonly #end: number
  #at = 0

  constructor(text: string) {
    this.#tokens = tokensOf(text)
    this.#end = Math.max(text.length - 1, 0)
  }

  parse(): Search {
    const search = this.#or()
    const rest = this.#tokens[this.#at]
    if (rest !== undefined) throw new SearchError(rest.at)
    return search
  }

  #is(word: string): boolean {
    const next = this.#tokens[this.#at]
    return next !== undefined && !next.isQuoted && next.text === word
  }

  #or(): Search {
    let left = this.#and()
    while (this.#is('OR')) {
      this.#at++
      left = { kind: 'or', left, right: this.#and() }
    }
    return left
  }

  #and(): Search {
    let left = this.#clause()
    while (this.#is('AND')) {
      this.#at++
      left = { kind: 'and', left, right: this.#clause() }
    }
    return left
  }

  #clause(): Search {
    const next = this.#tokens[this.#at++]
    if (next === undefined) throw new SearchError(this.#end)
    if (!next.isQuoted && next.text === '(') {
      const inner = this.#or()
      if (!this.#is(')')) throw new SearchError(this.#tokens[this.#at]?.at ?? this.#end)
      this.#at++
      return inner
    }
    if (!next.isQuoted && next.text === ')') throw new SearchError(next.at)
    const colon = next.isQuoted ? next.text.indexOf(':') : -1
    const property = colon < 0 ? 'displayName' : next.text.slice(0, colon).trim()
    const words = next.text.slice(colon + 1).trim()
    if (words === '') throw new SearchError(next.at)
    return { kind: 'clause', property, words: words.toLowerCase() }
  }
}

function* clausesOf(search: Search): Generator<Extract<Search, { kind: 'clause' }>> {
  if (search.kind === 'clause') return yield search
  yield* clausesOf(search.left)
  yield* clausesOf(search.right)
}

export function readSearch<Row>(type: EntityType<Row>, text: string | undefined): Read<Search | undefined> {
  if (text === undefined) return { ok: true, value: undefined }
  try {
    const search = new SearchParser(text).parse()
    for (const { property } of clausesOf(search)) {
      const name = propertyNamed(type, property)
      const isSearchable = name !== undefined && type.properties[name]?.searchable === true
      if (!isSearchable) return { ok: false, answer: refuse('SearchProperty', { property, type: type.name }) }
    }
    return { ok: true, value: search }
  } catch (error) {
    if (!(error instanceof SearchError)) throw error
    const character = text.slice(error.at).trimStart().charAt(0)
    return {
      ok: false,
      answer: refuse('SearchSyntax', { character, position: String(error.at), text }),
    }
  }
}

const wordsOf = (text: string): string[] => {
  const lower = text.toLowerCase()
  return [lower, ...lower.split(/[^\p{L}\p{N}]+/u)]
}

/** Words that begin with the text; for a collection of texts, of any of them. */
export function searches<Row>(type: EntityType<Row>, call: GraphCall, search: Search): (row: Row) => boolean {
  if (search.kind !== 'clause') {
    const [left, right] = [searches(type, call, search.left), searches(type, call, search.right)]
    return search.kind === 'or' ? (row) => left(row) || right(row) : (row) => left(row) && right(row)
  }
  const read = type.properties[propertyNamed(type, search.property) ?? '']?.read
  const begins = (value: unknown): boolean =>
    typeof value === 'string' && wordsOf(value).some((word) => word.startsWith(search.words))
  return (row) => [read?.(row, call)].flat().some(begins)
}
