/** Expressions (about_Operators): comparison binds weaker than arithmetic, `-and`/`-or` weaker than both. */
import { commaList } from './comma-list.ts'
import type { SourceReader } from './source-reader.ts'
import type { Expression } from './syntax.ts'

const levels: readonly RegExp[] = [
  /-(?:and|or|xor)\b/iy,
  /-(?:[ci]?(?:eq|ne|gt|ge|lt|le|like|notlike|match|notmatch|contains|notcontains|in|notin|replace)|join|split|is)\b/iy,
  /[+-](?=[\s\d$("'[@]|$)/y,
  /[*/%](?=[\s\d$("'[@]|$)/y,
]

export function parseExpression(reader: SourceReader, level = 0): Expression {
  const operators = levels[level]
  if (operators === undefined) return commaList(reader, parseUnary)
  let left = parseExpression(reader, level + 1)
  for (;;) {
    const before = reader.position
    reader.skip()
    const operator = reader.take(operators)
    if (operator === undefined) {
      reader.position = before
      return left
    }
    reader.skip(true)
    left = {
      kind: 'operation',
      operator: operator.toLowerCase(),
      left,
      right: parseExpression(reader, level + 1),
    }
  }
}

function parseUnary(reader: SourceReader): Expression {
  if (reader.take(/-not\b|!/iy) === undefined) return parsePostfix(reader)
  reader.skip()
  return { kind: 'not', of: parseUnary(reader) }
}

const memberName = /[A-Za-z_][\w-]*/y

/** A value with its `.member`, `.method()` and `[index]` behind it. */
export function parsePostfix(reader: SourceReader): Expression {
  let of = parsePrimary(reader)
  for (;;) {
    if (reader.peek('.') && /[A-Za-z_'"]/.test(reader.source[reader.position + 1] ?? '')) {
      reader.accept('.')
      const quoted = reader.peek("'") || reader.peek('"')
      const name = quoted ? singleQuoted(reader) : (reader.take(memberName) ?? '')
      of = reader.peek('(')
        ? { kind: 'call', of, name, given: parseGiven(reader) }
        : { kind: 'member', of, name }
    } else if (reader.accept('[')) {
      reader.skip(true)
      const at = parseExpression(reader)
      reader.skip(true)
      reader.expect(']')
      of = { kind: 'index', of, at }
    } else return of
  }
}

function parseGiven(reader: SourceReader): Expression[] {
  reader.expect('(')
  const given: Expression[] = []
  for (reader.skip(true); !reader.accept(')'); reader.skip(true)) {
    given.push(parseUnary(reader))
    reader.skip(true)
    if (!reader.accept(',') && !reader.peek(')')) reader.fail('Missing )')
  }
  return given
}

const starts: readonly (readonly [string, (reader: SourceReader) => Expression])[] = [
  ['@{', parseHashtable],
  ['@(', (reader) => ({ kind: 'list', items: [{ kind: 'statements', body: reader.statements(')') }] })],
  ['$(', (reader) => ({ kind: 'statements', body: reader.statements(')') })],
  ['(', (reader) => ({ kind: 'statements', body: reader.statements(')') })],
  ['{', (reader) => ({ kind: 'block', body: reader.statements('}') })],
  ['"', parseDoubleQuoted],
  ['[', parseType],
  ['$', parseVariable],
]

function parsePrimary(reader: SourceReader): Expression {
  if (reader.peek("'")) return { kind: 'value', value: singleQuoted(reader) }
  for (const [mark, parse] of starts) if (reader.accept(mark)) return parse(reader)
  const number = reader.take(/-?\d+(?:\.\d+)?(?![\w.])/y)
  if (number !== undefined) return { kind: 'value', value: Number(number) }
  const command = reader.take(/[A-Za-z][\w-]*/y)
  if (command === undefined) return reader.fail('An expression is missing')
  reader.position -= command.length
  return reader.fail('A value in an expression needs quotes')
}

function parseVariable(reader: SourceReader): Expression {
  const name = reader.accept('{')
    ? reader.take(/[^}]+\}/y)?.slice(0, -1)
    : reader.take(/(?:env:)?\w+|[_?$]/iy)
  return name === undefined
    ? reader.fail('A name is missing behind $')
    : { kind: 'variable', name: name.toLowerCase() }
}

/** `[type]value`, `[type]::Member` or `[type]::Method(…)`. */
function parseType(reader: SourceReader): Expression {
  const type = (reader.take(/[A-Za-z][\w.]*/y) ?? reader.fail('A type is missing'))
    .toLowerCase()
    .replace(/^system\./, '')
  reader.expect(']')
  if (!reader.accept('::')) return { kind: 'cast', type, of: parsePostfix(reader) }
  const name = reader.take(memberName) ?? reader.fail('A member is missing')
  return reader.peek('(')
    ? { kind: 'static', type, name, given: parseGiven(reader) }
    : { kind: 'static', type, name }
}

function parseHashtable(reader: SourceReader): Expression {
  const entries: (readonly [string, Expression])[] = []
  for (reader.skip(true); !reader.accept('}'); reader.skip(true)) {
    const key = reader.peek("'") || reader.peek('"') ? singleQuoted(reader) : reader.take(/[\w-]+/y)
    if (key === undefined) reader.fail('A key is missing')
    reader.skip()
    reader.expect('=')
    reader.skip(true)
    entries.push([key, parseExpression(reader)])
    reader.skip()
    if (!reader.accept(';') && !reader.peek('}') && !reader.peek('\n')) reader.fail('Missing } or ;')
  }
  return { kind: 'hashtable', entries }
}

/** Also of keys and member names in double quotes, which put nothing in. */
function singleQuoted(reader: SourceReader): string {
  const mark = reader.accept('"') ? '"' : "'"
  if (mark === "'") reader.expect("'")
  const text = reader.take(mark === '"' ? /(?:[^"]|"")*/y : /(?:[^']|'')*/y) ?? ''
  reader.expect(mark)
  return text.replaceAll(mark + mark, mark)
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' }

function parseDoubleQuoted(reader: SourceReader): Expression {
  const parts: (string | Expression)[] = []
  while (!reader.accept('"')) {
    if (reader.done) reader.fail('Missing "')
    if (reader.accept('`')) {
      const letter = reader.take(/[\s\S]/y) ?? ''
      parts.push(escapes[letter] ?? letter)
    } else if (reader.accept('$(')) parts.push({ kind: 'statements', body: reader.statements(')') })
    else if (/^\$[\w{]/.test(reader.source.slice(reader.position, reader.position + 2))) {
      reader.accept('$')
      parts.push(parseVariable(reader))
    } else parts.push(reader.take(/(?:""|[^"`$])+|\$/y)?.replaceAll('""', '"') ?? '')
  }
  return { kind: 'text', parts }
}
