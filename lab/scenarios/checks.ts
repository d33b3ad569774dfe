/**
 * What must hold before a step counts as done. Journal words read what happened since the step began; door words ask the
 * product through its front doors.
 */
import type { JournalEvent } from '#core/contracts/journal.ts'
import type { CheckArguments, CheckWord, ScenarioCheck } from '#core/contracts/scenario-checks.ts'
import { type Doors, expectSuccess } from './doors.ts'

export interface CheckResult {
  readonly text: string
  readonly ok: boolean
  /** What was there instead. */
  readonly saw?: string
}

interface CheckInput<Word extends CheckWord> {
  readonly given: CheckArguments<Word>
  readonly doors: Doors
  readonly events: readonly JournalEvent[]
}

interface Check<Word extends CheckWord> {
  /** `journal` words are cheap and harmless; `door` words act and are asked only when the others hold. */
  readonly kind: 'journal' | 'door'
  /** A sentence for the learner. */
  text(given: CheckArguments<Word>): string
  /** Undefined when it holds, else what was seen instead. */
  differs(input: CheckInput<Word>): Promise<string | undefined> | string | undefined
}

const rows = (events: readonly JournalEvent[], type: string) =>
  events.filter((event) => event.type === type).map((event) => event.data ?? {})
const windowsIds = (events: readonly JournalEvent[]) =>
  rows(events, 'windows-event.written').map((row) => Number(row.eventId))
const list = (values: readonly unknown[]) => (values.length === 0 ? 'nothing' : values.join(', '))
const outcome = (wanted: string, saw: string, detail: string) =>
  wanted === saw ? undefined : `${saw}${detail}`

async function graphUser(
  doors: Doors,
  user: string,
  properties: readonly string[],
): Promise<Record<string, unknown>> {
  const path = `/v1.0/users/${encodeURIComponent(user)}?$select=${properties.join(',')}`
  return expectSuccess('Graph', await doors.as(doors.who('Global Administrator'), path)).json as Record<
    string,
    unknown
  >
}

