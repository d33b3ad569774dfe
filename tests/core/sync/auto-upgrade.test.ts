import { expect, test } from 'vitest'
import { autoUpgradeOf } from '#core/sync/auto-upgrade.ts'

const express = {
  chosen: undefined,
  accounts: ['CONTOSO\\MSOL_0123456789ab'],
  metaverseObjects: 99_999,
  customComponents: false,
}

test('an express installation below 100,000 objects upgrades itself', () => {
  expect(autoUpgradeOf(express).state).toBe('Enabled')
})

test.each([
  ['100,000 objects', { metaverseObjects: 100_000 }],
  ['an account of its own', { accounts: ['CONTOSO\\svc-sync'] }],
  ['an SQL Server of its own', { customComponents: true }],
])('%s suspends it, whatever was chosen', (_what, change) => {
  expect(autoUpgradeOf({ ...express, ...change })).toMatchObject({
    state: 'Suspended',
    reason: expect.stringMatching(/^UpgradeNotSupported/),
  })
  expect(autoUpgradeOf({ ...express, ...change, chosen: 'Enabled' }).state).toBe('Suspended')
})

test('an administrator switches it off', () => {
  expect(autoUpgradeOf({ ...express, chosen: 'Disabled' }).state).toBe('Disabled')
})
