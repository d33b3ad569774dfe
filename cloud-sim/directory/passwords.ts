/** Checking and setting cloud passwords, with smart lockout, audit rows and the end of older sessions. */
import type { Actor } from '#core/entra/audit-row.ts'
import { modified } from '#core/entra/audit-row.ts'
import type { CloudUser, PasswordVerifier } from '#core/entra/model.ts'
import { countWrongPassword, isLocked } from '#core/entra/smart-lockout.ts'
import type { Instant, Lab } from '#core/ports.ts'
import { createVerifier, tryPassword } from './password-verifier.ts'
import { rememberedText } from './remembered-text.ts'
import type { Logs, TenantCollections } from './tenant-directory.ts'
import type { UserRecords } from './user-records.ts'

export type PasswordCheck = 'right' | 'wrong' | 'locked' | 'no-password'

export interface SetPasswordOptions {
  readonly by: Actor
  readonly correlationId: string
  /** The user must change it at the next sign-in. */
  readonly force?: boolean
  readonly forceWithMfa?: boolean
  /** `reset`: by another or by proof of identity; `change`: by who knew the old one, or by password hash sync. */
  readonly kind?: 'reset' | 'change'
  /** When it was set on premises; now unless said. */
  readonly changedAt?: Instant
  /** Leave sessions and refresh tokens as they are; ends them unless said. */
  readonly keepSessions?: boolean
  /** Sets the counter of smart lockout to zero. */
  readonly clearLockout?: boolean
  /** As they were unless said. */
  readonly policies?: CloudUser['passwordPolicies']
}

export interface Passwords {
  /** Compares, counts wrong ones and locks. Does not look at accountEnabled or at who masters the password. */
  checkPassword(user: CloudUser, password: string): Promise<PasswordCheck>
  /** Sets the cloud's password; ends older sessions; writes Core Directory's audit rows. */
  setPassword(userId: string, secret: string | PasswordVerifier, options: SetPasswordOptions): Promise<void>
  /** The same inside a transaction, where the verifier is at hand. */
  putPassword(userId: string, password: PasswordVerifier, options: SetPasswordOptions): void
  /** Sessions and refresh tokens of before now are void (50173). */
  revokeSessions(userId: string, by: Actor, correlationId: string): Promise<void>
  isLockedOut(userId: string): boolean
  /** For sign-ins that somebody else checks (pass-through authentication). */
  countWrongPassword(userId: string): Promise<void>
  /** Self-service reset sets the counter to zero. */
  clearLockout(userId: string): Promise<void>
}

export const userTarget = (user: CloudUser) =>
  ({
    id: user.id,
    displayName: user.displayName,
    type: 'User',
    userPrincipalName: user.userPrincipalName,
  }) as const

/** Always later than before, even while the lab's clock stands still: grants remember the value that they were given under. */
const laterThan = (before: Instant, now: Instant): Instant => Math.max(now, before + 1)

const isoText = (at: Instant): string => new Date(at).toISOString()

export function createPasswords(
  lab: Lab,
  { lockouts }: TenantCollections,
  users: UserRecords,
  logs: Logs,
): Passwords {
  const put = async (state: Parameters<typeof lockouts.put>[0]) => {
    if (lockouts.get(state.id) !== state) await lab.store.transaction(() => lockouts.put(state))
  }
  const clearLockout = async (userId: string) => {
    if (lockouts.has(userId)) await lab.store.transaction(() => lockouts.delete(userId))
  }
  const [oldMoment, newMoment] = [rememberedText(isoText), rememberedText(isoText)]
  const auditRevoked = (before: CloudUser, validFrom: Instant, by: Actor, correlationId: string) =>
    logs.recordChange('refreshTokensValidFrom', by, userTarget(before), correlationId, [
      modified(
        'StsRefreshTokensValidFrom',
        oldMoment(before.signInSessionsValidFromDateTime),
        newMoment(validFrom),
      ),
      { displayName: 'Included Updated Properties', oldValue: null, newValue: '"StsRefreshTokensValidFrom"' },
    ])
  const putPassword: Passwords['putPassword'] = (userId, password, options) => {
    const user = users.userById(userId)
    if (user === undefined) throw new Error(`no user ${userId}`)
    const now = lab.clock.now()
    const validFrom =
      options.keepSessions === true
        ? user.signInSessionsValidFromDateTime
        : laterThan(user.signInSessionsValidFromDateTime, now)
    users.putUser({
      ...user,
      password,
      lastPasswordChangeDateTime: options.changedAt ?? now,
      passwordPolicies: options.policies === undefined ? user.passwordPolicies : options.policies,
      forceChangePasswordNextSignIn: options.force ?? false,
      forceChangePasswordNextSignInWithMfa: options.forceWithMfa ?? false,
      signInSessionsValidFromDateTime: validFrom,
    })
    if (options.clearLockout === true) lockouts.delete(userId)
    const activity = options.kind === 'change' ? 'changeUserPassword' : 'resetUserPassword'
    logs.recordChange(activity, options.by, userTarget(user), options.correlationId)
    if (options.keepSessions !== true) auditRevoked(user, validFrom, options.by, options.correlationId)
  }
  return {
    checkPassword: async (user, password) => {
      if (isLocked(lockouts.get(user.id), lab.clock.now())) return 'locked'
      if (user.password === null) return 'no-password'
      const { matches, tried } = await tryPassword(user.password, password)
      if (matches) {
        await clearLockout(user.id)
        return 'right'
      }
      await put(countWrongPassword(user.id, lockouts.get(user.id), tried, lab.clock.now()))
      return 'wrong'
    },
    putPassword,
    setPassword: async (userId, secret, options) => {
      const password = typeof secret === 'string' ? await createVerifier(secret) : secret
      await lab.store.transaction(() => putPassword(userId, password, options))
    },
    revokeSessions: async (userId, by, correlationId) => {
      await lab.store.transaction(() => {
        const user = users.userById(userId)
        if (user === undefined) return
        const validFrom = laterThan(user.signInSessionsValidFromDateTime, lab.clock.now())
        users.putUser({ ...user, signInSessionsValidFromDateTime: validFrom })
        auditRevoked(user, validFrom, by, correlationId)
      })
    },
    isLockedOut: (userId) => isLocked(lockouts.get(userId), lab.clock.now()),
    countWrongPassword: (userId) =>
      put(countWrongPassword(userId, lockouts.get(userId), undefined, lab.clock.now())),
    clearLockout,
  }
}
