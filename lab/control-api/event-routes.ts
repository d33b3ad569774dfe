/** The journal: as JSON, or as server-sent events. */
import type { Request } from 'express'
import type { z } from 'zod'
import { eventsAnswer, eventsQuery, streamQuery } from '#core/contracts/control-api.ts'
import type { LabJournal } from '../journal.ts'
import type { EventStreams } from './event-stream.ts'
import { type Route, route } from './route.ts'

/** The events that a query asks for, as `eventsAnswer`. */
export function pageOf(journal: LabJournal, query: z.output<typeof eventsQuery>) {
  const filter = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
  return { events: journal.events(filter), last: journal.lastSeq }
}

/** The last event that a browser had when its stream broke off. */
export function resumedAfter(request: Request): number | undefined {
  const resumed = Number(request.headers['last-event-id'])
  return Number.isInteger(resumed) && resumed > 0 ? resumed : undefined
}

export const eventRoutes = (streams: EventStreams): Route[] => [
  route({
    method: 'get',
    path: '/lab/v1/labs/{lab}/events',
    tag: 'events',
    summary: 'The journal, newest last: with `after`, the oldest that follow; without, the newest.',
    query: eventsQuery,
    answer: eventsAnswer,
    handle: ({ lab, query }) => {
      const { journal } = lab().lab
      return pageOf(journal, query)
    },
  }),
  route({
    method: 'get',
    path: '/lab/v1/labs/{lab}/events/stream',
    tag: 'events',
    summary:
      'The journal as it is written: every 100 ms a message with an array of events. `resync`: too much was missed, ask again. `reset`: the lab went back to an earlier moment.',
    query: streamQuery,
    answer: eventsAnswer.shape.events,
    media: 'text/event-stream',
    handle: ({ lab, query, request, response }) =>
      streams.open(lab().lab, response, resumedAfter(request) ?? query.after),
  }),
]
