/** What a person did, read from the journal: one event of it, or several of a kind, become a verb. */
import { coreDirectoryActivities } from '#core/codes/audit.ts'
import { ldapCodes } from '#core/codes/ldap.ts'
import { ssprActivities } from '#core/codes/sspr-audit.ts'
import type { JournalEvent } from '#core/contracts/journal.ts'
import type { Act, Words } from './record-act.ts'
import { configuredActs, cycleActs, serviceAct } from './record-connect.ts'
import { graphAct } from './record-graph.ts'
import { Passwords, policyRefusals } from './record-passwords.ts'

type FlowAct = (user: string, passwords: Passwords, end: JournalEvent | undefined) => Words

/** A refusal by the domain's policy is played again with a password that breaks it. */
const typed = (user: string, passwords: Passwords, end: JournalEvent | undefined): string => {
  if (end?.code !== undefined && policyRefusals.has(end.code)) return passwords.weak
  return end?.code === undefined ? passwords.replace(user) : passwords.next()
}

const flowActs: Readonly<Record<string, FlowAct>> = {
  'admin-reset': (user, passwords, end) => ({
    'portal.resetPassword': { user, newPassword: typed(user, passwords, end) },
  }),
  'change-password': (user, passwords, end) => {
    const oldPassword = passwords.of(user)
    return { 'user.changePassword': { user, oldPassword, newPassword: typed(user, passwords, end) } }
  },
  'self-service-reset': (user, passwords, end) => ({
    'user.resetForgottenPassword': { user, newPassword: typed(user, passwords, end) },
  }),
  unlock: (user) => ({ 'user.unlockAccount': { user } }),
  registration: (user, passwords) => ({
    'user.registerSecurityInfo': { user, password: passwords.of(user) },
  }),
}
export const isPlayed = (flow: string): boolean => flow in flowActs

type Row = Readonly<Record<string, unknown>>
const rowOf = (value: unknown): Row => (typeof value === 'object' && value !== null ? (value as Row) : {})
const rowsOf = (value: unknown): Row[] => (Array.isArray(value) ? value.map(rowOf) : [])

/** Audit rows keep values as JSON arrays in text. */
function listed(value: unknown): unknown[] {
  try {
    const parsed: unknown = JSON.parse(String(value))
    return Array.isArray(parsed) ? parsed : []
  } catch {
    return []
  }
}

const changedProperties = (event: JournalEvent): Row[] =>
  rowsOf(rowsOf(event.data?.targetResources)[0]?.modifiedProperties)

const products = (value: unknown): string[] =>
  listed(value).flatMap((text) => String(text).split(', ').filter(Boolean))

function licenceAct(event: JournalEvent): Words | undefined {
  const change = changedProperties(event).find(({ displayName }) => displayName === 'AssignedLicense')
  const [before, after] = [products(change?.oldValue), products(change?.newValue)]
  const given = after.find((sku) => !before.includes(sku))
  const taken = before.find((sku) => !after.includes(sku))
  if (given !== undefined) return { 'portal.assignLicense': { user: event.target, sku: given } }
  return taken === undefined ? undefined : { 'portal.removeLicense': { user: event.target, sku: taken } }
}

const policyWords: Readonly<Record<string, (value: unknown) => Words>> = {
  enabled: (scope) => ({ 'portal.enablePasswordReset': { scope } }),
  methodsRequired: (required) => ({ 'portal.setResetMethods': { required } }),
  writeBack: (writeBack) => ({ 'portal.setOnPremisesIntegration': { writeBack } }),
  unlockWithoutReset: (unlock) => ({ 'portal.setOnPremisesIntegration': { unlock } }),
  bannedPasswords: (words) => ({ 'portal.setBannedPasswords': { words: [words].flat() } }),
}

function policyAct(event: JournalEvent): Words | undefined {
  const [change] = changedProperties(event)
  return policyWords[String(change?.displayName)]?.(listed(change?.newValue)[0])
}

