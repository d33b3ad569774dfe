/** Registering phone and e-mail: a code proves each; what is proven is saved at once, each with its own audit rows. */

import type { z } from 'zod'
import { registeredWords } from '#core/codes/sspr-audit.ts'
import type { RegistrationState, registrationChallenge } from '#core/contracts/sspr.ts'
import type { CloudUser, RegisteredMethods } from '#core/entra/model.ts'
import type { Instant } from '#core/ports.ts'
import { minutes } from '#core/sspr/limits.ts'
import { completeRegistration, isContact, mayRegister, registeredContacts } from '#core/sspr/registration.ts'
import { hintOf, maskPhone } from '#core/sspr/reset-methods.ts'
import { type Refusal, runFlow } from '#core/steps.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import { isSecondFactorEnabled } from '../oauth/access/stored-policies.ts'
import { codeHash, isCode, newCode } from './one-time-codes.ts'
import type { PasswordResetHost } from './password-reset-host.ts'
import { asActor, recordSspr } from './sspr-audit.ts'
import { limitsOf, registrationSubjectOf } from './tenant-reset.ts'
import { countThrottled, throttleOf } from './throttle-book.ts'

export interface Registrant {
  readonly host: PasswordResetHost
  readonly directory: TenantDirectory
  readonly user: CloudUser
  readonly ipAddress: string
  readonly correlationId: string
  /** A sign-in waits for this registration. */
  readonly interrupted: boolean
  /** For a second factor the policy of password reset is not asked; absent: for password reset. */
  readonly registersFor?: 'reset' | 'second-factor'
}

export const isForSecondFactor = ({ registersFor }: Pick<Registrant, 'registersFor'>): boolean =>
  registersFor === 'second-factor'

/** Whether the method may be registered for this purpose. */
export function offersForSecondFactor(
  { directory }: Registrant,
  method: 'mobilePhone' | 'authenticator',
): boolean {
  const policies = method === 'mobilePhone' ? ['Sms', 'Voice'] : ['MicrosoftAuthenticator', 'SoftwareOath']
  return policies.some((policy) => isSecondFactorEnabled(directory, policy))
}

type Contact = 'mobilePhone' | 'email'

/** `cloud.sspr-registrations`, id = user id and method: what was sent where and waits for its code. */
interface PendingContact {
  readonly id: string
  readonly value: string
  readonly hash: string
  readonly expiresAt: Instant
}

const pendingOf = ({ lab }: TenantDirectory) =>
  lab.store.collection<PendingContact>('cloud.sspr-registrations')
const pendingId = (user: CloudUser, method: Contact): string => `${user.id}:${method}`

const no = (code: string, because: string, step: string): Refusal => ({ code, because, step })

export function registrationState(who: Registrant): RegistrationState {
  return isForSecondFactor(who) ? secondFactorState(who) : resetState(who)
}

/** One method is enough; an e-mail address proves nobody at a sign-in. */
function secondFactorState(who: Registrant): RegistrationState {
  const { directory, user, interrupted } = who
  const { mobilePhone, authenticatorSecret } = directory.methodsOf(user.id)
  return {
    userPrincipalName: user.userPrincipalName,
    displayName: user.displayName,
    required: 1,
    registered: mobilePhone === null ? [] : [{ method: 'mobilePhone', hint: maskPhone(mobilePhone) }],
    allowed: offersForSecondFactor(who, 'mobilePhone') ? ['mobilePhone'] : [],
    further: {
      authenticator: {
        allowed: offersForSecondFactor(who, 'authenticator'),
        registered: authenticatorSecret !== null,
      },
      securityQuestions: { allowed: false, registered: 0, toRegister: 0 },
    },
    interrupted,
    registersFor: 'second-factor',
  }
}

function resetState({ host, directory, user, interrupted }: Registrant): RegistrationState {
  const { gatePolicy, registered } = registrationSubjectOf(directory, user)
  const contacts = registeredContacts(user, registered)
  const on = {
    mobilePhone: gatePolicy.methods.includes('mobileSms'),
    email: gatePolicy.methods.includes('email'),
  }
  const methods: readonly Contact[] = ['mobilePhone', 'email']
  return {
    userPrincipalName: user.userPrincipalName,
    displayName: user.displayName,
    required: gatePolicy.gates,
    registered: methods
      .filter((method) => contacts[method] !== null)
      .map((method) => ({ method, hint: hintOf(method === 'email' ? 'email' : 'mobileSms', contacts) })),
    allowed: methods.filter((method) => on[method]),
    further: {
      authenticator: { allowed: gatePolicy.methods.includes('appCode'), registered: contacts.authenticator },
      securityQuestions: {
        allowed: gatePolicy.methods.includes('securityQuestions'),
        registered: contacts.questions,
        toRegister: limitsOf(host).questions.register[0],
      },
    },
    interrupted,
    registersFor: 'reset',
  }
}

