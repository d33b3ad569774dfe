/** The effects that the flows' steps call: through the relay, into the directory, out to the people. */
import type { RelayOperation } from '#core/contracts/relay.ts'
import type { Actor } from '#core/entra/audit-row.ts'
import type { CloudUser, PasswordVerifier } from '#core/entra/model.ts'
import type { NewPasswordContext, WritebackContext } from '#core/sspr/new-password-steps.ts'
import type { OpenPayload } from '#core/sspr/relay-package.ts'
import { outcomeOf, type WritebackOutcome } from '#core/sspr/writeback-outcome.ts'
import { createVerifier } from '../directory/password-verifier.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import { type Claim, claimOf } from './busy-accounts.ts'
import type { PasswordResetHost } from './password-reset-host.ts'
import { bannedListsOf, isKeptInCloud, switchesOf } from './tenant-reset.ts'

export interface PasswordWork {
  readonly directory: TenantDirectory
  readonly user: CloudUser
  readonly by: Actor
  readonly correlationId: string
  readonly newPassword: string
  readonly oldPassword?: string
  readonly adminUpn?: string
  readonly forceChange?: boolean
  readonly kind: 'reset' | 'change'
  readonly notify?: () => Promise<number>
  /**
   * Whoever hears of the outcome hears of it by a record that is written after the password: the flow goes on when the
   * password is set, and both reach the disk with one write.
   */
  readonly toldByRecord?: boolean
}

export interface ClaimedWork<Context> {
  readonly context: Context
  /** Gives the account free again; call it when the flow has ended, however it ended. */
  readonly release: () => void
}

function payloadOf(work: PasswordWork, operation: RelayOperation): OpenPayload {
  const { user, newPassword, oldPassword, adminUpn, forceChange } = work
  return {
    operation,
    cloudAnchor: `User_${user.id}`,
    userPrincipalName: user.userPrincipalName,
    ...(user.onPremisesImmutableId === null ? {} : { sourceAnchor: user.onPremisesImmutableId }),
    ...(adminUpn === undefined ? {} : { adminUpn }),
    ...(operation === 'admin-reset' ? { forcePasswordChange: forceChange === true } : {}),
    ...(operation === 'unlock' ? {} : { newPassword }),
    ...(oldPassword === undefined ? {} : { oldPassword }),
  }
}

function writebackContext(host: PasswordResetHost, work: PasswordWork, claim: Claim): WritebackContext {
  const { directory, user, correlationId } = work
  return {
    user,
    switches: switchesOf(host, directory),
    claim: claim.take,
    deliver: async (operation): Promise<WritebackOutcome> =>
      outcomeOf(
        await host.relay.deliver(directory, payloadOf(work, operation), { trackingId: correlationId }),
      ),
  }
}

/** False when the directory did not take it; a fault stands for that (`cloud.commit-password`). */
async function commit(work: PasswordWork, verifier: Promise<PasswordVerifier>): Promise<boolean> {
  const { directory, user } = work
  if ((await directory.lab.faults.strike('cloud.commit-password', user.userPrincipalName)) !== undefined)
    return false
  try {
    const { taken, stored } = setPassword(work, await verifier)
    if (taken && work.toldByRecord === true) stored.catch(() => undefined)
    else await stored
    return true
  } catch {
    // Whatever the store says: Active Directory may have the password by now, and the user must hear that.
    return false
  }
}

/** `taken`: the directory has it; `stored` resolves when it is on disk. */
function setPassword(work: PasswordWork, verifier: PasswordVerifier) {
  const { directory, user, by, correlationId, forceChange, kind } = work
  let taken = false
  const stored = directory.transaction(() => {
    const force = forceChange === true
    // Proof of identity sets smart lockout back to zero; an unlock alone does not (writeback.md §2.5).
    directory.putPassword(user.id, verifier, { by, correlationId, kind, force, clearLockout: true })
    taken = true
  })
  return { taken, stored }
}

export function newPasswordWork(
  host: PasswordResetHost,
  work: PasswordWork,
): ClaimedWork<NewPasswordContext> {
  const { directory, user, by, correlationId } = work
  const claim = claimOf(directory.lab, user.id)
  const keptInCloud = isKeptInCloud(directory, user)
  // Derived in the thread pool while Active Directory decides, at most once.
  let verifier: Promise<PasswordVerifier> | undefined
  const derive = (): Promise<PasswordVerifier> => {
    verifier ??= createVerifier(work.newPassword)
    verifier.catch(() => undefined)
    return verifier
  }
  const writeback = writebackContext(host, work, claim)
  const context: NewPasswordContext = {
    ...writeback,
    deliver: (operation) => {
      if (operation !== 'unlock') void derive()
      return writeback.deliver(operation)
    },
    newPassword: work.newPassword,
    bannedLists: bannedListsOf(directory, user),
    keptInCloud,
    commit: () => commit(work, derive()),
    // The commit has ended older sessions in its own transaction; without a commit they are ended here.
    revokeSessions: async () => {
      if (!keptInCloud) await directory.revokeSessions(user.id, by, correlationId)
    },
    notify: work.notify ?? (async () => 0),
  }
  return { context, release: claim.release }
}
