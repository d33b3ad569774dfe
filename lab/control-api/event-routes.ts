/** The journal: as JSON, or as server-sent events. */
import { eventsAnswer, eventsQuery, streamQuery } from '#core/contracts/control-api.ts'
import type { EventStreams } from './event-stream.ts'
import { type Route, route } from './route.ts'

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
      const filter = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
      return { events: journal.events(filter), last: journal.lastSeq }
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
    handle: ({ lab, query, request, response }) => {
      const resumed = Number(request.headers['last-event-id'])
      const after = Number.isInteger(resumed) && resumed > 0 ? resumed : query.after
      streams.open(lab().lab, response, after)
    },
  }),
]
