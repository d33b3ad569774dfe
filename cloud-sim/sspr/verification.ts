/** The gates: sending a code, asking questions, and judging what comes back (writeback.md §3.1, §3.4). */
import { randomInt } from 'node:crypto'
import { completedMethod, progressReasons, startedMethod } from '#core/codes/sspr-audit.ts'
import type { PushAnswer, ResetMethod } from '#core/contracts/sspr.ts'
import { minutes } from '#core/sspr/limits.ts'
import { dialled, needsFullNumber } from '#core/sspr/reset-methods.ts'
import { gateSteps } from '#core/sspr/self-service-reset.ts'
import type { Throttled } from '#core/sspr/throttling.ts'
import { pass, type Refusal, refuse, type StepOutcome } from '#core/steps.ts'
import { answerHash } from './further-registration.ts'
import { codeHash, isCode, newCode } from './one-time-codes.ts'
import {
  isAnsweredOnPhone,
  isOffered,
  keepSession,
  type OpenSession,
  type SentChallenge,
} from './reset-session.ts'
import { actorOf, recordProgress, runStretch } from './session-flow.ts'
import { takeAuthenticatorCode } from './take-authenticator-code.ts'
import { limitsOf } from './tenant-reset.ts'
import { countThrottled, throttleOf } from './throttle-book.ts'

export type Moved =
  | { readonly ok: true; readonly open: OpenSession }
  | { readonly ok: false; readonly refusal: Refusal; readonly open: OpenSession }

const no = (open: OpenSession, code: string, because: string, step = 'send-challenge'): Moved => ({
  ok: false,
  open,
  refusal: { code, step, because },
})

const throttleKind = (method: ResetMethod): Throttled | undefined => {
  if (method === 'email') return 'email'
  if (method === 'securityQuestions') return 'questions'
  return method === 'appCode' ? undefined : 'phone'
}

/** Starts one verification option; the code, if there is one, goes to the phone or mailbox on file. */
export async function challenge(
  open: OpenSession,
  method: ResetMethod,
  typedNumber: string | undefined,
): Promise<Moved> {
  if (open.session.page !== 'verify')
    return no(open, 'WrongMoment', `The session is at the page ${open.session.page}.`)
  if (!isOffered(open, method)) return no(open, 'MethodNotOffered', `${method} is not on offer at this gate.`)
  const kind = throttleKind(method)
  const refused = kind === undefined ? undefined : await countFor(open, kind)
  if (refused !== undefined) return no(open, refused, 'Too many verifications of this kind.')
  if (
    needsFullNumber(method) &&
    dialled(typedNumber ?? '') !== dialled(open.subject.contacts.mobilePhone ?? '')
  )
    return no(open, 'IncorrectPhoneNumber', 'The number typed differs from the registered one.')
  recordProgress(open, startedMethod(method))
  return { ok: true, open: await keepSession(open, { challenge: send(open, method) }) }
}

const countFor = (open: OpenSession, kind: Throttled) =>
  countThrottled(open.directory, kind, limitsOf(open.host), {
    user: open.user,
    by: actorOf(open),
    correlationId: open.session.correlationId,
  })

function send(open: OpenSession, method: ResetMethod): SentChallenge {
  const { directory, session, host, subject } = open
  const expiresAt = directory.lab.clock.now() + minutes(limitsOf(host).otpMinutes)
  const nothingSent: SentChallenge = { method, hash: null, expiresAt, questions: [] }
  if (method === 'appCode') return nothingSent
  if (method === 'securityQuestions')
    return {
      ...nothingSent,
      questions: pickQuestions(subject.contacts.questions, limitsOf(host).questions.reset[0]),
    }
  const code = newCode()
  deliver(open, method, code)
  const sent = { ...nothingSent, hash: codeHash(session.id, code) }
  return method === 'appNotification' ? { ...sent, number: numberToMatch() } : sent
}

/** Two digits, as the page shows them. */
const numberToMatch = (): string => String(randomInt(10, 100))

/** A different set each time, so that a wrong answer does not meet the same questions again. */
function pickQuestions(known: number, wanted: number): number[] {
  const places = Array.from({ length: known }, (_, place) => place)
  for (let left = places.length - 1; left > 0; left--) {
    const other = randomInt(left + 1)
    const [a, b] = [places[left] ?? 0, places[other] ?? 0]
    places[left] = b
    places[other] = a
  }
  return places.slice(0, wanted)
}

function deliver(
  open: OpenSession,
  method: Exclude<ResetMethod, 'appCode' | 'securityQuestions'>,
  code: string,
): void {
  const { directory, user, session, subject } = open
  const tenant = directory.tenant().displayName
  const { correlationId } = session
  const { mobilePhone, officePhone, email } = subject.contacts
  const send = directory.lab.inbox.deliver
  const voice = `This is the ${tenant} password reset. Press the pound key to confirm, or type the code ${code}.`
  if (method === 'email')
    send({
      kind: 'email',
      to: email ?? '',
      from: 'msonlineservicesteam@microsoftonline.com',
      subject: `${tenant} account verification code`,
      text: `Your code is ${code}. It is valid for five minutes.`,
      code,
      correlationId,
    })
  else if (method === 'mobileSms')
    send({
      kind: 'sms',
      to: mobilePhone ?? '',
      from: 'Microsoft',
      text: `Use verification code ${code} for ${tenant} password reset.`,
      code,
      correlationId,
    })
  else if (method === 'appNotification')
    send({
      kind: 'push',
      to: user.userPrincipalName,
      from: 'Microsoft',
      subject: session.id,
      answerAt: phonePath(session.id),
      text: `${tenant}: approve the password reset of ${user.userPrincipalName}?`,
      code,
      correlationId,
    })
  else
    send({
      kind: 'call',
      to: (method === 'officeCall' ? officePhone : mobilePhone) ?? '',
      from: 'Microsoft',
      subject: session.id,
      answerAt: phonePath(session.id),
      text: voice,
      code,
      correlationId,
    })
}

