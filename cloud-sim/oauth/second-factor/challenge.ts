/** One prompt for a second factor: sent, answered on the phone or by a code at the page, good once and for a short while. */
import { randomBytes, randomInt } from 'node:crypto'
import type { CloudUser } from '#core/entra/model.ts'
import {
  countSecondFactor,
  isSecondFactorLocked,
  type SecondFactor,
  type SecondFactorAttempts,
  secondFactorLimits,
  secondFactors,
} from '#core/entra/second-factor.ts'
import type { Instant, StoredRecord } from '#core/ports.ts'
import { minutes } from '#core/sspr/limits.ts'
import { maskPhone } from '#core/sspr/reset-methods.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { codeHash, isCode, newCode } from '../../sspr/one-time-codes.ts'
import { takeAuthenticatorCode } from '../../sspr/take-authenticator-code.ts'

/** `cloud.second-factor-challenges`; ids carry the tenant. */
export interface SecondFactorChallenge extends StoredRecord {
  readonly userId: string
  readonly method: SecondFactor
  /** Of the code that was sent, or that the phone proves itself with. */
  readonly hash: string
  /** What the page shows and the app asks for. */
  readonly number?: string
  readonly answer?: 'approved' | 'denied' | 'used'
  readonly reported?: boolean
  readonly expiresAt: Instant
  readonly correlationId: string
  readonly ipAddress: string
}

export interface Prompted {
  readonly directory: TenantDirectory
  readonly user: CloudUser
  readonly app: string
  readonly ipAddress: string
  readonly correlationId: string
}

export type Judgement = 'passed' | 'waiting' | 'wrong' | 'expired' | 'denied' | 'locked'

const challengesOf = ({ lab }: TenantDirectory) =>
  lab.store.collection<SecondFactorChallenge>('cloud.second-factor-challenges')
const attemptsOf = ({ lab }: TenantDirectory) =>
  lab.store.collection<SecondFactorAttempts>('cloud.second-factor-attempts')

export const findChallenge = (directory: TenantDirectory, id: string): SecondFactorChallenge | undefined =>
  challengesOf(directory).get(id)

export const isLockedOut = (directory: TenantDirectory, userId: string): boolean =>
  isSecondFactorLocked(attemptsOf(directory).get(userId), directory.lab.clock.now())

/** The masked number that a text or call goes to. */
export function hintOf(directory: TenantDirectory, userId: string, method: SecondFactor): string {
  const to = numberOf(directory, userId, method)
  return to === null ? '' : maskPhone(to)
}

function numberOf({ methodsOf }: TenantDirectory, userId: string, method: SecondFactor): string | null {
  const { mobilePhone, officePhone } = methodsOf(userId)
  if (method === 'OneWaySMS' || method === 'TwoWayVoiceMobile') return mobilePhone
  return method === 'TwoWayVoiceOffice' ? officePhone : null
}

const count = (directory: TenantDirectory, userId: string, what: 'failure' | 'prompt'): void => {
  const attempts = attemptsOf(directory)
  attempts.put(countSecondFactor(userId, attempts.get(userId), what, directory.lab.clock.now()))
}

/** Undefined once the user is locked out, by this prompt perhaps. */
export async function startChallenge(
  about: Prompted,
  method: SecondFactor,
): Promise<SecondFactorChallenge | undefined> {
  const { directory, user, correlationId, ipAddress } = about
  const code = newCode()
  const id = `${directory.tenantId}.${randomBytes(18).toString('base64url')}`
  const challenge: SecondFactorChallenge = {
    id,
    userId: user.id,
    method,
    hash: codeHash(id, code),
    ...(method === 'PhoneAppNotification' ? { number: String(randomInt(10, 100)) } : {}),
    expiresAt: directory.lab.clock.now() + minutes(secondFactorLimits.minutes),
    correlationId,
    ipAddress,
  }
  await directory.transaction(() => {
    forgetOld(directory)
    count(directory, user.id, 'prompt')
    challengesOf(directory).put(challenge)
  })
  if (isLockedOut(directory, user.id)) return undefined
  deliver(about, challenge, code)
  return challenge
}

