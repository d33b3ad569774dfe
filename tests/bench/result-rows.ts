/** What every benchmark says at its end: a row for each goal, `what | ours | beside | goal | PASS`, in plain text. */
import { type ParseArgsConfig, parseArgs } from 'node:util'

interface Goal {
  readonly says: string
  readonly met: boolean
}

export interface ResultRow {
  readonly what: string
  readonly ours: string
  /** What it was measured next to, and that one's figure. */
  readonly beside?: string
  /** Absent: told, not judged. */
  readonly goal?: Goal | undefined
  /** What a reader should know before trusting the row. */
  readonly note?: string
}

const cellsOf = ({ what, ours, beside = '', goal, note = '' }: ResultRow): readonly string[] => [
  what,
  ours,
  beside,
  goal?.says ?? '',
  goal === undefined ? '' : goal.met ? 'PASS' : 'FAIL',
  note,
]

/** Prints the rows in columns; the process ends with 1 when a goal is missed. */
export function printRows(rows: readonly ResultRow[]): void {
  if (rows.length === 0) return
  const lines = [['what', 'ours', 'beside', 'goal', '', ''], ...rows.map(cellsOf)]
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
        .join(' | ')
        .replace(/[ |]+$/, ''),
    )
  if (rows.some(({ goal }) => goal?.met === false)) process.exitCode = 1
}

export const atMost = (figure: number, goal: number, unit: string): Goal => ({
  says: `<= ${goal}${unit}`,
  met: figure <= goal,
})

export const atLeast = (figure: number, goal: number, unit: string): Goal => ({
  says: `>= ${goal}${unit}`,
  met: figure >= goal,
})

type Options = Readonly<Record<string, { readonly default: string } | Record<string, never>>>
type Values<Wanted extends Options> = {
  readonly [Name in keyof Wanted]: Wanted[Name] extends { readonly default: string }
    ? string
    : string | undefined
}

/** The options of a benchmark, each a text. `--help` prints the usage and ends; so does an option that is none, with 2. */
export function readOptions<const Wanted extends Options>(usage: string, wanted: Wanted): Values<Wanted> {
  const options: NonNullable<ParseArgsConfig['options']> = { help: { type: 'boolean', short: 'h' } }
  for (const [name, given] of Object.entries(wanted)) options[name] = { type: 'string', ...given }
  try {
    const { values } = parseArgs({ options })
    if (values.help !== true) return values as Values<Wanted>
    console.log(usage)
    process.exit(0)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`)
    process.exit(2)
  }
}

export const quantile = (numbers: readonly number[], share: number): number => {
  const sorted = [...numbers].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