/** Where the phone answers. */
const phonePath = (sessionId: string): string =>
  `/passwordreset/v1/sessions/${encodeURIComponent(sessionId)}/push`

/** Judges a proof. Right: on to the next gate or page. Wrong: counted, and blocked after the fifth in a day. */
export async function verify(open: OpenSession, method: ResetMethod, code: string): Promise<Moved> {
  const { session } = open
  if (session.page !== 'verify')
    return no(open, 'WrongMoment', `The session is at the page ${session.page}.`, 'verify-first-method')
  const blocked = throttleOf(open.directory, open.user.id, 'failed-proof', limitsOf(open.host))
  if (blocked !== undefined) return no(open, blocked, 'The account is blocked.', 'verify-first-method')
  const gate = session.passed.length === 0 ? 1 : 2
  const outcome = await judge(open, method, code)
  const last = gate === open.gatePolicy.gates
  const steps = gateSteps.slice(gate - 1, last ? 2 : gate)
  const refusal = await runStretch(open, steps, { judgeProof: () => outcome })
  return refusal === undefined ? passGate(open, method, last) : failGate(open, refusal)
}

async function passGate(open: OpenSession, method: ResetMethod, last: boolean): Promise<Moved> {
  recordProgress(open, completedMethod(method))
  if (last) recordProgress(open, progressReasons.completedAll)
  const page = last ? (open.session.intent === 'unlock' ? 'unlock' : 'new-password') : 'verify'
  return {
    ok: true,
    open: await keepSession(open, { passed: [...open.session.passed, method], challenge: null, page }),
  }
}

const wrongProofs: readonly string[] = ['IncorrectCode', 'PushDenied']

async function failGate(open: OpenSession, refusal: Refusal): Promise<Moved> {
  if (!wrongProofs.includes(refusal.code)) return { ok: false, open, refusal }
  const blocked = await countFor(open, 'failed-proof')
  if (blocked !== undefined) return no(open, blocked, 'Five wrong proofs within 24 hours.', refusal.step)
  const asksAgain = open.session.challenge?.method === 'securityQuestions'
  const next = asksAgain ? await keepSession(open, { challenge: send(open, 'securityQuestions') }) : open
  return { ok: false, open: next, refusal }
}

async function judge(open: OpenSession, method: ResetMethod, code: string): Promise<StepOutcome> {
  const { session, directory } = open
  const now = directory.lab.clock.now()
  const sent = session.challenge
  if (!isOffered(open, method) || sent === null || sent.method !== method)
    return refuse('MethodNotOffered', 'No verification of this kind was started.')
  if (now > sent.expiresAt) return refuse('CodeExpired', 'The code was older than five minutes.')
  if (method === 'securityQuestions') return judgeAnswers(open, sent, code)
  if (method === 'appCode') return judgeAppCode(open, code)
  if (sent.answer !== undefined) return judgeAnswer(sent)
  if (method === 'appNotification') return refuse('PushPending', 'The app has not answered yet.')
  return sent.hash !== null && isCode(session.id, code, sent.hash)
    ? pass()
    : refuse('IncorrectCode', 'The code differs from the one that was sent.')
}

function judgeAnswers({ directory, user }: OpenSession, sent: SentChallenge, code: string): StepOutcome {
  const answers = code.split('\n')
  const stored = directory.methodsOf(user.id).securityQuestions
  const right = sent.questions.every(
    (place, index) => stored[place]?.answerHash === answerHash(user.id, answers[index] ?? ''),
  )
  return right ? pass() : refuse('IncorrectCode', 'An answer was wrong; other questions are asked.')
}

const judgeAppCode = ({ directory, user }: OpenSession, code: string): StepOutcome =>
  takeAuthenticatorCode(directory, user.id, code)
    ? pass()
    : refuse('IncorrectCode', 'It is not the code that the app shows now, or it was used already.')

const judgeAnswer = ({ answer }: SentChallenge): StepOutcome =>
  answer === 'approved' ? pass() : refuse('PushDenied', 'The phone answered no.')

/**
 * The phone's answer to a notification or call; the code in it proves that it is the phone that was asked. A wrong
 * number is a no, for whoever guesses would have a hundred tries.
 */
export async function answerOnPhone(
  open: OpenSession,
  { code, approve, number }: PushAnswer,
): Promise<'IncorrectCode' | 'NumberMismatch' | undefined> {
  const sent = open.session.challenge
  const waits = sent !== null && isAnsweredOnPhone(sent.method) && sent.answer === undefined
  if (!waits || sent.hash === null || !isCode(open.session.id, code, sent.hash)) return 'IncorrectCode'
  const mismatch = approve && sent.number !== undefined && number?.trim() !== sent.number
  const answer = approve && !mismatch ? 'approved' : 'denied'
  await keepSession(open, { challenge: { ...sent, answer } })
  return mismatch ? 'NumberMismatch' : undefined
}
