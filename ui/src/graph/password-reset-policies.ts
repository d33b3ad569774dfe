/** The portal's own API behind the Password reset blades. */
import { z } from 'zod'
import {
  onPremisesPasswordResetPolicies,
  type PasswordResetPolicies,
  passwordResetPolicies,
} from '#core/contracts/sspr.ts'
import { portalApiAppId } from '#core/entra/first-party-apps.ts'
import { askAs, askForAs, type Door } from '../sign-in/bearer-ask.ts'

const portalApi: Door = { browser: 'admin', resource: portalApiAppId }
const policies = '/api/PasswordReset/PasswordResetPolicies'
const onPremises = '/api/PasswordReset/OnPremisesPasswordResetPolicies'

export const readPolicies = () => askForAs(portalApi, policies, passwordResetPolicies)
export const savePolicies = (change: PasswordResetPolicies) =>
  askAs(portalApi, policies, { method: 'PUT', json: change })
export const readOnPremises = () => askForAs(portalApi, onPremises, onPremisesPasswordResetPolicies)

/** One writable field per call, as the real one takes them. */
export const saveOnPremises = (
  change: { readonly passwordWritebackEnabled: boolean } | { readonly accountUnlockEnabled: boolean },
) => askAs(portalApi, onPremises, { method: 'PUT', json: change })

const bannedPasswords = z.object({ bannedPasswords: z.array(z.string()) })
const banned = '/api/PasswordReset/BannedPasswords'
export const readBannedPasswords = () => askForAs(portalApi, banned, bannedPasswords)
export const saveBannedPasswords = (words: readonly string[]) =>
  askAs(portalApi, banned, { method: 'PUT', json: { bannedPasswords: words } })
