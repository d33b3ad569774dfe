/**
 * An administrator resets a password (portal, Graph's resetPassword). What can be said at once is said at once; what the
 * premises decide is an operation that the caller polls.
 */
import type { Actor } from '#core/entra/audit-row.ts'
import type { CloudUser } from '#core/entra/model.ts'
import { mayResetPassword } from '#core/entra/roles.ts'
import {
  type AdminResetContext,
  adminReset,
  adminResetChecks,
  adminResetWork,
} from '#core/sspr/admin-reset.ts'
import { opensWriteback } from '#core/sspr/entitlement.ts'
import { type FlowRun, finishFlow, type Refusal, runSteps, startFlow } from '#core/steps.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import { generatePassword } from './generated-password.ts'
import type { PasswordResetHost } from './password-reset-host.ts'
import { newPasswordWork } from './password-work.ts'
import { type PasswordResetOperation, startOperation } from './reset-operations.ts'
import { recordFinal, recordSspr } from './sspr-audit.ts'
import { isFederated, licencesEnforced } from './tenant-reset.ts'

export interface AdminResetRequest {
  readonly actor: CloudUser
  readonly ipAddress: string
  readonly user: CloudUser
  /** Absent: generated, for cloud-only users. */
  readonly newPassword?: string
  /** True unless said otherwise: an administrator knows the password now. */
  readonly requireChangeOnNextSignIn?: boolean
  /** Roles that open this call at all; the matrix of who may reset whom comes on top. */
  readonly openTo?: readonly string[]
  readonly correlationId: string
}

export type AdminResetAnswer =
  | {
      readonly ok: true
      readonly operation: PasswordResetOperation
      /** Only when it was generated. */
      readonly generatedPassword?: string
      /** Resolves when the operation has ended. */
      readonly done: Promise<PasswordResetOperation>
    }
  | { readonly ok: false; readonly refusal: Refusal }

const resetters = [
  'Password Administrator',
  'Helpdesk Administrator',
  'Authentication Administrator',
  'User Administrator',
  'Privileged Authentication Administrator',
  'Global Administrator',
]

function facts(
  host: PasswordResetHost,
  directory: TenantDirectory,
  request: AdminResetRequest,
): Omit<AdminResetContext, keyof ReturnType<typeof newPasswordWork>['context']> {
  const { actor, user, newPassword, openTo } = request
  const roles = directory.rolesOver(actor.id, user.id)
  const target = {
    roles: directory.rolesOf(user.id),
    inRoleAssignableGroup: directory.isInRoleAssignableGroup(user.id),
  }
  return {
    actor: { id: actor.id, userPrincipalName: actor.userPrincipalName, roles },
    authorized: roles.some((role) => (openTo ?? resetters).includes(role)),
    mayReset: mayResetPassword(roles, target),
    passwordGiven: newPassword !== undefined,
    licencesEnforced: licencesEnforced(directory),
    licensedForWriteback: opensWriteback(directory.plansOf(user)),
    federatedRefused: host.allowAdminResetFederated !== true && isFederated(directory, user),
  }
}

export async function startAdminReset(
  host: PasswordResetHost,
  directory: TenantDirectory,
  request: AdminResetRequest,
): Promise<AdminResetAnswer> {
  const { actor, user, correlationId, ipAddress, requireChangeOnNextSignIn } = request
  const { lab } = directory
  const generated = request.newPassword === undefined ? generatePassword(lab.random) : undefined
  const by: Actor = {
    kind: 'user',
    id: actor.id,
    userPrincipalName: actor.userPrincipalName,
    displayName: actor.displayName,
    ipAddress,
  }
  const newPassword = request.newPassword ?? generated ?? ''
  const forceChange = requireChangeOnNextSignIn ?? true
  const work = newPasswordWork(host, {
    directory,
    user,
    by,
    correlationId,
    newPassword,
    adminUpn: actor.userPrincipalName,
    forceChange,
    kind: 'reset',
    toldByRecord: true,
  })
  const context: AdminResetContext = { ...work.context, ...facts(host, directory, request) }
  const run: FlowRun = {
    journal: lab.journal,
    correlationId,
    flowId: lab.random.guid(),
    target: user.userPrincipalName,
  }

  recordSspr(directory, 'adminStartedReset', { by, user, correlationId })
  startFlow(adminReset, run)
  const end = (refusal: Refusal | undefined) => {
    work.release()
    finishFlow(adminReset, run, refusal)
    recordFinal(directory, { activity: 'resetByAdmin', by, user, correlationId }, refusal)
  }
  const refused = await runSteps(adminReset, adminResetChecks, context, run)
  if (refused !== undefined) {
    end(refused)
    return { ok: false, refusal: refused }
  }
  const { operation, recorded, done } = startOperation(directory, user.id, async () => {
    const refusal = await runSteps(adminReset, adminResetWork, context, run).catch(() => broken)
    end(refusal)
    return refusal
  })
  await recorded
  return { ok: true, operation, done, ...(generated === undefined ? {} : { generatedPassword: generated }) }
}

const broken: Refusal = {
  code: 'CloudDirectoryUnavailable',
  step: 'write-back',
  because: 'The service had a fault.',
}
