/** resetPassword as a long-running operation, and its polling: the one Graph call that writes a password back (§6.5). */
import { z } from 'zod'
import { say } from '#core/codes/catalogue.ts'
import { adminSays } from '#core/codes/writeback.ts'
import type { CloudUser } from '#core/entra/model.ts'
import { methodsResetRoles } from '#core/entra/roles.ts'
import type { Refusal } from '#core/steps.ts'
import { startAdminReset } from '../../sspr/admin-reset.ts'
import { operationEnded, passwordResetOperation } from '../../sspr/reset-operations.ts'
import { access } from '../call/access.ts'
import {
  context,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  isOwn,
  notFound,
  ok,
  refuse,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { on } from '../odata/entity-set.ts'
import { iso } from '../odata/entity-type.ts'
import { userSet } from '../users/user-set.ts'
import { methodIds } from './method-kinds.ts'

const existing = on(userSet)

const resetBody = z
  .object({ newPassword: z.string().max(256).nullish(), requireChangeOnNextSignIn: z.boolean().nullish() })
  .nullish()

const resetPassword = existing(async (call, user) => {
  if (call.params.method !== methodIds.password) return notFound(call.params.method ?? '')
  const { bearer, directory, host } = call
  if (bearer.user === undefined) return refuse('MethodsDenied')
  const body = resetBody.safeParse(call.body)
  if (!body.success)
    return refuse('PropertyInvalid', { property: 'newPassword', type: 'PasswordAuthenticationMethod' })
  const newPassword = body.data?.newPassword ?? undefined
  if (isOwn(call, user.id)) return refuse('OwnAccount')
  if (newPassword === undefined && user.onPremisesSyncEnabled === true) return refuse('NewPasswordNeeded')
  // Newer documentation lets Password, Helpdesk and User Administrators in for people without roles; others need these.
  const plain = directory.rolesOf(user.id).length === 0
  const answer = await startAdminReset(host, directory, {
    actor: bearer.user,
    ipAddress: call.ipAddress,
    user,
    ...(newPassword === undefined ? {} : { newPassword }),
    requireChangeOnNextSignIn: body.data?.requireChangeOnNextSignIn ?? false,
    ...(plain ? {} : { openTo: methodsResetRoles }),
    correlationId: call.clientRequestId,
  })
  if (!answer.ok) return refusalOf(answer.refusal)
  return accepted(call, user, answer.operation.id, answer.generatedPassword)
})

/** Microsoft documents no bodies for these: a role's no is accessDenied, every other no carries its own code (ours). */
function refusalOf({ code, because }: Refusal): GraphAnswer {
  const message = say(adminSays(code) ?? because)
  return code === 'NotAuthorizedToReset'
    ? { ...refuse('MethodsDenied'), error: { code: 'accessDenied', message } }
    : { status: 400, error: { code, message, details: [{ code, message: because, target: 'newPassword' }] } }
}

function accepted(
  call: GraphCall,
  user: CloudUser,
  operationId: string,
  generated: string | undefined,
): GraphAnswer {
  const location = `${call.origin}/${call.version}/users/${user.id}/authentication/operations/${operationId}?aadgdc=DUB02P&aadgsu=ssprprod-a`
  const body = {
    '@odata.context': context(call, 'microsoft.graph.passwordResetResponse'),
    ...(generated === undefined ? {} : { newPassword: generated }),
  }
  return { status: 202, body, headers: { Location: location, 'Retry-After': '1' } }
}

/** Longer than this nobody is kept waiting. */
const longestWait = 30

/** Seconds of `Prefer: wait=…` (RFC 7240 §4.3). */
const waitOf = (prefer = ''): number =>
  Math.min(Number(/(?:^|[,;]\s*)wait=(\d{1,4})\b/i.exec(prefer)?.[1] ?? 0), longestWait)

/** Polled; a client that prefers to wait is answered when the operation ends, so that it need not ask again and again. */
const operation = existing(async (call, user) => {
  const wait = waitOf(call.header('prefer'))
  if (wait > 0) await operationEnded(call.directory, call.params.operation ?? '', wait * 1000)
  const found = passwordResetOperation(call.directory, user.id, call.params.operation ?? '')
  if (found === undefined) return notFound(call.params.operation ?? '')
  return ok({
    '@odata.context': context(call, `users('${user.id}')/authentication/operations/$entity`),
    id: found.id,
    createdDateTime: iso(found.createdDateTime),
    lastActionDateTime: iso(found.lastActionDateTime),
    resourceLocation:
      found.status === 'succeeded'
        ? `${call.origin}/${call.version}/users/${user.id}/authentication/methods/${methodIds.password}`
        : null,
    status: found.status,
    statusDetail: found.statusDetail,
  })
})

const base = 'users/{user}/authentication'

export const resetPasswordRoutes: readonly GraphRoute[] = [
  route('POST', `${base}/methods/{method}/resetPassword`, access.resetPassword, resetPassword),
  route('POST', `${base}/passwordMethods/{method}/resetPassword`, access.resetPassword, resetPassword),
  route('GET', `${base}/operations/{operation}`, access.resetPassword, operation),
]
