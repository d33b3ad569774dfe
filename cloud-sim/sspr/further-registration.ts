/** Registering what has no address: the authenticator app by a code that it shows, security questions by their answers. */

import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { registeredWords } from '#core/codes/sspr-audit.ts'
import type { authenticatorOffer, questionsRegistration } from '#core/contracts/sspr.ts'
import type { RegisteredMethods } from '#core/entra/model.ts'
import type { Instant } from '#core/ports.ts'
import { minutes } from '#core/sspr/limits.ts'
import { mayRegister } from '#core/sspr/registration.ts'
import type { Refusal } from '#core/steps.ts'
import { authenticatorStep, toBase32 } from './authenticator-codes.ts'
import { isForSecondFactor, offersForSecondFactor, type Registrant } from './registration.ts'
import { asActor, recordSspr } from './sspr-audit.ts'
import { limitsOf, registrationSubjectOf } from './tenant-reset.ts'
import { countThrottled, throttleOf } from './throttle-book.ts'

/** `cloud.authenticator-offers`, id = user id: a secret that the app has not proved yet. */
interface AuthenticatorOffer {
  readonly id: string
  readonly secret: string
  readonly expiresAt: Instant
}

const offersOf = ({ directory }: Registrant) =>
  directory.lab.store.collection<AuthenticatorOffer>('cloud.authenticator-offers')

const no = (code: string, because: string, step: string): Refusal => ({ code, because, step })

function refuseMethod(
  who: Registrant,
  method: 'appCode' | 'securityQuestions',
  step: string,
): Refusal | undefined {
  const { directory, user } = who
  if (isForSecondFactor(who))
    return method === 'appCode' && offersForSecondFactor(who, 'authenticator')
      ? undefined
      : no('MethodNotOffered', `The policy does not offer ${method}.`, step)
  const subject = registrationSubjectOf(directory, user)
  if (!mayRegister(subject))
    return no('RegistrationNotAllowed', 'Password reset is off for the user, or no licence opens it.', step)
  return subject.gatePolicy.methods.includes(method)
    ? undefined
    : no('MethodNotOffered', `The policy does not offer ${method}.`, step)
}

/** A secret for the app, good for as long as a code is. */
export async function offerAuthenticator(
  who: Registrant,
): Promise<z.infer<typeof authenticatorOffer> | Refusal> {
  const { host, directory, user } = who
  const refusal = refuseMethod(who, 'appCode', 'offer-authenticator')
  if (refusal !== undefined) return refusal
  const secret = toBase32(directory.lab.random.secret(20))
  const expiresAt = directory.lab.clock.now() + minutes(limitsOf(host).otpMinutes)
  await directory.transaction(() => offersOf(who).put({ id: user.id, secret, expiresAt }))
  const issuer = encodeURIComponent(directory.tenant().displayName)
  return {
    secret,
    uri: `otpauth://totp/${issuer}:${encodeURIComponent(user.userPrincipalName)}?secret=${secret}&issuer=${issuer}`,
  }
}

export async function registerAuthenticator(who: Registrant, code: string): Promise<Refusal | undefined> {
  const { host, directory, user, correlationId, ipAddress } = who
  const step = 'verify-code'
  const limits = limitsOf(host)
  const by = asActor(user, ipAddress)
  const blocked = throttleOf(directory, user.id, 'failed-proof', limits)
  if (blocked !== undefined) return no(blocked, 'The account is blocked.', step)
  const now = directory.lab.clock.now()
  const offer = offersOf(who).get(user.id)
  if (offer === undefined || now > offer.expiresAt)
    return no('CodeExpired', 'No secret was offered, or too long ago.', step)
  if (authenticatorStep(offer.secret, code, now) === undefined) {
    const counted = await countThrottled(directory, 'failed-proof', limits, { user, by, correlationId })
    return no(counted ?? 'IncorrectCode', 'It is not the code that the app shows now.', step)
  }
  await save(who, { authenticatorSecret: offer.secret }, registeredWords.authenticator)
  await directory.transaction(() => offersOf(who).delete(user.id))
  return undefined
}

type Answers = z.infer<typeof questionsRegistration>['answers']

export async function registerQuestions(who: Registrant, answers: Answers): Promise<Refusal | undefined> {
  const step = 'save-questions'
  const refusal = refuseMethod(who, 'securityQuestions', step)
  if (refusal !== undefined) return refusal
  const differ = (values: readonly string[]) =>
    new Set(values.map((value) => value.toLowerCase())).size === values.length
  if (!differ(answers.map(({ question }) => question)) || !differ(answers.map(({ answer }) => answer)))
    return no('DuplicateAnswers', 'A question or an answer was given twice.', step)
  const securityQuestions = answers.map(({ question, answer }) => ({
    question,
    answerHash: answerHash(who.user.id, answer),
  }))
  await save(who, { securityQuestions }, registeredWords.securityQuestions)
  return undefined
}

/** Ours: answers are compared without case and outer blanks. */
export const answerHash = (userId: string, answer: string): string =>
  createHash('sha256').update(`${userId}:${answer.trim().toLowerCase()}`).digest('base64')

async function save(
  { directory, user, correlationId, ipAddress }: Registrant,
  change: Partial<RegisteredMethods>,
  what: string,
): Promise<void> {
  const by = asActor(user, ipAddress)
  await directory.transaction(() => {
    directory.putMethods({ ...directory.methodsOf(user.id), ...change })
    recordSspr(directory, 'registered', { by, user, correlationId, reason: what })
    recordSspr(directory, 'infoSaved', { by, user, correlationId })
    recordSspr(directory, 'registeredInfo', { by, user, correlationId })
  })
}
