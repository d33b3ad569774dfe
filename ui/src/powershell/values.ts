/** What flows through a pipeline. Objects are records; names of members know no case. */
import type { DateTime } from './date-time.ts'
import type { Statement } from './syntax.ts'

export interface ScriptBlock {
  readonly block: readonly Statement[]
}
export interface ObjectValue {
  readonly [member: string]: Value
}
export type Value =
  | null
  | boolean
  | number
  | string
  | DateTime
  | TimeZone
  | ScriptBlock
  | readonly Value[]
  | ObjectValue

/** A Windows time zone by its IANA name. */
export interface TimeZone {
  readonly timeZone: string
  readonly id: string
}

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value)
export const isBlock = (value: Value | undefined): value is ScriptBlock =>
  typeof value === 'object' && value !== null && 'block' in value
export const isTimeZone = (value: Value | undefined): value is TimeZone =>
  typeof value === 'object' && value !== null && 'timeZone' in value
export const isDateTime = (value: Value | undefined): value is DateTime =>
  typeof value === 'object' && value !== null && 'wallClock' in value
export const isObject = (value: Value | undefined): value is ObjectValue =>
  typeof value === 'object' &&
  value !== null &&
  !isList(value) &&
  !isBlock(value) &&
  !isTimeZone(value) &&
  !isDateTime(value)

export const asList = (value: Value | undefined): readonly Value[] => {
  if (value === undefined || value === null) return []
  return isList(value) ? value : [value]
}

/** One is itself, several a list, none nothing: as a variable sees a pipeline's output. */
export const fromOutput = (output: readonly Value[]): Value =>
  output.length === 1 ? (output[0] ?? null) : output.length === 0 ? null : output

export function memberOf(value: ObjectValue, name: string): Value | undefined {
  const key = Object.keys(value).find((known) => known.toLowerCase() === name.toLowerCase())
  return key === undefined ? undefined : value[key]
}

export const isTrue = (value: Value | undefined): boolean => {
  if (isList(value)) return value.length > 1 || isTrue(value[0])
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== ''
}

const instantText = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/

/** What a service answered, as a console sees it: instants become times, the rest stays what it is. */
export function fromJson(value: unknown, time: (iso: string) => DateTime): Value {
  if (Array.isArray(value)) return value.map((item) => fromJson(item, time))
  if (typeof value === 'string') return instantText.test(value) ? time(value) : value
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromJson(item, time)]))
  return typeof value === 'number' || typeof value === 'boolean' ? value : null
}
