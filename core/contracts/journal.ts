/** The shape of the one event log that audit, sign-in logs, Event Viewer, Flow, scenarios and tests all read. */
import { z } from 'zod'

export const places = ['user', 'cloud', 'relay', 'connect', 'directory', 'lab'] as const
export type Place = (typeof places)[number]

/**
 * Event types, past tense:
 * `flow.started` (data.steps: the names in order), `step.passed`, `step.refused`, `flow.finished`,
 * `windows-event.written` (data: WindowsEvent), `audit.recorded` (data: a Graph directoryAudit row),
 * `sign-in.recorded` (data: a Graph signIn row), `graph.answered` (data: method, path, route, status, error), `relay.sent`, `relay.answered`, `message.delivered`,
 * `password.set`, `password.changed`, `account.unlocked`, `sync.run-finished`, `clock.moved`, `fault.struck` and others
 * that parts add; each part documents its own.
 */
export const journalEvent = z.object({
  /** Rises by one within a lab. */
  seq: z.number().int().positive(),
  /** Lab time, ms. */
  at: z.number(),
  place: z.enum(places),
  type: z.string(),
  /** One sentence for a person. */
  summary: z.string(),
  correlationId: z.string().optional(),
  /** The flow's name, e.g. `admin-reset`; flowId tells two runs of it apart. */
  flow: z.string().optional(),
  flowId: z.string().optional(),
  step: z.string().optional(),
  /** A catalogue code. */
  code: z.string().optional(),
  /** The fact that decided, for learners. */
  because: z.string().optional(),
  /** UPN, DN or object id the event is about. */
  target: z.string().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
})
export type JournalEvent = z.infer<typeof journalEvent>
export type NewEvent = Omit<JournalEvent, 'seq' | 'at'>

/** One row of a Windows event log, as `data` of `windows-event.written`. */
export interface WindowsEvent {
  readonly log: 'Application' | 'Security' | 'System'
  readonly source: string
  readonly eventId: number
  readonly name: string
  readonly level: 'Information' | 'Warning' | 'Error' | 'Audit Success' | 'Audit Failure'
  readonly computer: string
  readonly message: string
}
