/**
 * What a writeback leaves in the Application log: which rows, with which text. The shape of the texts is the published
 * one (writeback.md §5.1), so that tools that read real logs read these; the words inside are ours.
 */

import { type HrEntry, hrCodes } from '#core/codes/hr.ts'
import type { WindowsEventName } from '#core/codes/windows-events.ts'
import { type WritebackFailureCode, writebackFailure } from '#core/codes/writeback-failures.ts'
import type { RelayOperation } from '#core/contracts/relay.ts'

export interface WritebackSubject {
  readonly trackingId: string
  readonly operation: RelayOperation
  readonly cloudAnchor: string
  readonly sourceAnchor: string
  readonly userPrincipalName: string
  readonly adminUpn?: string | undefined
  readonly forcePasswordChange?: boolean | undefined
}

export interface EventText {
  readonly name: WindowsEventName
  readonly message: string
}

const names = {
  reset: { start: 'PasswordResetStart', success: 'PasswordResetSuccess', fail: 'PasswordResetFail' },
  'admin-reset': {
    start: 'ResetUserPasswordByAdminStart',
    success: 'ResetUserPasswordByAdminSuccess',
    fail: 'ResetUserPasswordByAdminFail',
  },
  change: { start: 'ChangePasswordStart', success: 'ChangePasswordSuccess', fail: 'ChangePasswordFail' },
  // No ids are published for unlocking alone [SIM]: the reset's rows with a marker.
  unlock: { start: 'PasswordResetStart', success: 'PasswordResetSuccess', fail: 'PasswordResetFail' },
  validate: { start: 'PasswordResetStart', success: 'PasswordResetSuccess', fail: 'PasswordResetFail' },
} as const satisfies Record<RelayOperation, Record<'start' | 'success' | 'fail', WindowsEventName>>

const yesNo = (value: boolean | undefined): string => (value === true ? 'True' : 'False')
const marker = ({ operation }: WritebackSubject): string =>
  operation === 'unlock' ? ', Operation: UnlockUserAccount' : ''

function contextOf(subject: WritebackSubject): string {
  const admin = subject.adminUpn === undefined ? '' : `AdminUpn: ${subject.adminUpn}, `
  const { cloudAnchor, sourceAnchor, userPrincipalName } = subject
  return `Context: cloudAnchor: ${cloudAnchor}, SourceAnchorValue: ${sourceAnchor}, ${admin}UserPrincipalName: ${userPrincipalName}`
}

export function startEvent(subject: WritebackSubject): EventText {
  const name = names[subject.operation].start
  return {
    name,
    message: `TrackingId: ${subject.trackingId}, ${name}, Details: ${subject.userPrincipalName}${marker(subject)}`,
  }
}

export function successEvent(subject: WritebackSubject): EventText {
  const name = names[subject.operation].success
  const force =
    subject.operation === 'admin-reset' ? `, ForcePasswordChange: ${yesNo(subject.forcePasswordChange)}` : ''
  return {
    name,
    message: `TrackingId: ${subject.trackingId}, ${name}, Details: ${contextOf(subject)}${force}${marker(subject)}`,
  }
}

const exceptionName = 'Microsoft.CredentialManagement.OnPremisesPasswordReset.Shared.PasswordResetException'
const stack = '   at AADPasswordReset.SynchronizationEngineManagedHandle.ThrowSyncEngineError(Int32 hr)'

/** `Synchronization Engine returned an error hr=80230619, message=…`, or the failure's own text where no hr is known. */
export function reasonOf(code: WritebackFailureCode): string {
  const { hr, says } = writebackFailure(code)
  if (hr === undefined) return says
  const entry: HrEntry = hrCodes[hr]
  return `Synchronization Engine returned an error hr=${hr}, message=${entry.says}`
}

/** The rows of a failure, in order: the engine's own, the cause, the operation's end. */
export function failureEvents(
  subject: WritebackSubject,
  code: WritebackFailureCode,
  detail: string,
): EventText[] {
  const { event, hr } = writebackFailure(code)
  const reason = reasonOf(code)
  const trace = hr === undefined ? '' : `, Details: ${exceptionName}: ${reason}\n${stack}`
  const message = `TrackingId: ${subject.trackingId}, Reason: ${reason}, ${contextOf(subject)}${trace}${marker(subject)}`
  const engine: EventText[] =
    hr === undefined ? [] : [{ name: 'PasswordSetError', message: engineText(hr, detail) }]
  return [...engine, { name: event, message }, { name: names[subject.operation].fail, message }]
}

function engineText(hr: keyof typeof hrCodes, detail: string): string {
  const entry: HrEntry = hrCodes[hr]
  const more = detail === '' ? '' : `\n${detail}`
  return `An unexpected error has occurred during a password set operation.\n"ERR_: MMS: 0x${hr} (${entry.says})${more}"`
}
