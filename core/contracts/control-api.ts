/**
 * The control API under `/lab/v1`: what a lab can be asked and told from outside. Every refusal is `controlRefusal` with a
 * code of `core/codes/lab.ts`. Times are ISO 8601; the journal's events keep their own milliseconds.
 */
import { z } from 'zod'
import { labId } from './config.ts'
import { duration } from './duration.ts'
import { faultPattern } from './fault-operations.ts'
import { journalEvent } from './journal.ts'

export const controlRefusal = z.object({
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }),
})

const instant = z.iso.datetime().describe('lab time')
const count = z.number().int().nonnegative()

export const healthAnswer = z.object({
  ok: z.boolean(),
  labs: z.array(
    z.object({
      lab: z.string(),
      ok: z.boolean(),
      parts: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
    }),
  ),
})
export type HealthAnswer = z.infer<typeof healthAnswer>

export const labsAnswer = z.object({
  labs: z.array(
    z.object({
      lab: z.string(),
      world: z.string(),
      domain: z.string(),
      tenantId: z.guid(),
      now: instant,
      frozen: z.boolean(),
      isDefault: z.boolean(),
    }),
  ),
})

export const newLab = z.strictObject({
  id: labId.optional(),
  world: z.string().min(1).max(80).optional(),
  /** Starts this scenario at once. */
  scenario: z.string().min(1).max(80).optional(),
  /** Lab time at the start; the clock then stands still. */
  at: z.iso.datetime({ offset: true }).optional(),
  seed: z.string().min(1).max(64).optional(),
})
export type NewLab = z.infer<typeof newLab>

export const resetRequest = z.strictObject({
  scenario: z.string().min(1).max(80).optional(),
  snapshot: z.string().min(1).max(100).optional(),
})
export const resetAnswer = z.object({ lab: z.string(), now: instant, tookMs: z.number() })

export const snapshotSummary = z.object({ name: z.string(), at: instant, records: count })
export const snapshotsAnswer = z.object({ snapshots: z.array(snapshotSummary) })
export const newSnapshot = z.strictObject({ name: z.string().trim().min(1).max(100) })
export const snapshotDiff = z.object({
  differences: z.array(
    z.object({
      collection: z.string(),
      id: z.string(),
      change: z.enum(['added', 'removed', 'changed']),
      properties: z.array(z.string()),
    }),
  ),
})

export const clockReading = z.object({ now: instant, rate: z.number(), frozen: z.boolean() })
export const clockAnswer = clockReading.extend({
  /** What came due while time was advanced, in order. */
  ran: z.array(z.object({ at: instant, job: z.string(), outcome: z.string() })).optional(),
})
export type ClockAnswer = z.infer<typeof clockAnswer>
/** Applied in the order rate, frozen, advance. */
export const clockChange = z
  .strictObject({
    advance: duration.optional(),
    frozen: z.boolean().optional(),
    rate: z.number().positive().max(86_400).optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'one of advance, frozen or rate is needed')

const text = z.string().max(400).optional()
const number = z.coerce.number().int().nonnegative()
export const eventsQuery = z.strictObject({
  after: number.optional(),
  correlationId: text,
  type: text,
  flow: text,
  target: text,
  limit: number.max(20_000).default(5_000),
})
export const eventsAnswer = z.object({
  events: z.array(journalEvent),
  /** Number of the newest event there is: ask with `after` for what follows. */
  last: count,
})
export const streamQuery = z.strictObject({ after: number.optional() })

export const faultRule = z.strictObject({
  match: z.strictObject({ operation: faultPattern, target: z.string().max(400).optional() }),
  effect: z.union([
    z.strictObject({ code: z.string().min(1).max(100) }),
    z.strictObject({ drop: z.literal(true) }),
    z.strictObject({ delayMs: z.number().int().min(0).max(600_000) }),
  ]),
  probability: z.number().min(0).max(1).optional(),
  times: z.number().int().positive().optional(),
  after: count.optional(),
  phase: z.enum(['before', 'after']).optional(),
})
export const fault = faultRule.extend({
  id: z.string(),
  /** Operations that matched, and those that were struck. */
  seen: count,
  struck: count,
})
export const faultsAnswer = z.object({ faults: z.array(fault) })
export const clearedAnswer = z.object({ cleared: count })

const messageKind = z.enum(['sms', 'call', 'email', 'push'])
export const inboxQuery = z.strictObject({
  to: text,
  kind: messageKind.optional(),
  /** Only messages numbered higher. */
  after: number.optional(),
  /** Waits (real time) until there is one, at most a minute. */
  waitMs: number.max(60_000).default(0),
})
const inboxMessage = z.object({
  id: z.string(),
  number: count,
  at: instant,
  kind: messageKind,
  to: z.string(),
  from: z.string(),
  subject: z.string().optional(),
  text: z.string(),
  code: z.string().optional(),
  correlationId: z.string().optional(),
  /** Path of the cloud where the phone sends what is tapped or pressed. */
  answerAt: z.string().optional(),
  /** Whoever denies it may report it. */
  mayReport: z.boolean().optional(),
  /** Of a push that was answered. */
  answer: z.enum(['approved', 'denied']).optional(),
})
export const inboxAnswer = z.object({ messages: z.array(inboxMessage) })
export const pushAnswer = z.strictObject({ answer: z.enum(['approved', 'denied']) })

export const logonRequest = z.strictObject({
  /** `anna`, `CONTOSO\anna`, `anna@contoso.com` or a DN. */
  user: z.string().min(1).max(256),
  password: z.string().max(256),
  /** The workstation's network is unplugged: only its memory can answer. */
  offline: z.boolean().optional(),
})
export const logonPasswordChange = z.strictObject({
  user: z.string().min(1).max(256),
  oldPassword: z.string().max(256),
  newPassword: z.string().max(256),
})
export const logonAnswer = z.object({
  outcome: z.enum(['accepted', 'refused']),
  /** Where the password was checked: at the domain controller, or against what the workstation remembers. */
  checked: z.enum(['online', 'cached']).optional(),
  /** The domain controller's reason, as its diagnostic's `data`: `52e`, `533`, `775` ... */
  data: z.string().optional(),
  /** Its name in the catalogue. */
  code: z.string().optional(),
  says: z.string(),
  because: z.string().optional(),
  fix: z.string().optional(),
})
export type LogonAnswer = z.infer<typeof logonAnswer>

/** A machine's power switch. */
export const powerChange = z.strictObject({ on: z.boolean() })

export const scenariosAnswer = z.object({
  scenarios: z.array(
    z.object({ id: z.string(), title: z.string(), world: z.string(), steps: count, started: z.boolean() }),
  ),
})

export const sessionRequest = z.strictObject({ token: z.string().max(400) })
