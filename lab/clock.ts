/**
 * The lab's clock, and the only place that knows real time. Lab time stands still, runs with real time or at a rate;
 * advancing it runs the jobs that come due, in order, each at its own instant.
 */
import { z } from 'zod'
import type { Cancel, Clock, Instant, Job } from '#core/ports.ts'

/** What survives a restart and goes into a snapshot. */
export const clockState = z.object({
  now: z.number(),
  /** Real time (ms) when `now` was right. */
  realTime: z.number(),
  rate: z.number().positive(),
  frozen: z.boolean(),
  /** When each repeating job is next due, by name; lab time. */
  due: z.record(z.string(), z.number()),
})
export type ClockState = z.infer<typeof clockState>

export interface RanJob {
  readonly at: Instant
  readonly job: string
  readonly outcome: string
}

export interface ClockReading {
  readonly now: Instant
  readonly rate: number
  readonly frozen: boolean
}

export interface LabClock extends Clock {
  reading(): ClockReading
  freeze(): ClockReading
  resume(): ClockReading
  /** 1 is real time, 60 a minute a second; 0 < rate <= 86,400. */
  setRate(rate: number): ClockReading
  /** Moves time forward and runs what comes due on the way; a job that throws is an outcome, not an end. */
  advance(ms: number): Promise<readonly RanJob[]>
  state(): ClockState
  /** Back (or forth) to a remembered state; `continueNow` lets the time since pass, as after a restart. */
  restore(state: ClockState): void
  /** Does something while no job runs. */
  still<Answer>(work: () => Promise<Answer>): Promise<Answer>
  close(): Promise<void>
}

export interface ClockOptions {
  readonly at?: Instant | undefined
  readonly state?: ClockState | undefined
  /**
   * Hears that time was moved, frozen, resumed or given another rate, so that it can be kept and (with `what`) journaled;
   * `ran` is what came due while it was moved.
   */
  readonly changed?: (what?: string, ran?: readonly RanJob[]) => Promise<void> | void
}

interface Entry {
  readonly order: number
  readonly job: Job
  readonly everyMs: number | undefined
  due: Instant
}

const longestTimer = 2 ** 31 - 1

/** Real milliseconds since 1970. */
export const realTime = (): number => Date.now()

/** Real milliseconds of a stopwatch. */
export const stopwatch = (): number => performance.now()

/** Waits in real time. */
export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export function createClock(options: ClockOptions = {}): LabClock {
  const changed = options.changed ?? (() => undefined)
  const entries = new Set<Entry>()
  let remembered: Readonly<Record<string, Instant>> = options.state?.due ?? {}
  let labAnchor = options.state?.now ?? options.at ?? realTime()
  let realAnchor = options.state?.realTime ?? realTime()
  let rate = options.state?.rate ?? 1
  let frozen = options.state?.frozen ?? options.at !== undefined
  let held = false
  let latest = labAnchor
  let order = 0
  let timer: NodeJS.Timeout | undefined
  let busy: Promise<unknown> = Promise.resolve()
  let closed = false

  const now = (): Instant => {
    if (!frozen && !held) {
      // Real time may be set back by its owner; lab time never goes back by itself.
      latest = Math.max(latest, Math.floor(labAnchor + (realTime() - realAnchor) * rate))
    }
    return latest
  }
  const anchor = (at: Instant) => {
    latest = at
    labAnchor = at
    realAnchor = realTime()
  }
  const nextEntry = (until: Instant): Entry | undefined => {
    let next: Entry | undefined
    for (const entry of entries) {
      if (entry.due > until) continue
      if (next === undefined || entry.due < next.due || (entry.due === next.due && entry.order < next.order))
        next = entry
    }
    return next
  }
  const runEntry = async (entry: Entry, at: Instant): Promise<RanJob> => {
    if (entry.everyMs === undefined) entries.delete(entry)
    // A job missed many times over (the machine slept) runs once, not once per interval missed.
    else entry.due = entry.due + entry.everyMs > at ? entry.due + entry.everyMs : at + entry.everyMs
    try {
      return { at, job: entry.job.name, outcome: await entry.job.run(at) }
    } catch (error) {
      return {
        at,
        job: entry.job.name,
        outcome: `failed: ${error instanceof Error ? error.message : String(error)}`,
      }
    }
  }
  const oneAtATime = <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    const turn = busy.then(work)
    busy = turn.catch(() => undefined)
    return turn
  }
  const runDue = () =>
    oneAtATime(async () => {
      for (
        let entry = nextEntry(now());
        entry !== undefined && !closed && !frozen;
        entry = nextEntry(now())
      ) {
        await runEntry(entry, now())
      }
    }).then(schedule)
  function schedule() {
    clearTimeout(timer)
    timer = undefined
    if (frozen || held || closed) return
    const next = nextEntry(Number.POSITIVE_INFINITY)
    if (next === undefined) return
    const waitMs = Math.min(Math.max(0, (next.due - now()) / rate), longestTimer)
    timer = setTimeout(() => void runDue(), waitMs)
    timer.unref()
  }
  const add = (job: Job, due: Instant, everyMs: number | undefined): Cancel => {
    const entry: Entry = { order: order++, job, everyMs, due }
    entries.add(entry)
    schedule()
    return () => {
      entries.delete(entry)
      schedule()
    }
  }
  const reading = (): ClockReading => ({ now: now(), rate, frozen })
  const change = (what: string, apply: () => void): ClockReading => {
    anchor(now())
    apply()
    void changed(what)
    schedule()
    return reading()
  }

  return {
    now,
    reading,
    every: (everyMs, job, firstAt) => {
      if (!(everyMs > 0)) throw new Error(`job ${job.name} needs an interval above 0`)
      return add(job, remembered[job.name] ?? firstAt ?? now() + everyMs, everyMs)
    },
    at: (at, job) => add(job, at, undefined),
    freeze: () => change('frozen', () => (frozen = true)),
    resume: () => change('resumed', () => (frozen = false)),
    setRate: (wanted) => {
      if (!(wanted > 0 && wanted <= 86_400)) throw new RangeError('the rate is above 0 and at most 86400')
      return change(`running at ${wanted}×`, () => (rate = wanted))
    },
    advance: (ms) => {
      if (!(ms >= 0 && Number.isFinite(ms))) throw new RangeError('time only advances')
      return oneAtATime(async () => {
        const target = now() + Math.floor(ms)
        held = true
        clearTimeout(timer)
        const ran: RanJob[] = []
        try {
          for (let entry = nextEntry(target); entry !== undefined && !closed; entry = nextEntry(target)) {
            latest = Math.max(latest, entry.due)
            ran.push(await runEntry(entry, latest))
          }
        } finally {
          anchor(Math.max(latest, target))
          held = false
          schedule()
        }
        await changed(`advanced by ${Math.floor(ms)} ms, ${ran.length} jobs ran`, ran)
        return ran
      })
    },
    state: () => {
      const due: Record<string, Instant> = {}
      for (const entry of entries) if (entry.everyMs !== undefined) due[entry.job.name] = entry.due
      return { now: now(), realTime: realTime(), rate, frozen, due }
    },
    restore: (state) => {
      const moved = state.now - now()
      remembered = state.due
      rate = state.rate
      frozen = state.frozen
      anchor(state.now)
      for (const entry of entries) {
        if (entry.everyMs === undefined) continue
        entry.due = state.due[entry.job.name] ?? entry.due + moved
      }
      void changed()
      schedule()
    },
    still: oneAtATime,
    close: async () => {
      closed = true
      clearTimeout(timer)
      await busy
    },
  }
}
