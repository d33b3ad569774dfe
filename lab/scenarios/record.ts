/**
 * `scenario record`: what a person just did on the screens, as a draft. The journal knows who did what and what followed.
 */
import { stringify } from 'yaml'
import type { JournalEvent } from '#core/contracts/journal.ts'
import { scenarioChecks } from '#core/contracts/scenario-checks.ts'
import type { Doors } from './doors.ts'
import type { Act, Words } from './record-act.ts'
import { actsOf, isPlayed } from './record-acts.ts'
import { graphAnswerOf, withNames } from './record-graph.ts'

/** What followed an act, as checks: refusals, flows that ended well, rows of the event log and of the audit log. */
function checksOf(events: readonly JournalEvent[]): Words[] {
  const checks = events.flatMap((event): Words[] => {
    const { type, flow = '', code, step, data } = event
    if (type === 'step.refused' && isPlayed(flow)) return [{ refused: { code, step } }]
    if (type === 'flow.finished' && code === undefined && isPlayed(flow) && flow !== 'registration')
      return [{ done: { flow } }]
    if (type === 'windows-event.written' && data?.log === 'Application')
      return [{ windowsEvent: { id: data.eventId, source: data.source } }]
    const answered = graphAnswerOf(event)
    if (answered !== undefined) return [answered]
    if (type !== 'audit.recorded') return []
    const row = { activity: data?.activityDisplayName, result: data?.result }
    // Not every row of the audit log is a word of a check.
    return scenarioChecks.audit.safeParse(row).success ? [{ audit: row }] : []
  })
  return [...new Map(checks.map((check) => [JSON.stringify(check), check])).values()]
}

export interface Draft {
  readonly id: string
  readonly title: string
  readonly world: string
}

interface DraftStep {
  readonly do: readonly Words[]
  readonly as?: string
  readonly checks: readonly Words[]
}

/** What left no trace is done together with what comes next, or at the end with what came before. */
function stepsOf(acts: readonly Act[], since: readonly JournalEvent[]): DraftStep[] {
  const steps: DraftStep[] = []
  let waiting: Words[] = []
  for (const [at, act] of acts.entries()) {
    const next = acts[at + 1]?.seq ?? Number.POSITIVE_INFINITY
    const followed = since.filter(({ seq }) => seq >= act.seq && seq < next)
    const checks = act.checks ?? [...checksOf(followed), ...(act.adds ?? [])]
    waiting.push(act.do)
    if (checks.length === 0) continue
    steps.push({ do: waiting, checks, ...(act.as === undefined ? {} : { as: act.as }) })
    waiting = []
  }
  const last = steps.at(-1)
  if (waiting.length === 0) return steps
  const rest = { do: [...(last?.do ?? []), ...waiting], checks: last?.checks ?? [] }
  return [...steps.slice(0, -1), { ...last, ...rest }]
}

/** YAML that plays as it is (without `doors`, ids stay ids), to be finished by hand: the sentences of `say` and `because`, and the passwords. */
export async function draftOf(
  events: readonly JournalEvent[],
  { id, title, world }: Draft,
  doors: Doors | undefined,
): Promise<string> {
  const restored = events.findLastIndex(({ type }) => type === 'lab.restored')
  const since = events.slice(restored + 1)
  const acts = await withNames(actsOf(since), doors)
  const steps = stepsOf(acts, since).map((step, at) => ({
    id: `step-${at + 1}`,
    say: 'What the learner is to do.',
    ...(step.as === undefined ? {} : { as: step.as }),
    do: step.do.length === 1 ? step.do[0] : step.do,
    ...(step.checks.length === 0 ? {} : { check: step.checks }),
  }))
  return stringify({ id, title, world, steps }, { lineWidth: 130 })
}
