/**
 * `$filter` as Graph reads it: and, or, not, comparison, in, startsWith, endsWith, contains, any, all, $count. A small
 * recursive-descent parser over the part of OData 4.01 (URL conventions, 5.1.1) that directory objects support.
 */
export type Literal = string | number | boolean | null

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'

export type Filter =
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly of: Filter }
  | {
      readonly kind: 'compare'
      readonly path: string
      readonly operator: Comparison
      readonly value: Literal
    }
  | { readonly kind: 'in'; readonly path: string; readonly values: readonly Literal[] }
  | {
      readonly kind: 'call'
      readonly name: 'startswith' | 'endswith' | 'contains'
      readonly path: string
      readonly value: string
    }
  | {
      readonly kind: 'any' | 'all'
      readonly path: string
      readonly variable: string
      readonly of: Filter | undefined
    }

export type ParsedFilter =
  | { readonly ok: true; readonly filter: Filter }
  | { readonly ok: false; readonly detail: string }

const token = /\s*(?:('(?:[^']|'')*')|([(),:])|([^\s(),:']+(?::\d[^\s(),']*)*))/y

function tokensOf(text: string): string[] {
  const tokens: string[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const at = token.lastIndex
    const found = token.exec(text)
    if (found === null) {
      if (text.slice(at).trim() === '') break
      throw new SyntaxError(`unexpected '${text.slice(at, at + 10)}' at position ${at}`)
    }
    tokens.push(found[1] ?? found[2] ?? found[3] ?? '')
  }
  return tokens
}

const deepest = 32
const comparisons: Readonly<Record<string, Comparison>> = {
  eq: 'eq',
  ne: 'ne',
  gt: 'gt',
  ge: 'ge',
  lt: 'lt',
  le: 'le',
}
const functions: Readonly<Record<string, 'startswith' | 'endswith' | 'contains'>> = {
  startswith: 'startswith',
  endswith: 'endswith',
  contains: 'contains',
}

class Parser {
  readonly #tokens: readonly string[]
  #at = 0
  #depth = 0

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens
  }

  parse(): Filter {
    const filter = this.#or()
    if (this.#peek() !== undefined) throw new SyntaxError(`unexpected '${this.#peek()}'`)
    return filter
  }

  #peek(ahead = 0): string | undefined {
    return this.#tokens[this.#at + ahead]
  }

  #next(): string {
    const next = this.#tokens[this.#at++]
    if (next === undefined) throw new SyntaxError('the expression ends too early')
    return next
  }

  #expect(wanted: string): void {
    const next = this.#next()
    if (next.toLowerCase() !== wanted) throw new SyntaxError(`expected '${wanted}' and found '${next}'`)
  }

  #or(): Filter {
    if (++this.#depth > deepest) throw new SyntaxError('the expression is nested too deeply')
    let left = this.#and()
    while (this.#peek()?.toLowerCase() === 'or') {
      this.#next()
      left = { kind: 'or', left, right: this.#and() }
    }
    this.#depth--
    return left
  }

  #and(): Filter {
    let left = this.#not()
    while (this.#peek()?.toLowerCase() === 'and') {
      this.#next()
      left = { kind: 'and', left, right: this.#not() }
    }
    return left
  }

  #not(): Filter {
    if (this.#peek()?.toLowerCase() !== 'not') return this.#primary()
    this.#next()
    if (++this.#depth > deepest) throw new SyntaxError('the expression is nested too deeply')
    const of = this.#not()
    this.#depth--
    return { kind: 'not', of }
  }

  #primary(): Filter {
    if (this.#peek() === '(') {
      this.#next()
      const inner = this.#or()
      this.#expect(')')
      return inner
    }
    const word = this.#next()
    const name = functions[word.toLowerCase()]
    if (name !== undefined && this.#peek() === '(') return this.#call(name)
    const lambda = /^(.*)\/(any|all)$/i.exec(word)
    if (lambda !== null && this.#peek() === '(')
      return this.#lambda(lambda[1] ?? '', lambda[2]?.toLowerCase() === 'all' ? 'all' : 'any')
    return this.#comparison(word)
  }

  #call(name: 'startswith' | 'endswith' | 'contains'): Filter {
    this.#expect('(')
    const path = this.#next()
    this.#expect(',')
    const value = literal(this.#next())
    this.#expect(')')
    if (typeof value !== 'string') throw new SyntaxError(`${name} takes a string`)
    // The older form: startswith(displayName,'a') eq true
    if (this.#peek()?.toLowerCase() === 'eq' && this.#peek(1)?.toLowerCase() === 'true') this.#at += 2
    return { kind: 'call', name, path, value }
  }

  #lambda(path: string, kind: 'any' | 'all'): Filter {
    this.#expect('(')
    if (this.#peek() === ')') {
      this.#next()
      return { kind, path, variable: '', of: undefined }
    }
    const variable = this.#next()
    this.#expect(':')
    const of = this.#or()
    this.#expect(')')
    return { kind, path, variable, of }
  }

  #comparison(path: string): Filter {
    const word = this.#next()
    if (word.toLowerCase() === 'in') return this.#in(path)
    const operator = comparisons[word.toLowerCase()]
    if (operator === undefined) throw new SyntaxError(`'${word}' is no operator`)
    return { kind: 'compare', path, operator, value: literal(this.#next()) }
  }

  #in(path: string): Filter {
    this.#expect('(')
    const values = [literal(this.#next())]
    while (this.#peek() === ',') {
      this.#next()
      values.push(literal(this.#next()))
    }
    this.#expect(')')
    return { kind: 'in', path, values }
  }
}

function literal(text: string): Literal {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'")
  const lower = text.toLowerCase()
  if (lower === 'true') return true
  if (lower === 'false') return false
  if (lower === 'null') return null
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  // Dates, GUIDs and enum members stand without quotes.
  if (/^[\w.:+-]+$/.test(text)) return text
  throw new SyntaxError(`'${text}' is no value`)
}

export function parseFilter(text: string): ParsedFilter {
  try {
    return { ok: true, filter: new Parser(tokensOf(text)).parse() }
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, detail: error.message }
    throw error
  }
}