const mayRegisterContact = (who: Registrant, method: Contact): boolean =>
  isForSecondFactor(who)
    ? method === 'mobilePhone' && offersForSecondFactor(who, method)
    : mayRegister(registrationSubjectOf(who.directory, who.user))

export async function sendRegistrationCode(
  who: Registrant,
  { method, value }: z.infer<typeof registrationChallenge>,
): Promise<Refusal | undefined> {
  const { host, directory, user, correlationId, ipAddress } = who
  const step = 'send-challenge'
  if (!mayRegisterContact(who, method))
    return no('RegistrationNotAllowed', 'Password reset is off for the user, or no licence opens it.', step)
  if (!isContact(method, value.trim()))
    return no('InvalidContact', `${method} does not have the needed form.`, step)
  const kind = method === 'email' ? 'email' : 'phone'
  const by = asActor(user, ipAddress)
  const blocked = await countThrottled(directory, kind, limitsOf(host), { user, by, correlationId })
  if (blocked !== undefined) return no(blocked, 'Too many codes were asked for.', step)
  const code = newCode()
  const id = pendingId(user, method)
  const expiresAt = directory.lab.clock.now() + minutes(limitsOf(host).otpMinutes)
  await directory.transaction(() =>
    pendingOf(directory).put({ id, value: value.trim(), hash: codeHash(id, code), expiresAt }),
  )
  recordSspr(directory, 'startedRegistration', { by, user, correlationId })
  deliverCode(who, method, value.trim(), code)
  return undefined
}

function deliverCode(
  { directory, correlationId }: Registrant,
  method: Contact,
  to: string,
  code: string,
): void {
  const tenant = directory.tenant().displayName
  const sms = {
    kind: 'sms',
    from: 'Microsoft',
    text: `Use verification code ${code} for ${tenant} security info.`,
  } as const
  const email = {
    kind: 'email',
    from: 'msonlineservicesteam@microsoftonline.com',
    subject: `${tenant} account verification code`,
    text: `Your code is ${code}. It is valid for five minutes.`,
  } as const
  directory.lab.inbox.deliver({ ...(method === 'email' ? email : sms), to, code, correlationId })
}

export async function verifyRegistrationCode(
  who: Registrant,
  method: Contact,
  code: string,
): Promise<Refusal | undefined> {
  const { host, directory, user, correlationId, ipAddress } = who
  const step = 'verify-code'
  const by = asActor(user, ipAddress)
  const limits = limitsOf(host)
  const blocked = throttleOf(directory, user.id, 'failed-proof', limits)
  if (blocked !== undefined) return no(blocked, 'The account is blocked.', step)
  const id = pendingId(user, method)
  const pending = pendingOf(directory).get(id)
  if (pending === undefined) return no('CodeExpired', 'No code was asked for.', step)
  if (directory.lab.clock.now() > pending.expiresAt)
    return no('CodeExpired', 'The code was older than five minutes.', step)
  if (!isCode(id, code, pending.hash)) {
    const now = await countThrottled(directory, 'failed-proof', limits, { user, by, correlationId })
    return no(now ?? 'IncorrectCode', 'The code differs from the one that was sent.', step)
  }
  await saveContact(who, method, pending.value)
  return undefined
}

async function saveContact(
  { directory, user, correlationId, ipAddress }: Registrant,
  method: Contact,
  value: string,
): Promise<void> {
  const by = asActor(user, ipAddress)
  await directory.transaction(() => {
    const before = directory.methodsOf(user.id)
    const after: RegisteredMethods =
      method === 'email' ? { ...before, email: value } : { ...before, mobilePhone: value }
    directory.putMethods(after)
    pendingOf(directory).delete(pendingId(user, method))
    // Each data item registered is a row of its own (writeback.md §2.4).
    recordSspr(directory, 'registered', {
      by,
      user,
      correlationId,
      reason: registeredWords[method],
    })
    recordSspr(directory, 'infoSaved', { by, user, correlationId })
    recordSspr(directory, 'registeredInfo', { by, user, correlationId })
  })
}

export async function finishRegistration({
  directory,
  user,
  correlationId,
  ipAddress,
  registersFor = 'reset',
}: Registrant): Promise<Refusal | undefined> {
  const { lab } = directory
  const save = async () => {
    await directory.transaction(() =>
      directory.putMethods({ ...directory.methodsOf(user.id), confirmedAt: lab.clock.now() }),
    )
    recordSspr(directory, 'registeredAll', { by: asActor(user, ipAddress), user, correlationId })
  }
  const run = {
    journal: lab.journal,
    correlationId,
    flowId: lab.random.guid(),
    target: user.userPrincipalName,
  }
  return runFlow(completeRegistration, { ...registrationSubjectOf(directory, user), registersFor, save }, run)
}
