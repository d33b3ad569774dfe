/** The Password reset blades' own API: what may be saved, and the audit row that saving leaves. */
import type { z } from 'zod'
import { say } from '#core/codes/catalogue.ts'
import { ssprActivities } from '#core/codes/sspr-audit.ts'
import { type PasswordResetPolicies, passwordResetPolicies } from '#core/contracts/sspr.ts'
import type { Actor } from '#core/entra/audit-row.ts'
import { modified } from '#core/entra/audit-row.ts'
import type { PasswordResetPolicy } from '#core/entra/model.ts'
import {
  type FieldError,
  fromPortal,
  policyErrors,
  type policyUpdate,
  toPortal,
} from '#core/sspr/reset-policy.ts'
import { writebackState, writebackStatusTexts } from '#core/sspr/writeback-switches.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import type { PasswordResetHost } from '../sspr/password-reset-host.ts'
import { switchesOf } from '../sspr/tenant-reset.ts'

export const readPolicies = (directory: TenantDirectory): PasswordResetPolicies =>
  toPortal(directory.passwordResetPolicy(), directory.tenantId)

/** The errors, or none and it is saved. */
export async function savePolicies(
  directory: TenantDirectory,
  change: z.infer<typeof policyUpdate>,
  by: Actor,
  correlationId: string,
): Promise<readonly FieldError[]> {
  const before = directory.passwordResetPolicy()
  const wanted = passwordResetPolicies.parse({ ...toPortal(before, directory.tenantId), ...change })
  const errors = policyErrors(wanted, (id) => directory.findGroup(id) !== undefined)
  if (errors.length === 0) await save(directory, fromPortal(wanted, before), by, correlationId)
  return errors
}

export function readOnPremises(host: PasswordResetHost, directory: TenantDirectory) {
  const { writeBack, unlockWithoutReset } = directory.passwordResetPolicy()
  const switches = switchesOf(host, directory)
  const status = writebackState(switches, directory.lab.clock.now())
  return {
    passwordWritebackSupported: switches.onboarded,
    passwordWritebackEnabled: writeBack,
    accountUnlockEnabled: unlockWithoutReset,
    accountUnlockSupported: switches.onboarded,
    status,
    statusText: say(writebackStatusTexts[status]),
  }
}

export const saveOnPremises = (
  directory: TenantDirectory,
  change: {
    readonly passwordWritebackEnabled?: boolean | undefined
    readonly accountUnlockEnabled?: boolean | undefined
  },
  by: Actor,
  correlationId: string,
): Promise<void> => {
  const before = directory.passwordResetPolicy()
  const { passwordWritebackEnabled: writeBack = before.writeBack } = change
  const { accountUnlockEnabled: unlockWithoutReset = before.unlockWithoutReset } = change
  return save(directory, { ...before, writeBack, unlockWithoutReset }, by, correlationId)
}

export const saveBannedPasswords = (
  directory: TenantDirectory,
  terms: readonly string[],
  by: Actor,
  correlationId: string,
): Promise<void> => {
  const bannedPasswords = [...new Set(terms.map((term) => term.toLowerCase()))]
  return save(directory, { ...directory.passwordResetPolicy(), bannedPasswords }, by, correlationId)
}

/** Saving what is there already is no change and leaves no row. */
async function save(
  directory: TenantDirectory,
  after: PasswordResetPolicy,
  by: Actor,
  correlationId: string,
): Promise<void> {
  const before = directory.passwordResetPolicy()
  const properties = changedProperties(before, after)
  if (properties.length === 0) return
  await directory.transaction(() => {
    directory.putPasswordResetPolicy(after)
    const target = {
      id: directory.tenantId,
      displayName: 'Password reset policy',
      type: 'Policy',
      modifiedProperties: properties,
    } as const
    directory.recordAudit({ ...ssprActivities.policyChanged, by, targets: [target], correlationId })
  })
}

const changedProperties = (before: PasswordResetPolicy, after: PasswordResetPolicy) => {
  const old = new Map(Object.entries(before))
  return Object.entries(after)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(old.get(name)))
    .map(([name, value]) => modified(name, old.get(name), value))
}
