/** .NET's DateTime: a reading of a clock on the wall, and whose clock that is. Zones come from the browser's own tables. */
import type { TimeZone } from './values.ts'

export interface DateTime {
  /** What the clock shows, as if it were UTC, ms. */
  readonly wallClock: number
  readonly of: 'Utc' | 'Local' | 'Unspecified'
}

export const utcTime = (iso: string | number): DateTime => ({ wallClock: new Date(iso).getTime(), of: 'Utc' })

/** How far a zone is ahead of UTC at that instant, ms. */
function offsetOf(zone: string, instant: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0)
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return shown - Math.floor(instant / 1000) * 1000
}

export const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** In the hour that a zone skips or repeats, the offset before the change counts. */
export function toInstant({ wallClock, of }: DateTime): number {
  return of === 'Utc' ? wallClock : wallClock - offsetOf(localZone(), wallClock)
}

export function inZone(time: DateTime, { timeZone, id }: TimeZone): DateTime {
  const instant = time.of === 'Local' ? toInstant(time) : time.wallClock
  return { wallClock: instant + offsetOf(timeZone, instant), of: id === 'UTC' ? 'Utc' : 'Unspecified' }
}

export function toLocal(time: DateTime): DateTime {
  const instant = time.of === 'Local' ? toInstant(time) : time.wallClock
  return { wallClock: instant + offsetOf(localZone(), instant), of: 'Local' }
}

const two = (number: number): string => String(number).padStart(2, '0')
const named = (time: number, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', ...options }).format(time)
const twelve = (hour: number): number => hour % 12 || 12

const patterns: Readonly<Record<string, (date: Date) => string>> = {
  yyyy: (date) => String(date.getUTCFullYear()),
  yy: (date) => two(date.getUTCFullYear() % 100),
  MMMM: (date) => named(date.getTime(), { month: 'long' }),
  MMM: (date) => named(date.getTime(), { month: 'short' }),
  MM: (date) => two(date.getUTCMonth() + 1),
  M: (date) => String(date.getUTCMonth() + 1),
  dddd: (date) => named(date.getTime(), { weekday: 'long' }),
  ddd: (date) => named(date.getTime(), { weekday: 'short' }),
  dd: (date) => two(date.getUTCDate()),
  d: (date) => String(date.getUTCDate()),
  HH: (date) => two(date.getUTCHours()),
  H: (date) => String(date.getUTCHours()),
  hh: (date) => two(twelve(date.getUTCHours())),
  h: (date) => String(twelve(date.getUTCHours())),
  mm: (date) => two(date.getUTCMinutes()),
  ss: (date) => two(date.getUTCSeconds()),
  fff: (date) => String(date.getUTCMilliseconds()).padStart(3, '0'),
  tt: (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
}

/** .NET's standard formats of the culture en-US. */
const standards: Readonly<Record<string, string>> = {
  G: 'M/d/yyyy h:mm:ss tt',
  g: 'M/d/yyyy h:mm tt',
  F: 'dddd, MMMM d, yyyy h:mm:ss tt',
  f: 'dddd, MMMM d, yyyy h:mm tt',
  D: 'dddd, MMMM d, yyyy',
  d: 'M/d/yyyy',
  T: 'h:mm:ss tt',
  t: 'h:mm tt',
  s: "yyyy-MM-dd'T'HH:mm:ss",
  u: "yyyy-MM-dd HH:mm:ss'Z'",
  o: "yyyy-MM-dd'T'HH:mm:ss.fff",
}

export function showDateTime({ wallClock }: DateTime, format = 'G'): string {
  const date = new Date(wallClock)
  const pattern = standards[format] ?? format
  return pattern.replace(
    /'([^']*)'|yyyy|yy|MMMM|MMM|MM|M|dddd|ddd|dd|d|HH|H|hh|h|mm|ss|fff|tt/g,
    (found, quoted?: string) => (quoted === undefined ? (patterns[found]?.(date) ?? found) : quoted),
  )
}