/** Kept for an hour, so that a late answer hears why it comes to nothing. */
function forgetOld(directory: TenantDirectory): void {
  const challenges = challengesOf(directory)
  const now = directory.lab.clock.now()
  for (const { id, expiresAt } of challenges.values()) {
    if (expiresAt + minutes(60) > now) break
    challenges.delete(id)
  }
}

function deliver(
  { directory, user, app, correlationId }: Prompted,
  { id, method }: SecondFactorChallenge,
  code: string,
) {
  const tenant = directory.tenant().displayName
  const from = 'Microsoft'
  const answerAt = `/secondfactor/v1/challenges/${encodeURIComponent(id)}/answer`
  const to = numberOf(directory, user.id, method) ?? user.userPrincipalName
  const send = directory.lab.inbox.deliver
  if (method === 'OneWaySMS')
    send({
      kind: 'sms',
      to,
      from,
      correlationId,
      code,
      text: `Use verification code ${code} for ${tenant} authentication.`,
    })
  else if (method === 'PhoneAppNotification')
    send({
      kind: 'push',
      to,
      from,
      correlationId,
      code,
      answerAt,
      mayReport: true,
      text: `${tenant}: are you signing in to ${app} as ${user.userPrincipalName}?`,
    })
  else if (secondFactors[method].answeredOn === 'phone')
    send({
      kind: 'call',
      to,
      from,
      correlationId,
      code,
      answerAt,
      mayReport: true,
      text: `This is ${tenant}. If you are signing in, press the pound key.`,
    })
}

/** What is known of the prompt now, and with a code typed at the page, of that. Right: used up at once, so that of many one wins. */
export function judgeChallenge(
  directory: TenantDirectory,
  challenge: SecondFactorChallenge,
  typed: string | undefined,
): Promise<Judgement> {
  return directory.transaction(() => {
    const now = findChallenge(directory, challenge.id)
    if (now === undefined || now.answer === 'used' || directory.lab.clock.now() > now.expiresAt)
      return 'expired'
    if (isLockedOut(directory, now.userId)) return 'locked'
    if (now.answer === 'denied') return 'denied'
    if (secondFactors[now.method].answeredOn === 'phone')
      return now.answer === 'approved' ? use(directory, now) : 'waiting'
    if (typed === undefined) return 'waiting'
    const right =
      now.method === 'PhoneAppOTP'
        ? takeAuthenticatorCode(directory, now.userId, typed)
        : isCode(now.id, typed, now.hash)
    if (right) return use(directory, now)
    count(directory, now.userId, 'failure')
    return isLockedOut(directory, now.userId) ? 'locked' : 'wrong'
  })
}

function use(directory: TenantDirectory, challenge: SecondFactorChallenge): 'passed' {
  challengesOf(directory).put({ ...challenge, answer: 'used' })
  attemptsOf(directory).delete(challenge.userId)
  return 'passed'
}

export interface PhoneAnswer {
  readonly code: string
  readonly approve: boolean
  readonly number?: string | undefined
  readonly report?: boolean | undefined
}

/** A tap in the app, or # in a call. A wrong number is a no: whoever guesses would have a hundred tries. */
export function answerChallenge(
  directory: TenantDirectory,
  id: string,
  { code, approve, number, report }: PhoneAnswer,
): Promise<'taken' | 'reported' | 'IncorrectCode' | 'NumberMismatch'> {
  return directory.transaction(() => {
    const challenge = findChallenge(directory, id)
    const isPhone = challenge !== undefined && isCode(id, code, challenge.hash)
    if (!isPhone || secondFactors[challenge.method].answeredOn !== 'phone') return 'IncorrectCode'
    const challenges = challengesOf(directory)
    if (report === true && challenge.answer === 'denied' && challenge.reported !== true) {
      challenges.put({ ...challenge, reported: true })
      return 'reported'
    }
    if (challenge.answer !== undefined || directory.lab.clock.now() > challenge.expiresAt)
      return 'IncorrectCode'
    const mismatch = approve && challenge.number !== undefined && number?.trim() !== challenge.number
    const approved = approve && !mismatch
    if (!approved) count(directory, challenge.userId, 'failure')
    challenges.put({ ...challenge, answer: approved ? 'approved' : 'denied' })
    return mismatch ? 'NumberMismatch' : 'taken'
  })
}
