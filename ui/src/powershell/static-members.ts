/** `[datetime]`, `[TimeZoneInfo]` and a few types to cast to: what scripts about sign-in and password times use. */
import { findIana } from 'windows-iana'
import { ConsoleError } from './command.ts'
import { type DateTime, inZone, toLocal, utcTime } from './date-time.ts'
import { toText } from './to-text.ts'
import {
  isDateTime,
  isObject,
  isTimeZone,
  isTrue,
  memberOf,
  type ObjectValue,
  type TimeZone,
  type Value,
} from './values.ts'

interface Surroundings {
  readonly now: number
  readonly localZone: string
}

function zoneNamed(id: string): TimeZone {
  if (/^utc$/i.test(id)) return { id: 'UTC', timeZone: 'UTC' }
  const [windows] = findIana(id)
  const timeZone = windows ?? (isIana(id) ? id : undefined)
  if (timeZone === undefined) throw new ConsoleError(`The time zone '${id}' is not known to this computer.`)
  return { id, timeZone }
}

function isIana(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const asZone = (value: Value | undefined): TimeZone => (isTimeZone(value) ? value : zoneNamed(toText(value)))

function asTime(value: Value | undefined): DateTime {
  if (isDateTime(value)) return value
  const text = toText(value)
  const instant = Date.parse(/Z$|[+-]\d\d:\d\d$/.test(text) ? text : `${text} UTC`)
  if (Number.isNaN(instant)) throw new ConsoleError(`'${text}' is no time that can be read.`)
  const time = utcTime(instant)
  return /Z$|[+-]\d\d:\d\d$/.test(text) ? toLocal(time) : { ...time, of: 'Unspecified' }
}

type Static = (given: readonly Value[], around: Surroundings) => Value
const zones: Readonly<Record<string, Static>> = {
  findsystemtimezonebyid: ([id]) => zoneNamed(toText(id)),
  converttimefromutc: ([time, zone]) => inZone(asTime(time), asZone(zone)),
  converttimebysystemtimezoneid: ([time, ...zone]) => inZone(asTime(time), asZone(zone.at(-1))),
  converttime: ([time, ...zone]) => inZone(asTime(time), asZone(zone.at(-1))),
  local: (_given, { localZone }) => ({ id: localZone, timeZone: localZone }),
  utc: () => zoneNamed('UTC'),
}
const statics: Readonly<Record<string, Readonly<Record<string, Static>>>> = {
  timezoneinfo: zones,
  datetime: {
    now: (_given, { now }) => toLocal(utcTime(now)),
    utcnow: (_given, { now }) => utcTime(now),
    parse: ([text]) => asTime(text),
  },
  math: { round: ([number]) => Math.round(Number(number)), floor: ([number]) => Math.floor(Number(number)) },
  string: { isnullorempty: ([text]) => toText(text) === '' },
}

export function readStatic(
  type: string,
  name: string,
  given: readonly Value[] | undefined,
  around: Surroundings,
): Value {
  const member = statics[type]?.[name.toLowerCase()]
  if (member === undefined) throw new ConsoleError(`[${type}]::${name} is not known to this console.`)
  return member(given ?? [], around)
}

const casts: Readonly<Record<string, (value: Value) => Value>> = {
  datetime: asTime,
  string: toText,
  int: (value) => Math.round(Number(value)),
  int32: (value) => Math.round(Number(value)),
  bool: isTrue,
  pscustomobject: (value) => value,
  ordered: (value) => value,
}

export function castTo(type: string, value: Value): Value {
  const cast = casts[type]
  if (cast === undefined) throw new ConsoleError(`The type [${type}] is not known to this console.`)
  return cast(value)
}

/** `TimeZoneId` and the like out of a hashtable, by any of its names. */
export const entryOf = (table: Value, ...names: readonly string[]): Value | undefined =>
  isObject(table)
    ? names.map((name) => memberOf(table as ObjectValue, name)).find((value) => value !== undefined)
    : undefined
