/** What Tab offers: cmdlets at the beginning of a command, parameters behind a dash, values where a parameter has a list of them. */
import type { Command } from './command.ts'

export interface Completion {
  /** Where the replaced text begins. */
  readonly from: number
  readonly offers: readonly string[]
}

const beginning = (names: readonly string[], typed: string): string[] =>
  names
    .filter((name) => name.toLowerCase().startsWith(typed.toLowerCase()))
    .sort((one, other) => one.localeCompare(other))

export function complete(text: string, commands: ReadonlyMap<string, Command>): Completion {
  const start = Math.max(...['|', ';', '{', '('].map((mark) => text.lastIndexOf(mark))) + 1
  const stage = text.slice(start)
  const word = /[^\s]*$/.exec(stage)?.[0] ?? ''
  const from = text.length - word.length
  const [name = '', ...others] = stage.trim().split(/\s+/)
  if (others.length === 0 && !/\s$/.test(stage))
    return {
      from,
      offers: beginning([...new Set([...commands.values()].map((command) => command.name))], word),
    }
  const command = commands.get(name.toLowerCase())
  if (command === undefined) return { from, offers: [] }
  if (word.startsWith('-'))
    return {
      from,
      offers: beginning(
        command.parameters.map((one) => `-${one.name}`),
        word,
      ),
    }
  const before =
    stage
      .slice(0, stage.length - word.length)
      .trim()
      .split(/\s+/)
      .at(-1) ?? ''
  const values = command.parameters.find(
    (one) => `-${one.name}`.toLowerCase() === before.toLowerCase(),
  )?.values
  return { from, offers: beginning(values ?? [], word) }
}
