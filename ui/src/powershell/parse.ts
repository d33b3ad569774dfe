/** Statements and pipelines: `$x = Get-… -Name value | Select-Object …`. */
import { commaList } from './comma-list.ts'
import { parseExpression, parsePostfix } from './parse-expression.ts'
import { SourceReader } from './source-reader.ts'
import type { Argument, Expression, Stage, Statement } from './syntax.ts'

/** Throws ParseError. */
export function parseScript(source: string): readonly Statement[] {
  return parseStatements(new SourceReader(source, parseStatements))
}

/** Up to `end`, which is taken, or to the end of what was typed. */
function parseStatements(reader: SourceReader, end?: string): readonly Statement[] {
  const statements: Statement[] = []
  for (;;) {
    reader.take(/(?:[\s;]|`\r?\n|#[^\n]*)*/y)
    if (end === undefined ? reader.done : reader.accept(end)) return statements
    if (reader.done) reader.fail(`Missing ${end}`)
    statements.push(parseStatement(reader))
    reader.skip()
    const ended =
      reader.done ||
      reader.peek(';') ||
      reader.peek('\n') ||
      reader.peek('\r') ||
      (end !== undefined && reader.peek(end))
    if (!ended) reader.fail('What does this mean')
  }
}

function parseStatement(reader: SourceReader): Statement {
  const assigned = reader.take(/\$\w+\s*=(?!=)/y)
  if (assigned === undefined) return { pipeline: parsePipeline(reader) }
  reader.skip(true)
  return { variable: assigned.slice(1, -1).trim().toLowerCase(), pipeline: parsePipeline(reader) }
}

function parsePipeline(reader: SourceReader): Stage[] {
  const stages = [parseStage(reader)]
  for (;;) {
    const before = reader.position
    reader.skip(true)
    if (!reader.accept('|')) {
      reader.position = before
      return stages
    }
    reader.skip(true)
    stages.push(parseStage(reader))
  }
}

const commandName = /[A-Za-z?%][\w.-]*/y

function parseStage(reader: SourceReader): Stage {
  reader.take(/&\s*/y)
  const name = reader.take(commandName)
  if (name === undefined) return { kind: 'expression', expression: parseExpression(reader) }
  const given: Argument[] = []
  for (reader.skip(); !endsCommand(reader); reader.skip()) given.push(parseArgument(reader))
  return { kind: 'command', name, given }
}

const endsCommand = (reader: SourceReader): boolean =>
  reader.done || /[|;)}\r\n]/.test(reader.source[reader.position] ?? '')

function parseArgument(reader: SourceReader): Argument {
  const name = reader.take(/-[A-Za-z]\w*:?/y)
  if (name === undefined) return { value: commaList(reader, parseWord) }
  const named = { name: name.replace(/^-|:$/g, '') }
  reader.skip()
  const isSwitch =
    !name.endsWith(':') &&
    (endsCommand(reader) || /^-[A-Za-z]/.test(reader.source.slice(reader.position, reader.position + 2)))
  return isSwitch ? named : { ...named, value: commaList(reader, parseWord) }
}

/** Words need no quotes here. */
function parseWord(reader: SourceReader): Expression {
  if (
    /["'$@({[]/.test(reader.source[reader.position] ?? '') &&
    !/^@[\w]/.test(reader.source.slice(reader.position, reader.position + 2))
  )
    return parsePostfix(reader)
  const word = reader.take(/[^\s|;,(){}"']+/y) ?? reader.fail('A value is missing')
  return { kind: 'value', value: /^-?\d+(?:\.\d+)?$/.test(word) ? Number(word) : word }
}
