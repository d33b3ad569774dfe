/** What the events of Usage & insights amount to. */

import type { Day } from '../../display/DayChart.vue'
import type { AuthenticationRow } from '../../graph/logs.ts'
import type { UsageRow } from '../../graph/reports.ts'
import { showDay } from '../../lab/lab-time.ts'
import { t } from '../../lab/language.ts'
import { methodName } from './method-names.ts'

interface Bar {
  readonly label: string
  readonly value: number
}

const DAY_MS = 86_400_000

/** Most frequent first. */
function countBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Bar[] {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1)
  return [...counts]
    .map(([label, value]) => ({ label, value }))
    .toSorted((one, other) => other.value - one.value)
}

export const since = (rows: readonly UsageRow[], days: number, now: number): UsageRow[] =>
  rows.filter(({ eventDateTime }) => Date.parse(eventDateTime) > now - days * DAY_MS)

export const signInsSince = (
  rows: readonly AuthenticationRow[],
  days: number,
  now: number,
): AuthenticationRow[] =>
  rows.filter(
    ({ createdDateTime, status }) =>
      status.errorCode === 0 && Date.parse(createdDateTime) > now - days * DAY_MS,
  )

const requirementNames: Readonly<Record<string, { readonly name: string }>> = {
  singleFactorAuthentication: { name: 'Single-factor authentication' },
  multiFactorAuthentication: { name: 'Multifactor authentication' },
}
export const byRequirement = (rows: readonly AuthenticationRow[]): Bar[] =>
  countBy(rows, ({ authenticationRequirement: wanted }) => {
    const known = requirementNames[wanted]
    return known ? t(known.name) : wanted
  })

/** A sign-in counts once for each method that it passed; a refreshed token passed none. */
export const bySignInMethod = (rows: readonly AuthenticationRow[]): Bar[] =>
  countBy(
    rows.flatMap(({ authenticationDetails }) => authenticationDetails.filter(({ succeeded }) => succeeded)),
    ({ authenticationMethod }) => methodName(authenticationMethod),
  )

export const resetsIn = (rows: readonly UsageRow[]): UsageRow[] =>
  rows.filter(({ feature }) => feature === 'reset')

export const registrationsIn = (rows: readonly UsageRow[]): UsageRow[] =>
  rows.filter(({ feature }) => feature === 'registration')

export const byMethod = (rows: readonly UsageRow[]): Bar[] =>
  countBy(
    rows.filter(({ isSuccess }) => isSuccess),
    ({ authMethod }) => (authMethod ? methodName(authMethod) : t('None')),
  )

export const byReason = (rows: readonly UsageRow[]): Bar[] =>
  countBy(
    rows.filter(({ isSuccess }) => !isSuccess),
    ({ failureReason }) => failureReason || t('No reason given'),
  )

/** Every day of the period, also those on which nothing happened. */
export function byDay(rows: readonly UsageRow[], days: number, now: number): Day[] {
  const today = Math.floor(now / DAY_MS)
  const found = new Map<number, { done: number; refused: number }>()
  for (const { eventDateTime, isSuccess } of rows) {
    const at = Math.floor(Date.parse(eventDateTime) / DAY_MS)
    const counts = found.get(at) ?? { done: 0, refused: 0 }
    counts[isSuccess ? 'done' : 'refused'] += 1
    found.set(at, counts)
  }
  return Array.from({ length: days }, (_, index) => {
    const at = today - days + 1 + index
    return { label: showDay(at * DAY_MS), ...(found.get(at) ?? { done: 0, refused: 0 }) }
  })
}

/** What a chart shows, as rows to be saved. */
interface SavedBar extends Bar {
  readonly chart: string
}
export const namedBars = (chart: string, bars: readonly Bar[]): SavedBar[] =>
  bars.map((bar) => ({ chart, ...bar }))
export const barColumns = [
  { title: 'Chart', show: ({ chart }: SavedBar) => t(chart) },
  { title: 'Name', show: ({ label }: SavedBar) => label },
  { title: 'Number', show: ({ value }: SavedBar) => String(value) },
]
