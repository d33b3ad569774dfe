/** A pipeline's output as text: a table up to four properties, else a list, as PowerShell does without a Format cmdlet. */
import { layoutOf } from './object-commands.ts'
import { toText } from './to-text.ts'
import { isObject, type ObjectValue, type Value } from './values.ts'

const columnsOfTable = 4
const widestColumn = 60

export function showOutput(output: readonly Value[]): string {
  const blocks: string[] = []
  for (let at = 0; at < output.length; ) {
    const first = output[at]
    if (!isObject(first)) {
      blocks.push(toText(first))
      at += 1
      continue
    }
    const alike = runOf(output, at)
    blocks.push(showObjects(alike))
    at += alike.length
  }
  return blocks.join('\n')
}

const shapeOf = (value: ObjectValue): string => Object.keys(value).join()

/** Objects of one shape that follow each other are drawn together. */
function runOf(output: readonly Value[], from: number): ObjectValue[] {
  const run: ObjectValue[] = []
  for (let at = from; at < output.length; at++) {
    const item = output[at]
    if (!isObject(item) || (run[0] !== undefined && shapeOf(item) !== shapeOf(run[0]))) break
    run.push(item)
  }
  return run
}

function showObjects(objects: readonly ObjectValue[]): string {
  const [first] = objects
  if (first === undefined) return ''
  const names = Object.keys(first)
  const asTable =
    layoutOf(first) === 'table' || (layoutOf(first) === undefined && names.length <= columnsOfTable)
  return `\n${asTable ? table(names, objects) : objects.map((item) => list(names, item)).join('\n\n')}\n`
}

function list(names: readonly string[], item: ObjectValue): string {
  const width = Math.max(...names.map(({ length }) => length))
  return names
    .map(
      (name) => `${name.padEnd(width)} : ${cell(item[name]).replaceAll('\n', `\n${' '.repeat(width + 3)}`)}`,
    )
    .join('\n')
}

const cell = (value: Value | undefined): string =>
  Array.isArray(value) ? `{${value.map(toText).join(', ')}}` : toText(value)
const shorten = (text: string): string => {
  const line = text.replaceAll(/\s*\n\s*/g, ' ')
  return line.length > widestColumn ? `${line.slice(0, widestColumn - 1)}…` : line
}

function table(names: readonly string[], objects: readonly ObjectValue[]): string {
  const rows = objects.map((item) => names.map((name) => shorten(cell(item[name]))))
  const widths = names.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells
      .map((text, at) => text.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()
  return [line(names), line(names.map(({ length }) => '-'.repeat(length))), ...rows.map(line)].join('\n')
}
