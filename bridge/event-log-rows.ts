/** Reading the Connect server's Application log: rows, CSV as Event Viewer saves it, and Windows event XML (schema 2004/08). */
import { type EventLogQuery, type EventLogRow, eventLevels } from '#core/contracts/event-log.ts'
import type { JournalEvent } from '#core/contracts/journal.ts'
import type { ServerContext } from './server-context.ts'

const levelOf = (level: unknown): EventLogRow['level'] =>
  eventLevels.find((known) => known === level) ?? 'Information'

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function rowOf({ seq, at, correlationId, data = {} }: JournalEvent): EventLogRow {
  return {
    recordId: seq,
    timeCreated: new Date(at).toISOString(),
    log: text(data.log),
    source: text(data.source),
    eventId: Number(data.eventId),
    level: levelOf(data.level),
    computer: text(data.computer),
    message: text(data.message),
    ...(correlationId === undefined ? {} : { correlationId }),
  }
}

/** This server's rows, newest first. */
export function eventRows(
  { lab, serverName }: ServerContext,
  {
    source,
    id,
    level,
    after = 0,
    limit,
  }: { readonly [Name in keyof EventLogQuery]: EventLogQuery[Name] | undefined },
): EventLogRow[] {
  const rows = lab.journal
    .events({ after, type: 'windows-event.written' })
    .filter(({ place, data }) => place === 'connect' && data?.computer === serverName)
    .map(rowOf)
    .filter(
      (row) =>
        (source === undefined || row.source.toLowerCase() === source.toLowerCase()) &&
        (id === undefined || row.eventId === id) &&
        (level === undefined || row.level === level),
    )
  return rows.reverse().slice(0, limit)
}

/** A spreadsheet runs what begins with one of these; a leading apostrophe makes it text. */
const quoted = (value: string): string => `"${value.replace(/^[=+\-@]/, "'$&").replaceAll('"', '""')}"`

/** With the columns of Event Viewer's own export. */
export function eventsAsCsv(rows: readonly EventLogRow[]): string {
  const head = 'Level,Date and Time,Source,Event ID,Task Category,Message'
  const lines = rows.map(({ level, timeCreated, source, eventId, message }) =>
    [level, timeCreated, source, String(eventId), 'None', message].map(quoted).join(','),
  )
  return `\uFEFF${[head, ...lines].join('\r\n')}\r\n`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}
// XML 1.0 has no place for most control characters, not even escaped.
const notXml = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
const escaped = (value: string): string =>
  value.replace(notXml, '\uFFFD').replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)

/** Level numbers of the schema: 2 error, 3 warning, 4 information. */
const levelNumber = { Error: 2, Warning: 3, Information: 4 } as const
const namespace = 'http://schemas.microsoft.com/win/2004/08/events/event'

/** A classic (non-manifest) source: the rendered text is its one string of event data. */
function eventXml(row: EventLogRow): string {
  const correlation =
    row.correlationId === undefined ? '' : `<Correlation ActivityID="{${escaped(row.correlationId)}}"/>`
  return [
    `<Event xmlns="${namespace}"><System>`,
    `<Provider Name="${escaped(row.source)}"/><EventID Qualifiers="0">${row.eventId}</EventID>`,
    `<Version>0</Version><Level>${levelNumber[row.level]}</Level><Task>0</Task><Opcode>0</Opcode>`,
    `<Keywords>0x80000000000000</Keywords><TimeCreated SystemTime="${row.timeCreated}"/>`,
    `<EventRecordID>${row.recordId}</EventRecordID>${correlation}<Execution ProcessID="0" ThreadID="0"/>`,
    `<Channel>${escaped(row.log)}</Channel><Computer>${escaped(row.computer)}</Computer><Security/></System>`,
    `<EventData><Data>${escaped(row.message)}</Data></EventData>`,
    `<RenderingInfo Culture="en-US"><Message>${escaped(row.message)}</Message><Level>${row.level}</Level>`,
    `<Channel>${escaped(row.log)}</Channel><Provider>${escaped(row.source)}</Provider></RenderingInfo></Event>`,
  ].join('')
}

export const eventsAsXml = (rows: readonly EventLogRow[]): string =>
  `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<Events>\n${rows.map(eventXml).join('\n')}\n</Events>\n`
