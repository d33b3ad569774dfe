/** The administrator at the portal's Password reset and policy blades. */
import { enablementTypes } from '#core/contracts/sspr.ts'
import { type Doors, expectSuccess } from '../doors.ts'
import { groupId } from './portal-users.ts'
import type { Verbs } from './verb.ts'

async function put(doors: Doors, as: string, blade: string, json: Record<string, unknown>): Promise<void> {
  const answer = await doors.as(as, `/api/PasswordReset/${blade}`, { method: 'PUT', json })
  expectSuccess(`Password reset, ${blade}`, answer)
}

/** Only what was named; the blade keeps the rest. */
const named = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

export const portalBlades: Verbs<
  | 'portal.enablePasswordReset'
  | 'portal.setResetMethods'
  | 'portal.setRegistration'
  | 'portal.setOnPremisesIntegration'
  | 'portal.setBannedPasswords'
  | 'portal.setAdministratorReset'
> = {
  'portal.enablePasswordReset': async (doors, { scope, group }, as) => {
    const types = { None: enablementTypes.none, Selected: enablementTypes.selected, All: enablementTypes.all }
    await put(doors, as, 'PasswordResetPolicies', {
      enablementType: types[scope],
      ...(group === undefined ? {} : { passwordResetEnabledGroupIds: [await groupId(doors, as, group)] }),
    })
  },
  'portal.setResetMethods': (doors, given, as) =>
    put(
      doors,
      as,
      'PasswordResetPolicies',
      named({
        numberOfAuthenticationMethodsRequired: given.required,
        emailOptionEnabled: given.email,
        mobilePhoneOptionEnabled: given.mobilePhone,
        officePhoneOptionEnabled: given.officePhone,
        securityQuestionsOptionEnabled: given.securityQuestions,
      }),
    ),
  'portal.setRegistration': (doors, { required }, as) =>
    put(doors, as, 'PasswordResetPolicies', { registrationRequiredOnSignIn: required }),
  // One field a call, as the real portal API takes them.
  'portal.setOnPremisesIntegration': async (doors, { writeBack, unlock }, as) => {
    const blade = 'OnPremisesPasswordResetPolicies'
    if (writeBack !== undefined) await put(doors, as, blade, { passwordWritebackEnabled: writeBack })
    if (unlock !== undefined) await put(doors, as, blade, { accountUnlockEnabled: unlock })
  },
  'portal.setBannedPasswords': (doors, { words }, as) =>
    put(doors, as, 'BannedPasswords', { bannedPasswords: words }),
  'portal.setAdministratorReset': async (doors, { allowed }, as) => {
    const request = { method: 'PATCH', json: { allowedToUseSSPR: allowed } }
    const path = '/v1.0/policies/authorizationPolicy'
    expectSuccess('Authorization policy', await doors.as(as, path, request))
  },
}
