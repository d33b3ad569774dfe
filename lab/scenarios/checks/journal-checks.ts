/** Checks on what happened since the step began: cheap and harmless, asked again whenever something happens. */
import type { JournalEvent } from '#core/contracts/journal.ts'
import type { CheckArguments } from '#core/contracts/scenario-checks.ts'
import { type JournalCheck, list, part } from './check.ts'

type Row = Readonly<Record<string, unknown>>

const rows = (events: readonly JournalEvent[], type: string): Row[] =>
  events.filter((event) => event.type === type).map((event) => event.data ?? {})

const windowsRows = (events: readonly JournalEvent[]) => rows(events, 'windows-event.written')
const audits = (events: readonly JournalEvent[]) => rows(events, 'audit.recorded')

const isSame = (wanted: unknown, found: unknown): boolean => wanted === undefined || wanted === found

/** A computer's name may stand before its domain. */
const isOn = (row: Row, computer: string | undefined): boolean =>
  computer === undefined || String(row.computer).split('.')[0]?.toUpperCase() === computer.toUpperCase()

const entries = (value: unknown): Row[] => (Array.isArray(value) ? value : [])

function isAudit(row: Row, given: CheckArguments<'audit'>): boolean {
  const agent = entries(row.additionalDetails).find(({ key }) => key === 'OnPremisesAgent')?.value
  return (
    row.activityDisplayName === given.activity &&
    isSame(given.result, row.result) &&
    isSame(given.reason, row.resultReason) &&
    isSame(given.agent, agent)
  )
}

const sayAudit = (row: Row): string => `${row.activityDisplayName} (${row.result}: ${row.resultReason ?? ''})`

const errorCode = (row: Row): unknown =>
  typeof row.status === 'object' && row.status !== null && 'errorCode' in row.status
    ? row.status.errorCode
    : undefined

export const refused: JournalCheck<'refused'> = {
  text: ({ code, step }) => `refused with ${code}${part(' at ', step)}`,
  differs: ({ code, step }, events) => {
    const refusals = events.filter((event) => event.type === 'step.refused')
    return refusals.some((event) => event.code === code && isSame(step, event.step))
      ? undefined
      : list(refusals.map((event) => `${event.code} at ${event.step}`))
  },
}

export const done: JournalCheck<'done'> = {
  text: ({ flow }) => `${flow} went through`,
  differs: ({ flow }, events) => {
    const ends = events.filter((event) => event.type === 'flow.finished')
    return ends.some((event) => event.flow === flow && event.code === undefined)
      ? undefined
      : list(ends.map((event) => event.summary))
  },
}

export const windowsEvent: JournalCheck<'windowsEvent'> = {
  text: ({ id, source, says, computer }) =>
    `event ${id}${source === undefined ? '' : ` (${source})`} in the event log${part(' of ', computer)}${part(', with ', says)}`,
  differs: ({ id, source, says, computer }, events) => {
    const found = windowsRows(events).filter((row) => row.eventId === id && isOn(row, computer))
    const hit = found.some(
      (row) => isSame(source, row.source) && (says === undefined || String(row.message).includes(says)),
    )
    if (hit) return undefined
    return list(
      found.length > 0 ? found.map(({ message }) => message) : windowsRows(events).map((row) => row.eventId),
    )
  },
}

export const noWindowsEvent: JournalCheck<'noWindowsEvent'> = {
  text: ({ ids, computer }) => `no event ${ids.join(', ')}${part(' in the log of ', computer)}`,
  differs: ({ ids, computer }, events) => {
    const there = windowsRows(events)
      .filter((row) => isOn(row, computer))
      .map(({ eventId }) => Number(eventId))
      .filter((id) => ids.includes(id))
    return there.length === 0 ? undefined : list(there)
  },
}

export const audit: JournalCheck<'audit'> = {
  text: ({ activity, result, reason, count }) =>
    `audit row “${activity}”${part(', ', result)}${part(': ', reason)}${part(', times ', count)}`,
  differs: (given, events) => {
    const hits = audits(events).filter((row) => isAudit(row, given))
    return hits.length >= (given.count ?? 1) ? undefined : list(audits(events).map(sayAudit))
  },
}

export const noAudit: JournalCheck<'noAudit'> = {
  text: ({ activity, result }) => `no audit row “${activity}”${part(', ', result)}`,
  differs: (given, events) => {
    const hits = audits(events).filter((row) => isAudit(row, given))
    return hits.length === 0 ? undefined : list(hits.map(sayAudit))
  },
}

export const signInLog: JournalCheck<'signInLog'> = {
  text: ({ user, code }) => `sign-in log: ${user}, ${code === 0 ? 'success' : code}`,
  differs: ({ user, code }, events) => {
    const codes = rows(events, 'sign-in.recorded')
      .filter((row) => String(row.userPrincipalName).toLowerCase() === user.toLowerCase())
      .map(errorCode)
    return codes.includes(code) ? undefined : list(codes)
  },
}

const sayCall = ({ method, route, path, status, error }: Row): string =>
  `${method} ${route ?? path}: ${status}${part(' ', error)}`

export const graphAnswer: JournalCheck<'graphAnswer'> = {
  text: ({ method, route, user, status, error, says }) =>
    `Graph answers ${method} ${route}${part(' of ', user)} with ${status}${part(' ', error)}${part(', saying ', says)}`,
  differs: ({ method, route, user, status, error, says }, events) => {
    const calls = events.filter(({ type }) => type === 'graph.answered')
    const hit = calls.some(
      ({ target, data = {} }) =>
        data.method === method &&
        data.route === route &&
        data.status === status &&
        isSame(user?.toLowerCase(), target?.toLowerCase()) &&
        isSame(error, data.error) &&
        (says === undefined || String(data.says).includes(says)),
    )
    return hit ? undefined : list(calls.map(({ data = {} }) => sayCall(data)))
  },
}

export const connectSetting: JournalCheck<'connectSetting'> = {
  text: ({ name, is }) =>
    `the Connect server’s ${name} ${is === undefined ? 'was changed' : `became ${JSON.stringify(is)}`}`,
  differs: ({ name, is }, events) => {
    const changes = rows(events, 'connect.configured').map(({ settings }) => Object(settings) as Row)
    const hit = changes.some(
      (settings) =>
        name in settings && (is === undefined || JSON.stringify(settings[name]) === JSON.stringify(is)),
    )
    return hit ? undefined : list(changes.flatMap(Object.keys))
  },
}

export const message: JournalCheck<'message'> = {
  text: ({ kind, to }) => `${kind} delivered${part(' to ', to)}`,
  differs: ({ kind, to }, events) => {
    const sent = rows(events, 'message.delivered')
    return sent.some((row) => row.kind === kind && isSame(to, row.to))
      ? undefined
      : list(sent.map((row) => `${row.kind} to ${row.to}`))
  },
}

export const ran: JournalCheck<'ran'> = {
  text: ({ job }) => `the job “${job}” ran meanwhile`,
  differs: ({ job }, events) => {
    const jobs = rows(events, 'clock.moved').flatMap((row) => entries(row.ran).map((one) => one.job))
    return jobs.includes(job) ? undefined : list(jobs)
  },
}

export const syncRun: JournalCheck<'syncRun'> = {
  text: ({ status, profile }) => `${profile ?? 'a run profile'} ended with ${status}`,
  differs: ({ status, profile }, events) => {
    const runs = rows(events, 'sync.run-finished')
    return runs.some((row) => row.status === status && isSame(profile, row.profile))
      ? undefined
      : list(runs.map((row) => `${row.profile}: ${row.status}`))
  },
}