const checks: { readonly [Word in CheckWord]: Check<Word> } = {
  refused: {
    kind: 'journal',
    text: ({ code, step }) => `refused with ${code}${step === undefined ? '' : ` at ${step}`}`,
    differs: ({ given, events }) => {
      const refusals = events.filter((event) => event.type === 'step.refused')
      const hit = refusals.some(
        (event) => event.code === given.code && (given.step === undefined || event.step === given.step),
      )
      return hit ? undefined : list(refusals.map((event) => `${event.code} at ${event.step}`))
    },
  },
  done: {
    kind: 'journal',
    text: ({ flow }) => `${flow} went through`,
    differs: ({ given, events }) => {
      const ends = events.filter((event) => event.type === 'flow.finished')
      return ends.some((event) => event.flow === given.flow && event.code === undefined)
        ? undefined
        : list(ends.map((event) => event.summary))
    },
  },
  windowsEvent: {
    kind: 'journal',
    text: ({ id, source }) => `event ${id}${source === undefined ? '' : ` (${source})`} in the event log`,
    differs: ({ given, events }) => {
      const hit = rows(events, 'windows-event.written').some(
        (row) => row.eventId === given.id && (given.source === undefined || row.source === given.source),
      )
      return hit ? undefined : list(windowsIds(events))
    },
  },
  noWindowsEvent: {
    kind: 'journal',
    text: ({ ids }) => `no event ${ids.join(', ')}`,
    differs: ({ given, events }) => {
      const there = windowsIds(events).filter((id) => given.ids.includes(id))
      return there.length === 0 ? undefined : list(there)
    },
  },
  audit: {
    kind: 'journal',
    text: ({ activity, result, reason }) =>
      `audit row “${activity}”${result === undefined ? '' : `, ${result}`}${reason === undefined ? '' : `: ${reason}`}`,
    differs: ({ given, events }) => {
      const audits = rows(events, 'audit.recorded')
      const hits = audits.filter((row) => isAudit(row, given))
      if (hits.length >= (given.count ?? 1)) return undefined
      return list(
        audits.map((row) => `${row.activityDisplayName} (${row.result}: ${row.resultReason ?? ''})`),
      )
    },
  },
  signInLog: {
    kind: 'journal',
    text: ({ user, code }) => `sign-in log: ${user}, ${code === 0 ? 'success' : code}`,
    differs: ({ given, events }) => {
      const codes = rows(events, 'sign-in.recorded')
        .filter((row) => String(row.userPrincipalName).toLowerCase() === given.user.toLowerCase())
        .map((row) => (row.status as { errorCode?: number } | undefined)?.errorCode)
      return codes.includes(given.code) ? undefined : list(codes)
    },
  },
  message: {
    kind: 'journal',
    text: ({ kind, to }) => `${kind} delivered${to === undefined ? '' : ` to ${to}`}`,
    differs: ({ given, events }) => {
      const sent = rows(events, 'message.delivered')
      const hit = sent.some(
        (row) => row.kind === given.kind && (given.to === undefined || row.to === given.to),
      )
      return hit ? undefined : list(sent.map((row) => `${row.kind} to ${row.to}`))
    },
  },
  logon: {
    kind: 'door',
    text: ({ user, password, outcome: wanted }) =>
      `${password === 'original' ? 'the original password' : 'the new password'} of ${user} is ${wanted} at the workstation`,
    differs: async ({ given, doors }) => {
      const json = { user: given.user, password: doors.password(given.user, given.password) }
      const answer = (await doors.control('workstation/logon', { json })).json as {
        outcome?: string
        code?: string
        data?: string
      }
      const saw = answer.outcome === 'accepted' ? 'accepted' : 'refused'
      const code = answer.data ?? answer.code
      return (
        outcome(given.outcome, saw, ` ${code ?? ''}`) ??
        (given.code === undefined || given.code === code ? undefined : `refused with ${code}`)
      )
    },
  },
  signIn: {
    kind: 'door',
    text: ({ user, password, outcome: wanted }) =>
      `${password === 'original' ? 'the original password' : 'the new password'} of ${user} is ${wanted} in the cloud`,
    differs: async ({ given, doors }) => {
      const { accessToken, code } = await doors.signIn(given.user, doors.password(given.user, given.password))
      const saw = accessToken === undefined ? 'refused' : 'accepted'
      return (
        outcome(given.outcome, saw, ` ${code ?? ''}`) ??
        (given.code === undefined || given.code === code ? undefined : `refused with ${code}`)
      )
    },
  },
  user: {
    kind: 'door',
    text: ({ user, has }) =>
      `${user} has ${Object.entries(has)
        .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
        .join(', ')}`,
    differs: async ({ given, doors }) => {
      const found = await graphUser(doors, given.user, Object.keys(given.has))
      const wrong = Object.entries(given.has).filter(
        ([name, value]) => JSON.stringify(found[name]) !== JSON.stringify(value),
      )
      return wrong.length === 0
        ? undefined
        : list(wrong.map(([name]) => `${name} = ${JSON.stringify(found[name])}`))
    },
  },
  writeback: {
    kind: 'door',
    text: ({ onboarded, toggle, listening }) =>
      Object.entries({
        'Connect onboarded': onboarded,
        'portal toggle': toggle,
        'agent listening': listening,
      })
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `${name}: ${value ? 'yes' : 'no'}`)
        .join(', '),
    differs: async ({ given, doors }) => {
      const state = (await doors.control('connect/state')).json as {
        writebackOnboarded: boolean
        listener: string
      }
      const blade = await doors.as(
        doors.who('Global Administrator'),
        '/api/PasswordReset/OnPremisesPasswordResetPolicies',
      )
      const toggle = (blade.json as { passwordWritebackEnabled: boolean }).passwordWritebackEnabled
      const saw = { onboarded: state.writebackOnboarded, toggle, listening: state.listener === 'listening' }
      const wrong = (['onboarded', 'toggle', 'listening'] as const).filter(
        (name) => given[name] !== undefined && given[name] !== saw[name],
      )
      return wrong.length === 0 ? undefined : list(wrong.map((name) => `${name}: ${saw[name]}`))
    },
  },
  later: {
    kind: 'door',
    text: ({ user, property, than }) => `${property} of ${user} is later than ${than}`,
    differs: async ({ given, doors }) => {
      const found = await graphUser(doors, given.user, [given.property, given.than])
      const [one, other] = [String(found[given.property]), String(found[given.than])]
      return Date.parse(one) > Date.parse(other) ? undefined : `${one} and ${other}`
    },
  },
}

function isAudit(row: Readonly<Record<string, unknown>>, given: CheckArguments<'audit'>): boolean {
  return (
    row.activityDisplayName === given.activity &&
    (given.result === undefined || row.result === given.result) &&
    (given.reason === undefined || row.resultReason === given.reason)
  )
}

type AnyCheck = Check<'refused'>

async function ask(
  check: ScenarioCheck,
  doors: Doors,
  events: readonly JournalEvent[],
): Promise<CheckResult> {
  const { text, differs } = checks[check.word] as unknown as AnyCheck
  const given = check.arguments as CheckArguments<'refused'>
  const saw = await differs({ given, doors, events })
  return { text: text(given), ok: saw === undefined, ...(saw === undefined ? {} : { saw }) }
}

/** Asks every check; door words only once all journal words hold, since a logon is an act of its own. */
export async function askChecks(
  asked: readonly ScenarioCheck[],
  doors: Doors,
  events: readonly JournalEvent[],
): Promise<CheckResult[]> {
  const results = new Map<ScenarioCheck, CheckResult>()
  const ofKind = (kind: 'journal' | 'door') => asked.filter((check) => checks[check.word].kind === kind)
  for (const check of ofKind('journal')) results.set(check, await ask(check, doors, events))
  const ready = [...results.values()].every((result) => result.ok)
  for (const check of ofKind('door'))
    results.set(check, ready ? await ask(check, doors, events) : waiting(check))
  return asked.map((check) => results.get(check) ?? waiting(check))
}

/** What a check says before it was asked. */
export function waiting(check: ScenarioCheck): CheckResult {
  const { text } = checks[check.word] as unknown as AnyCheck
  return { text: text(check.arguments as CheckArguments<'refused'>), ok: false }
}
