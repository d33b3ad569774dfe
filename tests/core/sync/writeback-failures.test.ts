import { expect, test } from 'vitest'
import { hasReservedCharacters, writeFailure } from '#core/sync/directory-write-failure.ts'
import { failureEvents, reasonOf, startEvent, successEvent } from '#core/sync/writeback-events.ts'

const reset = { operation: 'reset', isProtected: false } as const

test.each([
  [53, '0000052D: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0', 'ADPasswordPolicyError'],
  [
    19,
    '0000052D: AtrErr: DSID-03191083, #1: 0: 0000052D: DSID-03191083, problem 1005',
    'ADPasswordPolicyError',
  ],
  [
    19,
    '0000052D: Constraint violation - check_password_restrictions: the password is too short',
    'ADPasswordPolicyError',
  ],
  [19, '00000056: AtrErr: DSID-03191083, problem 1005', 'ADUserIncorrectPassword'],
  [53, '0000001F: SvcErr: DSID-031A12D2, problem 5003', 'ADConfigurationError'],
  [50, '00000005: SecErr: DSID-031A1190, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0', 'ADPermissionsError'],
  [32, '0000208D: NameErr: DSID-03100238, problem 2001 (NO_OBJECT)', 'ADUserNotFoundError'],
  [80, 'something else', 'ADUnKnownError'],
] as const)('LDAP %i with %s is the cause %s', (resultCode, diagnostic, cause) => {
  expect(writeFailure({ resultCode, diagnostic }, reset)).toBe(cause)
})

test('a refused reset of a protected account has its own hr; a refused change has not', () => {
  const denied = { resultCode: 50, diagnostic: '00000005: SecErr' }
  expect(writeFailure(denied, { operation: 'reset', isProtected: true })).toBe('ADProtectedAccountError')
  expect(writeFailure(denied, { operation: 'change', isProtected: true })).toBe('ADPermissionsError')
  expect(reasonOf('ADProtectedAccountError')).toContain('hr=80231367')
})

test.each([
  ['CN=Anna,OU=Staff,DC=contoso,DC=local', false],
  ['CN=Anna,OU=A/B,DC=contoso,DC=local', true],
  ['CN=Anna,OU=\\#1,DC=contoso,DC=local', true],
  ['CN=Berg\\, Anna,OU=Staff,DC=contoso,DC=local', true],
])('%s holds reserved characters: %s', (dn, expected) => {
  expect(hasReservedCharacters(dn)).toBe(expected)
})

const subject = {
  trackingId: '11111111-2222-4333-8444-555555555555',
  operation: 'admin-reset',
  cloudAnchor: 'User_aaaa',
  sourceAnchor: 'AAECAwQFBgcICQoLDA0ODw==',
  userPrincipalName: 'anna@contoso.com',
  adminUpn: 'admin@contoso.com',
  forcePasswordChange: true,
} as const

test('rows have the published shape, with the tracking id first', () => {
  expect(startEvent(subject).message).toBe(
    'TrackingId: 11111111-2222-4333-8444-555555555555, ResetUserPasswordByAdminStart, Details: anna@contoso.com',
  )
  expect(successEvent(subject).message).toBe(
    'TrackingId: 11111111-2222-4333-8444-555555555555, ResetUserPasswordByAdminSuccess, Details: Context: cloudAnchor: User_aaaa, SourceAnchorValue: AAECAwQFBgcICQoLDA0ODw==, AdminUpn: admin@contoso.com, UserPrincipalName: anna@contoso.com, ForcePasswordChange: True',
  )
})

test('a policy refusal leaves the engine’s row, the cause and the operation’s end', () => {
  const rows = failureEvents(subject, 'ADPasswordPolicyError', '')
  expect(rows.map(({ name }) => name)).toEqual([
    'PasswordSetError',
    'ADPasswordPolicyError',
    'ResetUserPasswordByAdminFail',
  ])
  expect(rows[1]?.message).toContain('Reason: Synchronization Engine returned an error hr=80230619, message=')
})
