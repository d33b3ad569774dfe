/** Windows event logs, as the journal holds them. */
import { z } from 'zod'
import { securityEvents } from '#core/codes/security-events.ts'
import { windowsEvents } from '#core/codes/windows-events.ts'
import type { JournalEvent, WindowsEvent } from '#core/contracts/journal.ts'

const windowsEvent: z.ZodType<WindowsEvent> = z.object({
  log: z.enum(['Application', 'Security', 'System']),
  source: z.string(),
  eventId: z.number(),
  name: z.string(),
  level: z.enum(['Information', 'Warning', 'Error', 'Audit Success', 'Audit Failure']),
  computer: z.string(),
  message: z.string(),
})

export interface LoggedEvent extends WindowsEvent {
  readonly seq: number
  readonly at: number
  readonly correlationId?: string
}

/** Newest first. */
export function readLog(events: readonly JournalEvent[], log: WindowsEvent['log']): LoggedEvent[] {
  const logged: LoggedEvent[] = []
  for (const { type, data, seq, at, correlationId } of events) {
    if (type !== 'windows-event.written' || data?.log !== log) continue
    const event = windowsEvent.safeParse(data)
    if (event.success) logged.push({ ...event.data, seq, at, correlationId })
  }
  return logged.reverse()
}

/** Services that write to the Application log name no category. */
export const taskOf = ({ log, name }: WindowsEvent): string =>
  (log === 'Security'
    ? Object.entries(securityEvents).find(([known]) => known === name)?.[1].task
    : undefined) ?? 'None'

/** What it tells an administrator, for learners. */
export const meaningOf = ({ name }: WindowsEvent): string | undefined =>
  Object.entries(windowsEvents).find(([known]) => known === name)?.[1].means

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const xmlText = (text: string): string => text.replace(/[&<>]/g, (sign) => escapes[sign] ?? sign)

export const toXml = (event: LoggedEvent): string =>
  `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event">
  <System>
    <Provider Name="${xmlText(event.source)}" />
    <EventID>${event.eventId}</EventID>
    <TimeCreated SystemTime="${new Date(event.at).toISOString()}" />
    <EventRecordID>${event.seq}</EventRecordID>
    <Channel>${event.log}</Channel>
    <Computer>${xmlText(event.computer)}</Computer>
  </System>
  <EventData>
    <Data>${xmlText(event.message)}</Data>
  </EventData>
</Event>`