/** Changed together with others, it is a call of its own kind. */
function locationAct(event: JournalEvent): Words | undefined {
  const changes = changedProperties(event).filter(
    ({ displayName }) => !/^(Included|Target)/.test(String(displayName)),
  )
  const [change] = changes
  const country = listed(change?.newValue)[0]
  if (changes.length > 1 || change?.displayName !== 'UsageLocation') return undefined
  return typeof country === 'string'
    ? { 'portal.setUsageLocation': { user: event.target, country } }
    : undefined
}

const auditActs: Readonly<Record<string, (event: JournalEvent) => Words | undefined>> = {
  [coreDirectoryActivities.changeUserLicense.activity]: licenceAct,
  [coreDirectoryActivities.updateUser.activity]: locationAct,
  [ssprActivities.policyChanged.activity]: policyAct,
  [ssprActivities.writebackEnabled.activity]: () => ({ 'connect.setPasswordWriteback': { enabled: true } }),
  [ssprActivities.writebackDisabled.activity]: () => ({ 'connect.setPasswordWriteback': { enabled: false } }),
}

const actorOf = (event: JournalEvent): string | undefined => {
  const name = rowOf(rowOf(event.data?.initiatedBy).user).userPrincipalName
  return typeof name === 'string' && name.includes('@') ? name : undefined
}

function auditAct(event: JournalEvent): Act | undefined {
  const words = auditActs[String(event.data?.activityDisplayName)]?.(event)
  const as = actorOf(event)
  const { seq, correlationId } = event
  return (
    words && {
      seq,
      do: words,
      ...(as === undefined ? {} : { as }),
      ...(correlationId === undefined ? {} : { correlationId }),
    }
  )
}

/** The Security log of the domain controller names who did it, and to whom. */
const byAdministrator: Readonly<Record<number, (user: string, passwords: Passwords) => Words>> = {
  4724: (user, passwords) => ({ 'ldap.setPassword': { user, newPassword: passwords.replace(user) } }),
  4722: (user) => ({ 'ldap.setEnabled': { user, enabled: true } }),
  4725: (user) => ({ 'ldap.setEnabled': { user, enabled: false } }),
}

function windowsAct({ seq, data }: JournalEvent, passwords: Passwords): Act | undefined {
  const { eventId, message } = data ?? {}
  const [, by, user] = /^\S+\\(\S+) .* \S+\\([^\\\s]+)\.$/.exec(String(message)) ?? []
  if (user === undefined || by?.startsWith('MSOL_') || data?.level !== 'Audit Success') return undefined
  const words = byAdministrator[Number(eventId)]?.(user, passwords)
  return words && { seq, do: words }
}

/** A wrong password is typed again as one; whatever else was refused was the right one. */
function logonAct({ seq, type, target = '', code }: JournalEvent, passwords: Passwords): Act {
  const data = Object.entries(ldapCodes).find(([name]) => name === code)?.[1].data
  if (data === ldapCodes.LogonFailed.data)
    return {
      seq,
      do: { 'workstation.failLogons': { user: target, times: 1 } },
      checks: [{ windowsEvent: { id: 4625 } }],
    }
  const password = passwords.of(target)
  const outcome = type === 'logon.accepted' ? 'accepted' : 'refused'
  const check = { user: target, password, outcome, ...(data === undefined ? {} : { code: data }) }
  return { seq, do: { 'workstation.logon': { user: target, password } }, checks: [{ logon: check }] }
}

interface Ran {
  readonly at: number
  readonly job: string
}

/** An advance is told of when all that came due has run: it begins with the first event of the time that was leapt over. */
function advanceAct(event: JournalEvent, before: readonly JournalEvent[]): Act | undefined {
  const [, ms] = /^The clock was advanced by (\d+) ms/.exec(event.summary) ?? []
  if (ms === undefined) return undefined
  const from = event.at - Number(ms)
  const first = before.find(({ seq, at }) => seq < event.seq && at > from + 1_000)
  const ran = Array.isArray(event.data?.ran) ? (event.data.ran as Ran[]) : []
  return {
    seq: first?.seq ?? event.seq,
    do: { 'clock.advance': { by: `PT${Math.round(Number(ms) / 1_000)}S` } },
    checks: [...new Set(ran.map(({ job }) => job))].map((job) => ({ ran: { job } })),
  }
}

