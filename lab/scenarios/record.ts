/**
 * `scenario record`: what a person just did on the screens, as a draft. The journal knows who did what and what followed; it
 * never knew a password, so those stand as a placeholder to be filled in.
 */
import { stringify } from 'yaml'
import { coreDirectoryActivities } from '#core/codes/audit.ts'
import { ssprActivities } from '#core/codes/sspr-audit.ts'
import type { JournalEvent } from '#core/contracts/journal.ts'

const placeholder = 'Choose-A-Password-1!'

type Words = Readonly<Record<string, unknown>>
interface Act {
  readonly seq: number
  readonly do: Words
  readonly as?: string
}

const flowActs: Readonly<Record<string, (user: string) => Words>> = {
  'admin-reset': (user) => ({ 'portal.resetPassword': { user, newPassword: placeholder } }),
  'change-password': (user) => ({
    'user.changePassword': { user, oldPassword: 'original', newPassword: placeholder },
  }),
  'self-service-reset': (user) => ({ 'user.resetForgottenPassword': { user, newPassword: placeholder } }),
  unlock: (user) => ({ 'user.unlockAccount': { user } }),
  registration: (user) => ({ 'user.registerSecurityInfo': { user, password: 'original' } }),
}

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

function locationAct(event: JournalEvent): Words | undefined {
  const change = changedProperties(event).find(({ displayName }) => displayName === 'UsageLocation')
  const country = listed(change?.newValue)[0]
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

function actOf(event: JournalEvent): Act | undefined {
  const words = wordsOf(event)
  const as = event.type === 'audit.recorded' ? actorOf(event) : undefined
  return words === undefined ? undefined : { seq: event.seq, do: words, ...(as === undefined ? {} : { as }) }
}

function wordsOf(event: JournalEvent): Words | undefined {
  const { type, flow = '', target, summary, data } = event
  if (type === 'flow.started' && target !== undefined) return flowActs[flow]?.(target)
  if (type === 'audit.recorded') return auditActs[String(data?.activityDisplayName)]?.(event)
  if (type.startsWith('logon.') && target !== undefined)
    return { 'workstation.logon': { user: target, password: 'original' } }
  const [, ms] = /^The clock was advanced by (\d+) ms/.exec(summary) ?? []
  return type === 'clock.moved' && ms !== undefined
    ? { 'clock.advance': { by: `PT${Math.round(Number(ms) / 1_000)}S` } }
    : undefined
}

/** What followed an act, as checks: refusals, flows that ended well, rows of the event log and of the audit log. */
function checksOf(events: readonly JournalEvent[]): Words[] {
  const checks = events.flatMap((event): Words[] => {
    const { type, flow = '', code, step, data } = event
    if (type === 'step.refused' && flow in flowActs) return [{ refused: { code, step } }]
    if (type === 'flow.finished' && code === undefined && flow in flowActs && flow !== 'registration')
      return [{ done: { flow } }]
    if (type === 'windows-event.written' && data?.log === 'Application')
      return [{ windowsEvent: { id: data.eventId, source: data.source } }]
    return type === 'audit.recorded'
      ? [{ audit: { activity: data?.activityDisplayName, result: data?.result } }]
      : []
  })
  return [...new Map(checks.map((check) => [JSON.stringify(check), check])).values()]
}

export interface Draft {
  readonly id: string
  readonly title: string
  readonly world: string
}

/** YAML to be finished by hand: the sentences of `say` and `because`, and the passwords. */
export function draftOf(events: readonly JournalEvent[], { id, title, world }: Draft): string {
  const restored = events.findLastIndex(({ type }) => type === 'lab.restored')
  const since = events.slice(restored + 1)
  const acts = since.flatMap((event) => actOf(event) ?? [])
  const steps = acts.map((act, at) => {
    const next = acts[at + 1]?.seq ?? Number.POSITIVE_INFINITY
    const followed = since.filter(({ seq }) => seq >= act.seq && seq < next)
    const checks = checksOf(followed)
    return {
      id: `step-${at + 1}`,
      say: 'What the learner is to do.',
      ...(act.as === undefined ? {} : { as: act.as }),
      do: act.do,
      // A step that left no trace has no check: lint asks its author for one.
      ...(checks.length === 0 ? {} : { check: checks }),
    }
  })
  return stringify({ id, title, world, steps }, { lineWidth: 130 })
}
