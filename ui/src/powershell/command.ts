/** A command of the console: what may be typed behind it, and what it does with what comes down the pipeline. */
import type { ParameterDescription } from '#core/contracts/cmdlet.ts'
import type { Scope } from './evaluate.ts'
import type { Value } from './values.ts'

export type { ParameterDescription }

export interface Call {
  /** By the parameters' full names. */
  readonly given: Readonly<Record<string, Value>>
  readonly input: readonly Value[]
  readonly scope: Scope
}

export interface Command {
  readonly name: string
  readonly aliases?: readonly string[]
  readonly synopsis: string
  readonly parameters: readonly ParameterDescription[]
  readonly run: (call: Call) => Promise<readonly Value[]> | readonly Value[]
}

/** What a command or the language refuses, as the console shows it. */
export class ConsoleError extends Error {}

/** A parameter as text, unless said otherwise. */
export const parameter = (
  name: string,
  help: string,
  more: Partial<Omit<ParameterDescription, 'name' | 'help'>> = {},
): ParameterDescription => ({ name, help, type: 'String', mandatory: false, ...more })

/** Puts what was typed under the parameters' full names. Throws ConsoleError. */
export function bind(
  { name: command, parameters }: Command,
  typed: readonly { readonly name?: string; readonly value?: Value }[],
): Record<string, Value> {
  const bound: Record<string, Value> = {}
  const unnamed: Value[] = []
  for (const { name, value } of typed) {
    if (name === undefined) {
      unnamed.push(value ?? null)
      continue
    }
    const meant = parameterNamed(command, parameters, name)
    if (value !== undefined && meant.type === 'SwitchParameter' && typeof value !== 'boolean')
      unnamed.push(value)
    if (value === undefined && meant.type !== 'SwitchParameter')
      throw new ConsoleError(`${command}: Missing an argument for parameter '${meant.name}'.`)
    bound[meant.name] =
      meant.type === 'SwitchParameter' && typeof value !== 'boolean' ? true : (value ?? null)
  }
  const places = parameters
    .filter(({ name, position }) => position !== undefined && !(name in bound))
    .sort((one, other) => (one.position ?? 0) - (other.position ?? 0))
  for (const [index, value] of unnamed.entries()) {
    const place = places[index]
    if (place === undefined)
      throw new ConsoleError(`${command}: There is no place for the argument '${String(value)}'.`)
    bound[place.name] = value
  }
  const missing = parameters.find(({ mandatory, name }) => mandatory && !(name in bound))
  if (missing !== undefined && missing.type !== 'PSCredential')
    throw new ConsoleError(`${command}: The parameter -${missing.name} is needed. ${missing.help}`)
  return bound
}

/** Whole, or as far as it is unique. */
function parameterNamed(
  command: string,
  parameters: readonly ParameterDescription[],
  typed: string,
): ParameterDescription {
  const wanted = typed.toLowerCase()
  const whole = parameters.find(({ name }) => name.toLowerCase() === wanted)
  const begun = parameters.filter(({ name }) => name.toLowerCase().startsWith(wanted))
  const [only, another] = whole === undefined ? begun : [whole]
  if (only === undefined) throw new ConsoleError(`${command}: There is no parameter '${typed}'.`)
  if (another !== undefined)
    throw new ConsoleError(
      `${command}: '${typed}' may be ${begun.map(({ name }) => `-${name}`).join(' or ')}.`,
    )
  return only
}
