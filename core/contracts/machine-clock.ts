/**
 * The Connect server's own clock, which may be off: what it signs and dates for the cloud then has the wrong time.
 * GET {connect}/clock → machineClock; PUT {connect}/clock ← machineClockChange → machineClock. `{}` sets it right.
 */
import { z } from 'zod'
import { duration } from './duration.ts'

/** Ten years: what is further off no date can hold. */
export const mostOffMs = 3650 * 86_400_000

export const machineClockChange = z
  .strictObject({ ahead: duration.optional(), behind: duration.optional() })
  .refine(({ ahead, behind }) => ahead === undefined || behind === undefined, 'ahead or behind, not both')
  .refine(({ ahead = 0, behind = 0 }) => Math.max(ahead, behind) <= mostOffMs, 'at most ten years')

export const machineClock = z.object({
  /** By this server's clock. */
  now: z.string(),
  /** Milliseconds before (positive) or behind the lab's clock. */
  offsetMs: z.number(),
})
