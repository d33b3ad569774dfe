/** The cmdlets that shape what other cmdlets write: choose, filter, sort, count. */
import { type Call, type Command, parameter } from './command.ts'
import { compare, comparisons, runBlock } from './evaluate.ts'
import { readMember } from './members.ts'
import { entryOf } from './static-members.ts'
import { toText } from './to-text.ts'
import { asList, isBlock, isObject, isTrue, type ObjectValue, type Value } from './values.ts'

const properties = (help: string, more = {}) => parameter('Property', help, { position: 0, ...more })
const many = (name: string, help: string) => parameter(name, help, { type: 'Int32' })

/** A column: a name, possibly with wildcards, or `@{Name='…'; Expression={…}}`. */
async function columnsOf(
  item: Value,
  wanted: readonly Value[],
  call: Call,
): Promise<(readonly [string, Value])[]> {
  const columns: (readonly [string, Value])[] = []
  for (const column of wanted) {
    const expression = entryOf(column, 'expression', 'e')
    if (expression !== undefined) {
      const name = toText(entryOf(column, 'name', 'n', 'label', 'l')) || toText(expression)
      columns.push([
        name,
        isBlock(expression)
          ? await runBlock(expression, item, call.scope)
          : readMember(item, toText(expression)),
      ])
    } else columns.push(...namedColumns(item, toText(column)))
  }
  return columns
}

function namedColumns(item: Value, name: string): (readonly [string, Value])[] {
  const known = isObject(item) ? Object.keys(item) : []
  if (name.includes('*')) {
    return known
      .filter((key) => comparisons.like?.(key, name))
      .map((key) => [key, readMember(item, key)] as const)
  }
  return [[known.find((key) => key.toLowerCase() === name.toLowerCase()) ?? name, readMember(item, name)]]
}

async function select(call: Call): Promise<readonly Value[]> {
  const { Property, ExpandProperty, First, Last, Skip, Unique } = call.given
  let items = call.input
  if (typeof Skip === 'number') items = items.slice(Skip)
  if (typeof First === 'number') items = items.slice(0, First)
  if (typeof Last === 'number') items = items.slice(-Last)
  if (ExpandProperty !== undefined)
    return items.flatMap((item) => asList(readMember(item, toText(ExpandProperty))))
  const shaped: Value[] = []
  for (const item of items)
    shaped.push(
      Property === undefined ? item : Object.fromEntries(await columnsOf(item, asList(Property), call)),
    )
  return Unique === true
    ? shaped.filter((item, at) => shaped.findIndex((other) => toText(other) === toText(item)) === at)
    : shaped
}

async function where(call: Call): Promise<readonly Value[]> {
  const { FilterScript, Property, Value: right, ...operators } = call.given
  const kept: Value[] = []
  const [operator, operand] = Object.entries(operators)[0] ?? []
  for (const item of call.input) {
    if (isBlock(FilterScript)) {
      if (isTrue(await runBlock(FilterScript, item, call.scope))) kept.push(item)
      continue
    }
    const value = readMember(item, toText(FilterScript ?? Property))
    const comparison = operator === undefined ? undefined : comparisons[operator.toLowerCase()]
    if (
      comparison === undefined
        ? isTrue(value)
        : comparison(value, operand === true ? (right ?? null) : (operand ?? null))
    )
      kept.push(item)
  }
  return kept
}

async function forEach(call: Call): Promise<readonly Value[]> {
  const { Process } = call.given
  const written: Value[] = []
  for (const item of call.input)
    written.push(
      ...asList(
        isBlock(Process) ? await runBlock(Process, item, call.scope) : readMember(item, toText(Process)),
      ),
    )
  return written
}

async function sort(call: Call): Promise<readonly Value[]> {
  const { Property, Descending } = call.given
  const keyed: { item: Value; keys: readonly Value[] }[] = []
  for (const item of call.input)
    keyed.push({
      item,
      keys:
        Property === undefined
          ? [item]
          : (await columnsOf(item, asList(Property), call)).map(([, value]) => value),
    })
  keyed.sort((one, other) => {
    const differing =
      one.keys.map((key, at) => compare(key, other.keys[at] ?? null)).find((order) => order !== 0) ?? 0
    return Descending === true ? -differing : differing
  })
  return keyed.map(({ item }) => item)
}

