/**
 * What went over a wire, for learners: the raw request and its answer, secrets masked. Kept in memory for a while and
 * found by correlation id; it is no log, and nothing is decided from it.
 */
import { z } from 'zod'
import { places } from './journal.ts'

export const exchange = z.object({
  /** Rises by one within a lab. */
  id: z.number().int().positive(),
  /** Lab time of the answer, ms. */
  at: z.number(),
  correlationId: z.string(),
  /** The part that answered; the picture hangs the exchange there. */
  place: z.enum(places),
  protocol: z.enum(['https', 'relay', 'ldap']),
  /** One line: `POST /v1.0/users`, `modify CN=Anna …`. */
  title: z.string(),
  request: z.string(),
  answer: z.string(),
  /** HTTP status, LDAP result code, or the agent's word. */
  outcome: z.string(),
  refused: z.boolean(),
})
export type Exchange = z.infer<typeof exchange>
export type NewExchange = Omit<Exchange, 'id' | 'at'>

export const exchangesQuery = z.object({ correlationId: z.string().min(1).max(100) })
export const exchangesAnswer = z.object({ exchanges: z.array(exchange) })
