/** Runs what was parsed. Comparison knows no case, a list on the left filters, and a script block sees its input as `$_`. */
import { bind, type Command, ConsoleError } from './command.ts'
import { localZone, toInstant } from './date-time.ts'
import { callMember, readMember } from './members.ts'
import { castTo, readStatic } from './static-members.ts'
import type { Expression, Stage, Statement } from './syntax.ts'
import { toText } from './to-text.ts'
import { asList, fromOutput, isDateTime, isList, isTrue, type ScriptBlock, type Value } from './values.ts'

export interface Scope {
  readonly commands: ReadonlyMap<string, Command>
  /** By lower-case name. */
  readonly variables: Map<string, Value>
  /** Lab time, ms. */
  now(): number
}

export async function runStatements(body: readonly Statement[], scope: Scope): Promise<readonly Value[]> {
  const output: Value[] = []
  for (const { variable, pipeline } of body) {
    const written = await runPipeline(pipeline, scope)
    if (variable === undefined) output.push(...written)
    else scope.variables.set(variable, fromOutput(written))
  }
  return output
}

/** With `$_` as its input. */
export async function runBlock({ block }: ScriptBlock, input: Value, scope: Scope): Promise<Value> {
  const variables = new Map(scope.variables)
  variables.set('_', input)
  return fromOutput(await runStatements(block, { ...scope, variables }))
}

async function runPipeline(stages: readonly Stage[], scope: Scope): Promise<readonly Value[]> {
  let input: readonly Value[] = []
  for (const stage of stages)
    input =
      stage.kind === 'command'
        ? await runCommand(stage, input, scope)
        : asList(await evaluate(stage.expression, scope))
  return input
}

async function runCommand(
  stage: Extract<Stage, { kind: 'command' }>,
  input: readonly Value[],
  scope: Scope,
): Promise<readonly Value[]> {
  const command = scope.commands.get(stage.name.toLowerCase())
  if (command === undefined)
    throw new ConsoleError(
      `The term '${stage.name}' is no cmdlet of this console. Get-Command lists those it knows.`,
    )
  const typed: { name?: string; value?: Value }[] = []
  for (const { name, value } of stage.given)
    typed.push({
      ...(name === undefined ? {} : { name }),
      ...(value === undefined ? {} : { value: await evaluate(value, scope) }),
    })
  return command.run({ given: bind(command, typed), input, scope })
}

const constants: Readonly<Record<string, Value>> = { true: true, false: false, null: null }

export async function evaluate(expression: Expression, scope: Scope): Promise<Value> {
  switch (expression.kind) {
    case 'value':
      return expression.value
    case 'text':
      return (await all(expression.parts, scope)).map(toText).join('')
    case 'variable':
      return constants[expression.name] ?? scope.variables.get(expression.name) ?? null
    case 'member':
      return readMember(await evaluate(expression.of, scope), expression.name)
    case 'call':
      return callMember(
        await evaluate(expression.of, scope),
        expression.name,
        await all(expression.given, scope),
      )
    case 'index':
      return itemAt(await evaluate(expression.of, scope), await evaluate(expression.at, scope))
    case 'static':
      return readStatic(
        expression.type,
        expression.name,
        expression.given && (await all(expression.given, scope)),
        {
          now: scope.now(),
          localZone: localZone(),
        },
      )
    case 'cast':
      return castTo(expression.type, await evaluate(expression.of, scope))
    case 'not':
      return !isTrue(await evaluate(expression.of, scope))
    case 'operation':
      return operate(expression, scope)
    case 'list':
      return (await all(expression.items, scope)).flatMap((item) =>
        expression.items.length === 1 ? asList(item) : [item],
      )
    case 'hashtable':
      return Object.fromEntries(
        await Promise.all(
          expression.entries.map(async ([key, value]) => [key, await evaluate(value, scope)] as const),
        ),
      )
    case 'block':
      return { block: expression.body }
    case 'statements':
      return fromOutput(await runStatements(expression.body, scope))
  }
}

async function all(parts: readonly (string | Expression)[], scope: Scope): Promise<Value[]> {
  const values: Value[] = []
  for (const part of parts) values.push(typeof part === 'string' ? part : await evaluate(part, scope))
  return values
}

