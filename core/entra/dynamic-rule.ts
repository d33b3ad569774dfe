/**
 * Membership rules of dynamic groups: `user.department -eq "Sales" and (user.accountEnabled -eq true)`. The part of the
 * published grammar that labs need: -eq -ne -startsWith -contains -match -in -and -or -not, parentheses, lists.
 */
export type RuleValue = string | boolean | null

type Test = (read: (property: string) => unknown) => boolean

export type ParsedRule =
  | { readonly ok: true; readonly test: Test }
  | { readonly ok: false; readonly detail: string }

const word = /\s*(?:("(?:[^"`]|`.)*"|'(?:[^'])*')|([()[\],])|([^\s()[\],"']+))/y

function wordsOf(text: string): string[] {
  const words: string[] = []
  word.lastIndex = 0
  while (word.lastIndex < text.length) {
    const at = word.lastIndex
    const found = word.exec(text)
    if (found === null) {
      if (text.slice(at).trim() === '') break
      throw new SyntaxError(`unexpected text at position ${at}`)
    }
    words.push(found[1] ?? found[2] ?? found[3] ?? '')
  }
  return words
}

const lower = (value: unknown): string =>
  typeof value === 'string' ? value.toLowerCase() : String(value ?? '')

const operators: Readonly<
  Record<string, (found: unknown, wanted: RuleValue | readonly RuleValue[]) => boolean>
> = {
  '-eq': (found, wanted) => equal(found, wanted),
  '-ne': (found, wanted) => !equal(found, wanted),
  '-startswith': (found, wanted) => typeof found === 'string' && lower(found).startsWith(lower(wanted)),
  '-notstartswith': (found, wanted) => !(typeof found === 'string' && lower(found).startsWith(lower(wanted))),
  '-contains': (found, wanted) => [found].flat().some((each) => lower(each).includes(lower(wanted))),
  '-notcontains': (found, wanted) => ![found].flat().some((each) => lower(each).includes(lower(wanted))),
  '-match': (found, wanted) => typeof found === 'string' && matchesPattern(found, lower(wanted)),
  '-in': (found, wanted) => Array.isArray(wanted) && wanted.some((each) => equal(found, each)),
  '-notin': (found, wanted) => Array.isArray(wanted) && !wanted.some((each) => equal(found, each)),
}

const equal = (found: unknown, wanted: unknown): boolean =>
  typeof found === 'string' ? lower(found) === lower(wanted) : (found ?? null) === wanted

function matchesPattern(text: string, pattern: string): boolean {
  try {
    return new RegExp(pattern, 'i').test(text)
  } catch {
    return false
  }
}

class RuleParser {
  readonly #words: readonly string[]
  #at = 0

  constructor(words: readonly string[]) {
    this.#words = words
  }

  parse(): Test {
    const test = this.#or()
    if (this.#words[this.#at] !== undefined) throw new SyntaxError(`unexpected '${this.#words[this.#at]}'`)
    return test
  }

  #next(): string {
    const next = this.#words[this.#at++]
    if (next === undefined) throw new SyntaxError('the rule ends too early')
    return next
  }

  /** `and` and `-and` are both written. */
  #takes(name: string): boolean {
    const next = this.#words[this.#at]?.toLowerCase()
    if (next !== name && next !== `-${name}`) return false
    this.#at++
    return true
  }

  #or(): Test {
    let left = this.#and()
    while (this.#takes('or')) {
      const [first, second] = [left, this.#and()]
      left = (read) => first(read) || second(read)
    }
    return left
  }

  #and(): Test {
    let left = this.#not()
    while (this.#takes('and')) {
      const [first, second] = [left, this.#not()]
      left = (read) => first(read) && second(read)
    }
    return left
  }

  #not(): Test {
    if (!this.#takes('not')) return this.#primary()
    const inner = this.#not()
    return (read) => !inner(read)
  }

  #primary(): Test {
    const first = this.#next()
    if (first === '(') {
      const inner = this.#or()
      if (this.#next() !== ')') throw new SyntaxError("')' is missing")
      return inner
    }
    const property = /^user\.(\w+)$/i.exec(first)?.[1]
    if (property === undefined) throw new SyntaxError(`'${first}' is no property of user`)
    const operator = operators[this.#next().toLowerCase()]
    if (operator === undefined) throw new SyntaxError('the operator is unknown')
    const wanted = this.#value()
    return (read) => operator(read(property), wanted)
  }

  #value(): RuleValue | readonly RuleValue[] {
    const next = this.#next()
    if (next !== '[') return single(next)
    const values: RuleValue[] = []
    for (let item = this.#next(); item !== ']'; item = this.#next())
      if (item !== ',') values.push(single(item))
    return values
  }
}

function single(text: string): RuleValue {
  if (/^["']/.test(text)) return text.slice(1, -1)
  const lowered = text.toLowerCase()
  if (lowered === 'null' || lowered === '$null') return null
  if (lowered === 'true' || lowered === 'false') return lowered === 'true'
  throw new SyntaxError(`'${text}' is no value`)
}

export function parseRule(text: string): ParsedRule {
  try {
    return { ok: true, test: new RuleParser(wordsOf(text)).parse() }
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, detail: error.message }
    throw error
  }
}
