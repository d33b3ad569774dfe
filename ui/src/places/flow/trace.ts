/** The journal drawn up by correlation id: each trace is one matter, with the flows that ran for it and all that was recorded. */
import { z } from 'zod'
import { type JournalEvent, type Place, places } from '#core/contracts/journal.ts'
import { translationOf } from '../../lab/language.ts'

export interface TraceStep {
  readonly name: string
  readonly place: Place
  readonly state: 'passed' | 'refused' | 'failed' | 'open' | 'not-reached'
  /** Milliseconds after the flow began. */
  readonly after?: number
  readonly note?: string
  readonly code?: string
  readonly because?: string
  /** The event that recorded the outcome. */
  readonly event?: number
}

export interface TraceFlow {
  readonly flowId: string
  readonly name: string
  readonly target?: string
  readonly startedAt: number
  readonly steps: readonly TraceStep[]
  readonly finished: boolean
  readonly code?: string
}

export interface Trace {
  readonly correlationId: string
  readonly flows: readonly TraceFlow[]
  readonly events: readonly JournalEvent[]
  readonly name: string
  readonly target?: string
  readonly at: number
  /** The refusal's code, of the first step that said no. */
  readonly code?: string
  readonly finished: boolean
}

const startedSteps = z.object({ steps: z.array(z.object({ name: z.string(), place: z.enum(places) })) })

export function groupByCorrelation(events: readonly JournalEvent[]): Map<string, JournalEvent[]> {
  const groups = new Map<string, JournalEvent[]>()
  for (const event of events) {
    if (event.correlationId === undefined) continue
    const group = groups.get(event.correlationId)
    if (group) group.push(event)
    else groups.set(event.correlationId, [event])
  }
  return groups
}

/** What the servers do by themselves: cycles, and the sign-ins of their own accounts. */
const isBackground = ({ flow, target }: JournalEvent): boolean =>
  flow === 'sync-cycle' || target?.startsWith('Sync_') === true

/** The newest first; matters without a flow are no flow. */
export function listTraces(
  events: readonly JournalEvent[],
  { limit, background }: { readonly limit: number; readonly background: boolean },
): Trace[] {
  const telling = events.filter(
    (event) =>
      (event.type.startsWith('flow.') || event.type === 'step.refused') &&
      (background || !isBackground(event)),
  )
  const groups = [...groupByCorrelation(telling)].slice(-limit)
  return groups
    .map(([correlationId, group]) => readTrace(correlationId, group))
    .filter(({ flows }) => flows.length > 0)
    .reverse()
}

export function readTrace(correlationId: string, events: readonly JournalEvent[]): Trace {
  const flowIds = [
    ...new Set(events.flatMap(({ type, flowId }) => (type === 'flow.started' && flowId ? [flowId] : []))),
  ]
  const flows = flowIds.map((flowId) =>
    readFlow(
      flowId,
      events.filter((event) => event.flowId === flowId),
    ),
  )
  const first = flows[0]
  return {
    correlationId,
    flows,
    events,
    name: first?.name ?? events[0]?.type ?? '',
    target: first?.target ?? events.find(({ target }) => target)?.target,
    at: events[0]?.at ?? 0,
    code: events.find(({ type }) => type === 'step.refused')?.code,
    finished: first?.finished ?? true,
  }
}

function readFlow(flowId: string, events: readonly JournalEvent[]): TraceFlow {
  const started = events.find(({ type }) => type === 'flow.started')
  const finished = events.find(({ type }) => type === 'flow.finished')
  const startedAt = started?.at ?? 0
  const listed = startedSteps.safeParse(started?.data).data?.steps ?? []
  return {
    flowId,
    name: started?.flow ?? '',
    target: started?.target,
    startedAt,
    steps: listed.map((step) => readStep(step, events, startedAt, finished !== undefined)),
    finished: finished !== undefined,
    code: finished?.code,
  }
}

const stateOf = { 'step.passed': 'passed', 'step.refused': 'refused', 'step.failed': 'failed' } as const
const isOutcome = (type: string): type is keyof typeof stateOf => type in stateOf

/** A step that waited for a person may have been tried more than once: the last outcome stands. */
function readStep(
  { name, place }: { name: string; place: Place },
  events: readonly JournalEvent[],
  startedAt: number,
  over: boolean,
): TraceStep {
  const outcome = events.findLast(({ step, type }) => step === name && isOutcome(type))
  if (!outcome || !isOutcome(outcome.type)) return { name, place, state: over ? 'not-reached' : 'open' }
  const note = outcome.summary.startsWith(`${name}: `) ? outcome.summary.slice(name.length + 2) : undefined
  return {
    name,
    place,
    state: stateOf[outcome.type],
    after: outcome.at - startedAt,
    note,
    code: outcome.code,
    because: outcome.because,
    event: outcome.seq,
  }
}

/** `require-writeback-enabled` → require writeback enabled, in the chosen language */
export const inWords = (name: string): string => translationOf(name.replaceAll('-', ' '))