const itemAt = (of: Value, at: Value): Value => {
  if (isList(of) && typeof at === 'number') return of.at(at) ?? null
  return at === 0 ? of : readMember(of, toText(at))
}

const wildcard = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|\\]/g, '\\$&')
      .replaceAll('*', '[\\s\\S]*')
      .replaceAll('?', '[\\s\\S]')}$`,
    'i',
  )

const comparable = (value: Value): number | string => {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  return isDateTime(value) ? toInstant(value) : toText(value).toLowerCase()
}

/** Less than zero, zero, more than zero; the left side's type decides. */
export function compare(left: Value, right: Value): number {
  const [one, other] = [comparable(left), comparable(right)]
  if (typeof one === 'number' && Number.isFinite(Number(other))) return one - Number(other)
  return String(one) < String(other) ? -1 : String(one) > String(other) ? 1 : 0
}

type Comparison = (left: Value, right: Value) => boolean
const equal: Comparison = (left, right) =>
  left === null || right === null ? left === right : compare(left, right) === 0
const like: Comparison = (left, right) => wildcard(toText(right)).test(toText(left))
const matches: Comparison = (left, right) => new RegExp(toText(right), 'i').test(toText(left))

export const comparisons: Readonly<Record<string, Comparison>> = {
  eq: equal,
  ne: (left, right) => !equal(left, right),
  gt: (left, right) => compare(left, right) > 0,
  ge: (left, right) => compare(left, right) >= 0,
  lt: (left, right) => compare(left, right) < 0,
  le: (left, right) => compare(left, right) <= 0,
  like,
  notlike: (left, right) => !like(left, right),
  match: matches,
  notmatch: (left, right) => !matches(left, right),
}

const memberships: Readonly<Record<string, Comparison>> = {
  contains: (left, right) => asList(left).some((item) => equal(item, right)),
  notcontains: (left, right) => !asList(left).some((item) => equal(item, right)),
  in: (left, right) => asList(right).some((item) => equal(left, item)),
  notin: (left, right) => !asList(right).some((item) => equal(left, item)),
}

const numbers = (left: Value, right: Value): [number, number] => [Number(left), Number(right)]
const others: Readonly<Record<string, (left: Value, right: Value) => Value>> = {
  '+': (left, right) => {
    if (isList(left)) return [...left, ...asList(right)]
    return typeof left === 'number' ? left + Number(right) : toText(left) + toText(right)
  },
  '-': (left, right) => numbers(left, right).reduce((one, other) => one - other),
  '*': (left, right) => numbers(left, right).reduce((one, other) => one * other),
  '/': (left, right) => numbers(left, right).reduce((one, other) => one / other),
  '%': (left, right) => numbers(left, right).reduce((one, other) => one % other),
  xor: (left, right) => isTrue(left) !== isTrue(right),
  join: (left, right) => asList(left).map(toText).join(toText(right)),
  split: (left, right) => toText(left).split(new RegExp(toText(right), 'i')),
  replace: (left, right) => {
    const [pattern = '', by = ''] = asList(right).map(toText)
    return toText(left).replace(new RegExp(pattern, 'gi'), by)
  },
}

async function operate(
  { operator, left, right }: Extract<Expression, { kind: 'operation' }>,
  scope: Scope,
): Promise<Value> {
  const name = operator.length === 1 ? operator : operator.slice(1)
  const one = await evaluate(left, scope)
  if (name === 'and' && !isTrue(one)) return false
  if (name === 'or' && isTrue(one)) return true
  const other = await evaluate(right, scope)
  if (name === 'and' || name === 'or') return isTrue(other)
  const plain = name.replace(/^[ci](?=eq|ne|gt|ge|lt|le|like|match|contains)/, '')
  const comparison = comparisons[plain]
  if (comparison !== undefined)
    return isList(one) ? one.filter((item) => comparison(item, other)) : comparison(one, other)
  const operation = memberships[plain] ?? others[plain]
  if (operation === undefined)
    throw new ConsoleError(`The operator ${operator} is not known to this console.`)
  return operation(one, other)
}
