/** What the events of Usage & insights amount to. */

import type { Day } from '../../display/DayChart.vue'
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
function countBy(rows: readonly UsageRow[], keyOf: (row: UsageRow) => string): Bar[] {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1)
  return [...counts]
    .map(([label, value]) => ({ label, value }))
    .toSorted((one, other) => other.value - one.value)
}

export const since = (rows: readonly UsageRow[], days: number, now: number): UsageRow[] =>
  rows.filter(({ eventDateTime }) => Date.parse(eventDateTime) > now - days * DAY_MS)

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
