/**
 * The Windows event log of a server, as Event Viewer and its exports show it.
 * GET {connect}/event-log?source=&id=&level=&after=&limit= → eventLogAnswer, newest first
 * GET {connect}/event-log.csv, {connect}/event-log.xml with the same query → a file (Windows event schema 2004/08)
 */
import { z } from 'zod'

export const eventLevels = ['Information', 'Warning', 'Error'] as const

export const eventLogQuery = z.object({
  source: z.string().max(128).optional(),
  id: z.coerce.number().int().min(0).max(65_535).optional(),
  level: z.enum(eventLevels).optional(),
  /** Only rows with a higher record number. */
  after: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(1000),
})
export type EventLogQuery = z.infer<typeof eventLogQuery>

export const eventLogRow = z.object({
  recordId: z.number().int(),
  timeCreated: z.string(),
  log: z.string(),
  source: z.string(),
  eventId: z.number().int(),
  level: z.enum(eventLevels),
  computer: z.string(),
  message: z.string(),
  correlationId: z.string().optional(),
})
export type EventLogRow = z.infer<typeof eventLogRow>

export const eventLogAnswer = z.object({ events: z.array(eventLogRow) })
