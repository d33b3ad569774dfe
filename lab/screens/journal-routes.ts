/** The journal as the control API answers it, from all parts at once; asked for the first time, it begins to be merged. */
import { Router } from 'express'
import { eventsQuery, streamQuery } from '#core/contracts/control-api.ts'
import { type AccessRules, guardAccess } from '../control-api/access.ts'
import { answerRefusal } from '../control-api/answer-refusal.ts'
import { pageOf, resumedAfter } from '../control-api/event-routes.ts'
import { createEventStreams } from '../control-api/event-stream.ts'
import { parseRequest } from '../control-api/parse-request.ts'
import { type MergedJournal, mergeJournals } from './merged-journal.ts'

export interface JournalRoutes {
  readonly router: Router
  close(): Promise<void>
}

interface Settings {
  /** `/lab/v1/labs/contoso`. */
  readonly lab: string
  /** Origins of the parts. */
  readonly parts: readonly string[]
  readonly access: AccessRules
}

/** `GET {lab}/events` and `{lab}/events/stream`, with the shapes of `eventsAnswer`. */
export function journalRoutes({ lab, parts, access }: Settings): JournalRoutes {
  const streams = createEventStreams()
  let merged: Promise<MergedJournal> | undefined
  const open = () => {
    merged ??= mergeJournals(
      parts.map((origin) => origin + lab),
      access.adminToken,
    )
    return merged
  }
  const router = Router()
  router.use(`${lab}/events`, guardAccess(access))
  router.get(`${lab}/events`, async (request, response) => {
    const query = parseRequest(eventsQuery, request.query)
    response.set('Cache-Control', 'no-store').json(pageOf((await open()).journal, query))
  })
  router.get(`${lab}/events/stream`, async (request, response) => {
    const { after } = parseRequest(streamQuery, request.query)
    streams.open(await open(), response, resumedAfter(request) ?? after)
  })
  router.use(
    answerRefusal((error) => {
      throw error
    }),
  )
  return { router, close: async () => (await merged)?.close() }
}
