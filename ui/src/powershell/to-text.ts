/** A value as text, as in a table's cell or inside double quotes. */
import { showDateTime } from './date-time.ts'
import { isBlock, isDateTime, isList, isTimeZone, type Value } from './values.ts'

export function toText(value: Value | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  if (isDateTime(value)) return showDateTime(value)
  if (isTimeZone(value)) return value.id
  if (isBlock(value)) return '{…}'
  if (isList(value)) return value.map(toText).join(' ')
  return `@{${Object.entries(value)
    .map(([name, item]) => `${name}=${toText(item)}`)
    .join('; ')}}`
}
