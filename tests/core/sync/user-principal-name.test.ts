import { expect, test } from 'vitest'
import { cloudUserPrincipalName } from '#core/sync/user-principal-name.ts'

const tenant = { initialDomain: 'contoso.onmicrosoft.com', verified: new Set(['contoso.com']) }

test.each([
  ['a verified suffix keeps the name', { userPrincipalName: 'Anna@Contoso.com' }, 'Anna@Contoso.com'],
  [
    'an unverified suffix moves to the initial domain',
    { userPrincipalName: 'anna@contoso.local' },
    'anna@contoso.onmicrosoft.com',
  ],
  [
    'mailNickname comes first',
    { userPrincipalName: 'anna@contoso.local', mailNickname: 'anna.berg', mail: 'ab@contoso.com' },
    'anna.berg@contoso.onmicrosoft.com',
  ],
  [
    'then the primary SMTP address',
    {
      userPrincipalName: 'anna@contoso.local',
      proxyAddresses: ['smtp:x@contoso.com', 'SMTP:ab@contoso.com'],
      mail: 'm@contoso.com',
    },
    'ab@contoso.onmicrosoft.com',
  ],
  [
    'then mail',
    { userPrincipalName: 'anna@contoso.local', mail: 'm@contoso.com' },
    'm@contoso.onmicrosoft.com',
  ],
  [
    'characters that the tenant does not take move it too',
    { userPrincipalName: 'an na@contoso.com' },
    'anna@contoso.onmicrosoft.com',
  ],
  ['without any name there is none', {}, undefined],
])('%s', (_, attributes, expected) => {
  expect(cloudUserPrincipalName(attributes, tenant)).toBe(expected)
})