/** In the order in which they were begun; logons that failed one after the other are one act. */
export function actsOf(events: readonly JournalEvent[]): Act[] {
  const passwords = new Passwords()
  const acts = [
    ...withoutTwins(events).flatMap((event) => actOf(event, events, passwords) ?? []),
    ...events
      .filter(({ type }) => type === 'connect.configured')
      .flatMap((event) => configuredActs(event, events)),
    ...cycleActs(events),
  ]
  const advances = acts.filter(({ do: words }) => 'clock.advance' in words)
  const ends = new Map(advances.map((act) => [act.seq, endOf(act, events)]))
  const inAdvance = ({ seq }: Act) => [...ends].some(([from, end]) => seq > from && seq < end)
  const own = acts.filter((act) => 'clock.advance' in act.do || !inAdvance(act))
  return merged(own.sort((one, other) => one.seq - other.seq))
}

const endOf = ({ seq }: Act, events: readonly JournalEvent[]): number =>
  events.find((event) => event.seq >= seq && event.type === 'clock.moved')?.seq ?? seq

function actOf(event: JournalEvent, events: readonly JournalEvent[], passwords: Passwords): Act | undefined {
  const { type, flow = '', target, seq, correlationId } = event
  if (type === 'flow.started' && target !== undefined) {
    const end = events.find(
      (other) =>
        other.type === 'flow.finished' &&
        other.flow === flow &&
        other.seq > seq &&
        other.correlationId === correlationId,
    )
    const words = flowActs[flow]?.(target, passwords, end)
    // Pages tell the audit log of somebody's coming before the flow itself begins.
    const first = events.find((other) => correlationId !== undefined && other.correlationId === correlationId)
    return (
      words && {
        seq: first?.seq ?? seq,
        do: words,
        ...(correlationId === undefined ? {} : { correlationId }),
      }
    )
  }
  if (type === 'audit.recorded') return auditAct(event)
  if (type.startsWith('logon.') && target !== undefined) return logonAct(event, passwords)
  if (type === 'clock.moved') return advanceAct(event, events)
  if (type === 'service.started' || type === 'service.stopped') return serviceAct(event)
  if (type === 'graph.answered') return graphAct(event, passwords, firstOf(event, events))
  return type === 'windows-event.written' ? windowsAct(event, passwords) : undefined
}

/** The rows that a call leaves behind come before its answer. */
const firstOf = ({ seq, correlationId }: JournalEvent, events: readonly JournalEvent[]): number =>
  events.find((other) => correlationId !== undefined && other.correlationId === correlationId)?.seq ?? seq

/** A call that is known by a verb of its own is not told once more as a call. */
function withoutTwins(events: readonly JournalEvent[]): JournalEvent[] {
  const isCall = ({ type }: JournalEvent) => type === 'graph.answered'
  const none = new Passwords()
  const known = new Set(
    events.filter((event) => !isCall(event)).map((event) => actOf(event, events, none)?.correlationId),
  )
  return events.filter(
    (event) => !isCall(event) || event.correlationId === undefined || !known.has(event.correlationId),
  )
}

const failedLogons = ({ do: words }: Act) =>
  words['workstation.failLogons'] as { readonly user: string; readonly times: number } | undefined

function merged(acts: readonly Act[]): Act[] {
  const all: Act[] = []
  for (const act of acts) {
    const last = all.at(-1)
    const [before, now] = [last && failedLogons(last), failedLogons(act)]
    if (before === undefined || now === undefined || before.user !== now.user) all.push(act)
    else {
      const times = before.times + now.times
      all[all.length - 1] = { ...act, ...last, do: { 'workstation.failLogons': { user: now.user, times } } }
    }
  }
  return all
}
