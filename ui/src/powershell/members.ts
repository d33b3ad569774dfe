/** Properties and methods of values; a list answers for each of its items. */
import { ConsoleError } from './command.ts'
import { type DateTime, showDateTime, toInstant, toLocal } from './date-time.ts'
import { toText } from './to-text.ts'
import { isDateTime, isList, isObject, isTimeZone, memberOf, type Value } from './values.ts'

const day = 86_400_000

const timeMembers: Readonly<Record<string, (time: DateTime) => Value>> = {
  year: ({ wallClock }) => new Date(wallClock).getUTCFullYear(),
  month: ({ wallClock }) => new Date(wallClock).getUTCMonth() + 1,
  day: ({ wallClock }) => new Date(wallClock).getUTCDate(),
  hour: ({ wallClock }) => new Date(wallClock).getUTCHours(),
  minute: ({ wallClock }) => new Date(wallClock).getUTCMinutes(),
  second: ({ wallClock }) => new Date(wallClock).getUTCSeconds(),
  dayofweek: (time) => showDateTime(time, 'dddd'),
  kind: ({ of }) => of,
  date: ({ wallClock, of }) => ({ wallClock: Math.floor(wallClock / day) * day, of }),
}

export function readMember(value: Value, name: string): Value {
  if (isList(value))
    return /^(?:count|length)$/i.test(name)
      ? value.length
      : value.map((item) => readMember(item, name)).filter((item) => item !== null)
  if (isDateTime(value)) return timeMembers[name.toLowerCase()]?.(value) ?? null
  if (isTimeZone(value)) return /^id$/i.test(name) ? value.id : null
  if (typeof value === 'string' && /^length$/i.test(name)) return value.length
  if (/^count$/i.test(name) && !(isObject(value) && memberOf(value, name) !== undefined))
    return value === null ? 0 : 1
  return isObject(value) ? (memberOf(value, name) ?? null) : null
}

const later = ({ wallClock, of }: DateTime, ms: number): DateTime => ({ wallClock: wallClock + ms, of })

type Method<Of> = (of: Of, given: readonly Value[]) => Value
const timeMethods: Readonly<Record<string, Method<DateTime>>> = {
  tostring: (time, [format]) => showDateTime(time, format === undefined ? undefined : toText(format)),
  tolocaltime: toLocal,
  touniversaltime: (time) => ({ wallClock: toInstant(time), of: 'Utc' }),
  adddays: (time, [days]) => later(time, Number(days) * day),
  addhours: (time, [hours]) => later(time, Number(hours) * 3_600_000),
  addminutes: (time, [minutes]) => later(time, Number(minutes) * 60_000),
  tolongdatestring: (time) => showDateTime(time, 'D'),
  toshortdatestring: (time) => showDateTime(time, 'd'),
  tolongtimestring: (time) => showDateTime(time, 'T'),
}
const textMethods: Readonly<Record<string, Method<string>>> = {
  tolower: (text) => text.toLowerCase(),
  toupper: (text) => text.toUpperCase(),
  trim: (text) => text.trim(),
  split: (text, [by]) => text.split(toText(by)),
  replace: (text, [what, by]) => text.replaceAll(toText(what), toText(by)),
  startswith: (text, [what]) => text.startsWith(toText(what)),
  endswith: (text, [what]) => text.endsWith(toText(what)),
  contains: (text, [what]) => text.includes(toText(what)),
  substring: (text, [from, length]) =>
    text.slice(Number(from), length === undefined ? undefined : Number(from) + Number(length)),
}

export function callMember(value: Value, name: string, given: readonly Value[]): Value {
  if (isList(value)) return value.map((item) => callMember(item, name, given))
  const key = name.toLowerCase()
  if (value === null)
    throw new ConsoleError(`You cannot call ${name}() on nothing: the value before it is empty.`)
  const method = isDateTime(value)
    ? timeMethods[key]?.(value, given)
    : textMethods[key]?.(toText(value), given)
  if (method !== undefined) return method
  if (key === 'tostring') return toText(value)
  throw new ConsoleError(`There is no method ${name}() here.`)
}
