/** The Windows Application log of the Connect server: each row is a journal event `windows-event.written`. */
import { type WindowsEventName, windowsEvent, windowsEvents } from '#core/codes/windows-events.ts'
import type { Journal } from '#core/ports.ts'

export interface EventLog {
  /** `about` ties the row to an operation in the journal. Never give it a password or a key. */
  write(name: WindowsEventName, message: string, about?: { correlationId?: string; target?: string }): void
}

export function createEventLog(journal: Journal, computer: string): EventLog {
  return {
    write: (name, message, about = {}) => {
      const { eventId, source, means } = windowsEvents[name]
      journal.record({
        place: 'connect',
        type: 'windows-event.written',
        summary: `${source} ${eventId}: ${means}`,
        ...about,
        data: { ...windowsEvent(name, computer, message) },
      })
    },
  }
}
