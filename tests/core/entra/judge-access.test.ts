import { expect, it } from 'vitest'
import { storedAccessPolicy } from '#core/contracts/conditional-access.ts'
import { type AccessRequest, judgeAccess } from '#core/entra/conditional-access.ts'

const request: AccessRequest = {
  userId: 'anna',
  isGuest: false,
  groups: new Set(['sales']),
  roles: new Set(),
  applications: ['graph'],
  isAdminPortal: false,
  clientAppType: 'browser',
  isDeviceCode: false,
  platform: 'windows',
  locations: new Set(),
  isTrustedLocation: false,
  contexts: [],
  amr: ['pwd'],
  strength: () => new Set(['password,sms']),
}

const policy = (conditions: Record<string, unknown>, grantControls: Record<string, unknown> = {}) => ({
  ...storedAccessPolicy.parse({
    displayName: 'P',
    state: 'enabled',
    conditions: {
      users: { includeUsers: ['All'] },
      applications: { includeApplications: ['All'] },
      ...conditions,
    },
    grantControls: { operator: 'OR', builtInControls: ['mfa'], ...grantControls },
  }),
  id: 'p',
})

const resultOf = (conditions: Record<string, unknown>, about: Partial<AccessRequest> = {}) =>
  judgeAccess([policy(conditions)], { ...request, ...about }).policies[0]?.result

it.each([
  ['its platform', { platforms: { includePlatforms: ['windows'], excludePlatforms: [] } }, {}, 'failure'],
  [
    'another platform',
    { platforms: { includePlatforms: ['android'], excludePlatforms: [] } },
    {},
    'notApplied',
  ],
  [
    'every platform but its own',
    { platforms: { includePlatforms: ['all'], excludePlatforms: ['windows'] } },
    {},
    'notApplied',
  ],
  ['another kind of client', { clientAppTypes: ['exchangeActiveSync', 'other'] }, {}, 'notApplied'],
  ['guests', { users: { includeUsers: ['GuestsOrExternalUsers'] } }, {}, 'notApplied'],
  [
    'guests, of whom it is one',
    { users: { includeUsers: ['GuestsOrExternalUsers'] } },
    { isGuest: true },
    'failure',
  ],
  ['its group', { users: { includeGroups: ['sales'] } }, {}, 'failure'],
  [
    'its group, without itself',
    { users: { includeGroups: ['sales'], excludeUsers: ['anna'] } },
    {},
    'notApplied',
  ],
  [
    'the admin portals',
    { applications: { includeApplications: ['MicrosoftAdminPortals'] } },
    { isAdminPortal: true },
    'failure',
  ],
  [
    'the admin portals, elsewhere',
    { applications: { includeApplications: ['MicrosoftAdminPortals'] } },
    {},
    'notApplied',
  ],
  [
    'registration of security info',
    { applications: { includeUserActions: ['urn:user:registersecurityinfo'] } },
    {},
    'notApplied',
  ],
  ['nobody', { users: { includeUsers: ['None'] } }, {}, 'notApplied'],
] as const)('a policy for %s', (_what, conditions, about, result) => {
  expect(resultOf(conditions, about)).toBe(result)
})

it('asks for a second factor before it asks for a device, and for nothing where one blocks', () => {
  const both = policy({}, { operator: 'AND', builtInControls: ['compliantDevice', 'mfa'] })
  const unmet = (amr: readonly string[], ...policies: Parameters<typeof judgeAccess>[0]) =>
    judgeAccess(policies, { ...request, amr }).unmet?.control
  expect(unmet(['pwd'], both)).toBe('mfa')
  expect(unmet(['pwd', 'mfa'], both)).toBe('compliantDevice')
  expect(unmet(['pwd', 'mfa'], both, policy({}, { builtInControls: ['block'] }))).toBe('block')
})

it('is content with one of two by OR, and counts an unknown control as one that nobody can give', () => {
  const either = policy({}, { builtInControls: ['compliantDevice', 'mfa'] })
  expect(judgeAccess([either], { ...request, amr: ['pwd', 'mfa'] }).policies[0]?.result).toBe('success')
  const unknown = policy({}, { builtInControls: ['somethingNew'] })
  expect(judgeAccess([unknown], { ...request, amr: ['pwd', 'mfa'] }).unmet?.control).toBe('externalChallenge')
})

it('wants of a strength the very combination, not just any second factor', () => {
  const strong = policy({}, { builtInControls: [], authenticationStrength: { id: 's' } })
  const given = (amr: readonly string[]) => judgeAccess([strong], { ...request, amr }).unmet?.control
  expect(given(['pwd', 'mfa', 'password,voice'])).toBe('authenticationStrength')
  expect(given(['pwd', 'mfa', 'password,sms'])).toBeUndefined()
})
