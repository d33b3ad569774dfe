/** A user changes the own password, on the change page or when a sign-in demands it: on premises first, then the cloud. */
import type { CloudUser } from '#core/entra/model.ts'
import { type ChangePasswordContext, changePassword } from '#core/sspr/change-password.ts'
import { opensWriteback } from '#core/sspr/entitlement.ts'
import { type Refusal, runFlow } from '#core/steps.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import type { PasswordResetHost } from './password-reset-host.ts'
import { newPasswordWork } from './password-work.ts'
import { asActor, recordFinal, recordSspr } from './sspr-audit.ts'
import { licencesEnforced } from './tenant-reset.ts'

export interface ChangeRequest {
  readonly user: CloudUser
  readonly oldPassword: string
  readonly newPassword: string
  readonly ipAddress: string
  readonly correlationId: string
}

/** Undefined when it is changed; else the refusal, with a code of core/codes/password-change.ts. */
export async function changeOwnPassword(
  host: PasswordResetHost,
  directory: TenantDirectory,
  request: ChangeRequest,
): Promise<Refusal | undefined> {
  const { user, oldPassword, newPassword, ipAddress, correlationId } = request
  const { lab } = directory
  const by = asActor(user, ipAddress)
  const work = newPasswordWork(host, {
    directory,
    user,
    by,
    correlationId,
    newPassword,
    oldPassword,
    kind: 'change',
  })
  const context: ChangePasswordContext = {
    ...work.context,
    oldPassword,
    verifyCurrent: async () => (await directory.checkPassword(user, oldPassword)) === 'right',
    licencesEnforced: licencesEnforced(directory),
    licensedForWriteback: opensWriteback(directory.plansOf(user)),
  }
  recordSspr(directory, 'startedChange', { by, user, correlationId })
  try {
    const run = {
      journal: lab.journal,
      correlationId,
      flowId: lab.random.guid(),
      target: user.userPrincipalName,
    }
    const refusal = await runFlow(changePassword, context, run)
    recordFinal(directory, { activity: 'change', by, user, correlationId }, refusal)
    return refusal
  } finally {
    work.release()
  }
}
