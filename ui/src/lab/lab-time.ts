/** Lab time as people read it. All clocks of the lab are shown in UTC, so that every machine agrees. */
const zone = { timeZone: 'UTC' } as const
const dateAndTime = new Intl.DateTimeFormat('en-GB', {
  ...zone,
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})
const exact = new Intl.DateTimeFormat('en-GB', {
  ...zone,
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})
const weekday = new Intl.DateTimeFormat('en-GB', {
  ...zone,
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
})
const clock = new Intl.DateTimeFormat('en-GB', {
  ...zone,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})
const longDay = new Intl.DateTimeFormat('en-GB', { ...zone, weekday: 'long', day: 'numeric', month: 'long' })
const hourMinute = new Intl.DateTimeFormat('en-GB', { ...zone, hour: '2-digit', minute: '2-digit' })

type Time = number | string | null | undefined

const render = (format: Intl.DateTimeFormat) => (time: Time) =>
  time === null || time === undefined || Number.isNaN(new Date(time).getTime())
    ? '–'
    : format.format(new Date(time))

/** 2 Nov 2026, 08:00 */
export const showDateTime = render(dateAndTime)
/** 2 Nov 2026, 08:00:00 */
export const showExactTime = render(exact)
/** Mon 09:14 */
export const showWeekdayTime = render(weekday)
/** 09:14:05 */
export const showClockTime = render(clock)
/** Monday 2 November */
export const showLongDay = render(longDay)
/** 09:14 */
export const showHourMinute = render(hourMinute)

/** "3 min ago", counted in lab time. */
export function showAge(time: Time, now: number | undefined): string {
  if (time === null || time === undefined || now === undefined) return '–'
  const minutes = Math.round((now - new Date(time).getTime()) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  if (minutes < 48 * 60) return `${Math.round(minutes / 60)} h ago`
  return `${Math.round(minutes / 1440)} days ago`
}
