/** Times of the directory: FILETIME (100 ns since 1601) and generalized time at the edges, milliseconds inside. */
import type { Instant } from '#core/ports.ts'

const epochDifferenceMs = 11_644_473_600_000n
/** "Never": the largest large integer. */
export const never = '9223372036854775807'

/** FILETIME as decimal text. */
export const toFileTime = (at: Instant): string =>
  String((BigInt(Math.round(at)) + epochDifferenceMs) * 10_000n)
const shortFileTime = /^\d{5,19}$/

/** Without its last four digits it fits a number. */
export const fromFileTime = (text: string): Instant =>
  shortFileTime.test(text)
    ? Number(text.slice(0, -4)) - Number(epochDifferenceMs)
    : Number(BigInt(text) / 10_000n - epochDifferenceMs)

/** Negative 100 ns intervals, as maxPwdAge has them, in milliseconds; Infinity for "none". */
export function intervalMs(text: string | undefined): number {
  if (text === undefined || text === '0') return 0
  const ticks = BigInt(text)
  return ticks === -9223372036854775808n ? Number.POSITIVE_INFINITY : Number(-ticks / 10_000n)
}

const twoDigits = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'))
const two = (part: number): string => twoDigits[part] ?? String(part)
const dayMs = 86_400_000

/** `20260112090000.0Z`. Civil date from day count: no Date object, since the core has no clock to ask by mistake. */
export function toGeneralizedTime(at: Instant): string {
  const seconds = Math.floor(at / 1000)
  const { year, month, day } = civil(Math.floor(seconds / 86_400))
  const rest = ((seconds % 86_400) + 86_400) % 86_400
  // In few and short pieces: a text of many stays so for as long as it is kept.
  const date = (year > 999 ? String(year) : String(year).padStart(4, '0')) + two(month) + two(day)
  const time = two(Math.floor(rest / 3600)) + two(Math.floor(rest / 60) % 60) + two(rest % 60)
  return `${date}${time}.0Z`
}

const generalized = /^(\d{4})(\d\d)(\d\d)(\d\d)(?:(\d\d)(?:(\d\d))?)?(?:[.,].*?)?(Z|[+-]\d{4})$/
const utc = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})$/

/** Reads generalized time and UTC time; undefined when the text is neither. */
/** `2026-01-12T09:00:00Z`: replication metadata in XML. */
export const toXmlTime = (at: Instant): string =>
  toGeneralizedTime(at).replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d).*$/, '$1-$2-$3T$4:$5:$6Z')

export function fromGeneralizedTime(text: string): Instant | undefined {
  // Ten or twelve digits are UTC time: `370101000000Z` is a day in 2037.
  const short = utc.exec(text)
  const long = short === null ? generalized.exec(text) : null
  const found = long ?? short
  if (found === null) return undefined
  const [, y = '0', mo = '1', d = '1', h = '0', mi = '0', s = '0', zone = 'Z'] = found
  const year = long === null ? Number(y) + (Number(y) < 50 ? 2000 : 1900) : Number(y)
  const month = Number(mo)
  const day = Number(d)
  if (month < 1 || month > 12 || day < 1 || day > 31 || Number(h) > 23 || Number(mi) > 59 || Number(s) > 60)
    return undefined
  const offset =
    zone === 'Z' ? 0 : (zone[0] === '-' ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3)))
  return (
    daysOf(year, month, day) * dayMs +
    Number(h) * 3_600_000 +
    (Number(mi) - offset) * 60_000 +
    Number(s) * 1000
  )
}

/** Days since 1970-01-01 of a civil date, and back (proleptic Gregorian). */
function daysOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const ofEra = shifted - era * 400
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
}

function civil(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const ofEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  )
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153)
  const day = ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

/** Whether the logonHours bitmap (21 bytes, one bit an hour from Sunday 00:00 UTC) allows a logon at that time. */
export function withinLogonHours(bitmap: Uint8Array, at: Instant): boolean {
  const hour = Math.floor(at / 3_600_000)
  // 1970-01-01 was a Thursday: four days into a week that starts on Sunday.
  const ofWeek = (((hour + 4 * 24) % 168) + 168) % 168
  return ((bitmap[ofWeek >> 3] ?? 0) & (1 << (ofWeek & 7))) !== 0
}