function measure({ input, given }: Call): readonly Value[] {
  const { Property, Sum, Maximum, Minimum } = given
  const numbers =
    Property === undefined ? [] : input.map((item) => Number(readMember(item, toText(Property))))
  return [
    {
      Count: input.length,
      ...(Sum === true ? { Sum: numbers.reduce((one, other) => one + other, 0) } : {}),
      ...(Maximum === true ? { Maximum: Math.max(...numbers) } : {}),
      ...(Minimum === true ? { Minimum: Math.min(...numbers) } : {}),
    },
  ]
}

function group({ input, given }: Call): readonly Value[] {
  const groups = new Map<string, Value[]>()
  for (const item of input) {
    const key = toText(readMember(item, toText(given.Property)))
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return [...groups].map(([Name, items]): ObjectValue => ({ Count: items.length, Name, Group: items }))
}

/** A Format cmdlet marks its input; the console draws it that way. */
const layouts = new WeakMap<object, 'table' | 'list'>()
export const layoutOf = (item: Value): 'table' | 'list' | undefined =>
  typeof item === 'object' && item !== null ? layouts.get(item) : undefined

const format =
  (as: 'table' | 'list') =>
  async (call: Call): Promise<readonly Value[]> => {
    const shaped = await select(call)
    return shaped.map((item) => {
      if (typeof item !== 'object' || item === null) return item
      const copy = { ...item } as ObjectValue
      layouts.set(copy, as)
      return copy
    })
  }

const switches = (...names: readonly string[]) =>
  names.map((name) => parameter(name, '', { type: 'SwitchParameter' as const }))

export const objectCommands: readonly Command[] = [
  {
    name: 'Select-Object',
    aliases: ['select'],
    synopsis: 'Chooses properties, or the first few objects.',
    parameters: [
      properties('Names, wildcards, or @{Name=…; Expression={…}}.'),
      parameter('ExpandProperty', 'The values of one property themselves.'),
      many('First', 'So many from the beginning.'),
      many('Last', 'So many from the end.'),
      many('Skip', 'Without so many at the beginning.'),
      ...switches('Unique'),
    ],
    run: select,
  },
  {
    name: 'Where-Object',
    aliases: ['where', '?'],
    synopsis: 'Keeps the objects for which a condition holds.',
    parameters: [
      parameter('FilterScript', 'A script block over $_, or a property.', { position: 0 }),
      parameter('Property', 'The property to look at.'),
      parameter('Value', 'What to compare with.', { position: 1 }),
      ...['EQ', 'NE', 'GT', 'GE', 'LT', 'LE', 'Like', 'NotLike', 'Match', 'NotMatch'].map((name) =>
        parameter(name, ''),
      ),
    ],
    run: where,
  },
  {
    name: 'ForEach-Object',
    aliases: ['foreach', '%'],
    synopsis: 'Does something with each object.',
    parameters: [
      parameter('Process', 'A script block over $_, or a property.', { position: 0, mandatory: true }),
    ],
    run: forEach,
  },
  {
    name: 'Sort-Object',
    aliases: ['sort'],
    synopsis: 'Sorts by properties.',
    parameters: [properties('What to sort by.'), ...switches('Descending')],
    run: sort,
  },
  {
    name: 'Group-Object',
    aliases: ['group'],
    synopsis: 'Gathers objects with the same value.',
    parameters: [properties('The property whose value counts.', { mandatory: true })],
    run: group,
  },
  {
    name: 'Measure-Object',
    aliases: ['measure'],
    synopsis: 'Counts and sums.',
    parameters: [properties('The property to sum.'), ...switches('Sum', 'Maximum', 'Minimum')],
    run: measure,
  },
  {
    name: 'Format-Table',
    aliases: ['ft'],
    synopsis: 'Shows a table.',
    parameters: [properties('The columns.'), ...switches('AutoSize', 'Wrap')],
    run: format('table'),
  },
  {
    name: 'Format-List',
    aliases: ['fl'],
    synopsis: 'Shows a line for each property.',
    parameters: [properties('The properties.')],
    run: format('list'),
  },
  {
    name: 'Write-Output',
    aliases: ['echo', 'write', 'write-host'],
    synopsis: 'Writes what it is given.',
    parameters: [parameter('InputObject', 'What to write.', { position: 0 })],
    run: ({ given, input }) => (given.InputObject === undefined ? input : asList(given.InputObject)),
  },
]
