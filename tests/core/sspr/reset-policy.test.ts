import { expect, test } from 'vitest'
import { newPasswordResetPolicy } from '#cloud-sim/directory/new-records.ts'
import { fromPortal, policyErrors, toPortal } from '#core/sspr/reset-policy.ts'

const portal = toPortal(newPasswordResetPolicy, '00000000-0000-4000-8000-000000000001')
const errors = (change: Partial<typeof portal>) =>
  policyErrors({ ...portal, ...change }, (id) => id === 'known').map(({ field }) => field)

test('what the portal shows is what it saves', () => {
  const full = {
    ...portal,
    enablementType: 1,
    passwordResetEnabledGroupIds: ['known'],
    numberOfAuthenticationMethodsRequired: 2,
    customizeHelpdeskLink: true,
    customHelpdeskEmailOrUrl: 'https://help.example',
  } as const
  expect(
    toPortal(
      fromPortal({ ...full, passwordResetEnabledGroupIds: ['known'] }, newPasswordResetPolicy),
      portal.objectId,
    ),
  ).toEqual(full)
})

test('what the blades do not show survives a save', () => {
  const before = {
    ...newPasswordResetPolicy,
    writeBack: true,
    unlockWithoutReset: true,
    bannedPasswords: ['contoso'],
  }
  expect(fromPortal(portal, before)).toEqual(before)
})

test('one group at most, and a real one', () => {
  expect(errors({ passwordResetEnabledGroupIds: ['known', 'other'] })).toEqual([
    'passwordResetEnabledGroupIds',
  ])
  expect(errors({ passwordResetEnabledGroupIds: ['other'] })).toEqual(['passwordResetEnabledGroupIds'])
  expect(errors({ passwordResetEnabledGroupIds: ['known'] })).toEqual([])
})

test('the authenticator app is never the only choice', () => {
  const alone = { emailOptionEnabled: false, mobilePhoneOptionEnabled: false, mobileAppCodeEnabled: true }
  expect(errors(alone)).toEqual(['mobileAppCodeEnabled'])
  expect(errors({ ...alone, emailOptionEnabled: true })).toEqual([])
  expect(errors({ ...alone, emailOptionEnabled: true, numberOfAuthenticationMethodsRequired: 2 })).toEqual([
    'mobileAppCodeEnabled',
  ])
})
