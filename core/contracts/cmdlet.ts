/**
 * What a cmdlet of the Connect server is: its parameters and its output as schemas. The same description parses what a
 * console or the command line typed, and tells them what may be typed. PowerShell's own rules of binding: names in any case,
 * a unique beginning of a name is enough, a value without a name goes to the next position (about_Parameters).
 */
import { z } from 'zod'
import { fail, ok, type Result } from '#core/result.ts'

export interface ParameterDescription {
  readonly name: string
  readonly type: 'String' | 'Boolean' | 'SwitchParameter' | 'Int32' | 'TimeSpan' | 'PSCredential'
  readonly mandatory: boolean
  /** Where it stands when it is given without its name. */
  readonly position?: number
  /** What it may be, where that is a list. */
  readonly values?: readonly string[]
  readonly help: string
}

interface Declared<Schema extends z.ZodType> {
  readonly schema: Schema
  readonly type: ParameterDescription['type']
  readonly help: string
  readonly position?: number
  readonly values?: readonly string[]
}

type Parameters = Readonly<Record<string, Declared<z.ZodType>>>

export interface CmdletDefinition<
  Given extends Parameters = Parameters,
  Output extends z.ZodType = z.ZodType,
> {
  readonly synopsis: string
  readonly parameters: Given
  /** Each object that it writes. */
  readonly output: Output
  /** `view`: reads; `change`: changes this server or what it talks to. */
  readonly kind: 'view' | 'change'
}

/** What a handler is given. */
export type Bound<Given extends Parameters> = {
  readonly [Name in keyof Given]: z.output<Given[Name]['schema']>
}

export const defineCmdlet = <Given extends Parameters, Output extends z.ZodType>(
  definition: CmdletDefinition<Given, Output>,
): CmdletDefinition<Given, Output> => definition

/** `$true`, `true`, `1`: what a console passes on as text. */
const truth = z.preprocess((value) => {
  const text = typeof value === 'string' ? value.replace(/^\$/, '').toLowerCase() : value
  if (text === 'true' || text === '1' || text === 1) return true
  return text === 'false' || text === '0' || text === 0 ? false : value
}, z.boolean())

const anyCase = (values: readonly string[]) => (value: unknown) =>
  typeof value === 'string'
    ? (values.find((known) => known.toLowerCase() === value.toLowerCase()) ?? value)
    : value

/** `03:00:00` or `7.00:00:00`; an empty text takes the value away. */
export const timeSpanText = z
  .string()
  .regex(/^(?:(?:\d{1,3}\.)?\d{1,2}:\d{2}:\d{2})?$/, 'is a time span such as 03:00:00')

const credential = z.strictObject({ username: z.string().min(1), password: z.string().min(1) })

export const text = (help: string, position?: number) => declared(z.string().min(1), 'String', help, position)
export const oneOf = <const Value extends string>(
  values: readonly Value[],
  help: string,
  position?: number,
) => ({
  ...declared(z.preprocess(anyCase(values), z.enum(values)), 'String', help, position),
  values,
})
export const truthValue = (help: string) => declared(truth, 'Boolean', help)
/** Given or not given: never mandatory. */
export const present = (help: string) => declared(truth.default(false), 'SwitchParameter', help)
export const wholeNumber = (help: string, position?: number) =>
  declared(z.coerce.number().int().min(0).max(2_147_483_647), 'Int32', help, position)
/** A time span that may be negative: `-00:10:00`. */
export const adjustment = (help: string) =>
  declared(
    z.string().regex(/^-?(?:\d{1,3}\.)?\d{1,2}:\d{2}:\d{2}$/, 'is a time span such as -00:10:00'),
    'TimeSpan',
    help,
  )
export const timeSpan = (help: string) => declared(timeSpanText, 'TimeSpan', help)
/** Somebody's name and password, as `Get-Credential` asks for them. */
export const credentials = (help: string) => declared(credential, 'PSCredential', help)

/** A parameter that need not be given. */
export const may = <Given extends Declared<z.ZodType>>(
  parameter: Given,
): Omit<Given, 'schema'> & { readonly schema: z.ZodOptional<Given['schema']> } => ({
  ...parameter,
  schema: parameter.schema.optional(),
})

function declared<Schema extends z.ZodType>(
  schema: Schema,
  type: ParameterDescription['type'],
  help: string,
  position?: number,
): Declared<Schema> {
  return { schema, type, help, ...(position === undefined ? {} : { position }) }
}

/** What may be typed behind the cmdlet's name. */
export const describeParameters = ({ parameters }: CmdletDefinition): readonly ParameterDescription[] =>
  Object.entries(parameters).map(([name, { schema, ...described }]) => ({
    name,
    ...described,
    mandatory: !schema.safeParse(undefined).success,
  }))

/** The parameter that a typed name means: whole, as far as it is unique, or the position of a value without a name. */
function parameterNamed(parameters: Parameters, typed: string): Result<string, string> {
  const names = Object.keys(parameters)
  const wanted = typed.toLowerCase()
  if (/^\d+$/.test(typed)) {
    const there = names.find((name) => parameters[name]?.position === Number(typed))
    return there === undefined ? fail('there is no place for another value without a name') : ok(there)
  }
  const whole = names.find((name) => name.toLowerCase() === wanted)
  if (whole !== undefined) return ok(whole)
  const begun = names.filter((name) => name.toLowerCase().startsWith(wanted))
  const [only, ...others] = begun
  if (only === undefined) return fail(`there is no parameter ${typed}`)
  return others.length === 0 ? ok(only) : fail(`${typed} may be ${begun.join(' or ')}`)
}

/** Parses what was given for a cmdlet; a failure is one sentence. */
export function bindParameters<Given extends Parameters>(
  { parameters }: Pick<CmdletDefinition<Given>, 'parameters'>,
  given: Readonly<Record<string, unknown>>,
): Result<Bound<Given>, string> {
  const named: Record<string, unknown> = {}
  for (const [typed, value] of Object.entries(given)) {
    const name = parameterNamed(parameters, typed)
    if (!name.ok) return name
    if (Object.hasOwn(named, name.value)) return fail(`${name.value} is given twice`)
    named[name.value] = value
  }
  const shape = Object.fromEntries(Object.entries(parameters).map(([name, { schema }]) => [name, schema]))
  const parsed = z.object(shape).safeParse(named)
  if (!parsed.success) return fail(problemOf(parsed.error, named))
  return ok(parsed.data as Bound<Given>)
}

function problemOf(error: z.ZodError, named: Readonly<Record<string, unknown>>): string {
  const [issue] = error.issues
  const name = String(issue?.path[0] ?? '')
  return Object.hasOwn(named, name) ? `${name}: ${issue?.message}` : `${name} is mandatory`
}
