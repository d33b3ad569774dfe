/** Lab time as people read it. All clocks of the lab are shown in UTC, so that every machine agrees. */
import { type Language, language, t } from './language.ts'

const zone = { timeZone: 'UTC' } as const
const day = { day: 'numeric', month: 'short' } as const
const date = { ...day, year: 'numeric' } as const
const minute = { hour: '2-digit', minute: '2-digit' } as const
const second = { ...minute, second: '2-digit' } as const

/** English dates are written as in Britain, whose clocks have 24 hours, too. */
const locales: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' }

type Time = number | string | null | undefined

function render(options: Intl.DateTimeFormatOptions) {
  const formats = new Map<Language, Intl.DateTimeFormat>()
  return (time: Time): string => {
    if (time === null || time === undefined || Number.isNaN(new Date(time).getTime())) return '–'
    const tongue = language.value
    const format = formats.get(tongue) ?? new Intl.DateTimeFormat(locales[tongue], { ...zone, ...options })
    formats.set(tongue, format)
    return format.format(new Date(time))
  }
}

/** 2 Nov 2026, 08:00 */
export const showDateTime = render({ ...date, ...minute })
/** 2 Nov 2026, 08:00:00 */
export const showExactTime = render({ ...date, ...second })
/** Mon 09:14 */
export const showWeekdayTime = render({ weekday: 'short', ...minute })
/** 09:14:05 */
export const showClockTime = render(second)
/** Monday 2 November */
export const showLongDay = render({ weekday: 'long', day: 'numeric', month: 'long' })
/** 2 Nov */
export const showDay = render(day)
/** 09:14 */
export const showHourMinute = render(minute)

/** "3 min ago", counted in lab time. */
export function showAge(time: Time, now: number | undefined): string {
  if (time === null || time === undefined || now === undefined) return '–'
  const minutes = Math.round((now - new Date(time).getTime()) / 60_000)
  if (minutes < 1) return t('just now')
  if (minutes < 60) return t('{count} min ago', { count: minutes })
  if (minutes < 48 * 60) return t('{count} h ago', { count: Math.round(minutes / 60) })
  return t('{count} days ago', { count: Math.round(minutes / 1440) })
}
