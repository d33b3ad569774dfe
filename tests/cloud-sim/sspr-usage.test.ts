import { expect, test } from 'vitest'
import { credentialUsage, resetsAndChanges } from '#cloud-sim/sspr/credential-usage.ts'
import { openResetCloud, passGates, step } from './support/reset-cloud.ts'

const day = 86_400_000

test('the usage report tells resets and unlocks with their method, and forgets what is older than its period', async () => {
  const cloud = await openResetCloud()
  await step(cloud, await passGates(cloud, 'anna@contoso.com', 'unlock'), 'unlock')
  await cloud.lab.clock.advance(2 * day)
  cloud.agent.script = () => ({ ok: false, code: 'ADPermissionsError' })
  await step(cloud, await passGates(cloud, 'anna@contoso.com'), 'reset', { newPassword: 'Quartz-Meadow-81!' })
  cloud.agent.script = () => ({ ok: true })
  await step(cloud, await passGates(cloud, 'anna@contoso.com'), 'reset', { newPassword: 'Quartz-Meadow-81!' })
  const rows = [...credentialUsage(cloud.directory, day)]
  expect(
    rows.map(({ feature, isSuccess, authMethod, failureReason }) => [
      feature,
      isSuccess,
      authMethod,
      failureReason,
    ]),
  ).toEqual([
    ['reset', true, 'mobile SMS', null],
    ['reset', false, 'mobile SMS', 'OnPremisesAdminActionRequired'],
  ])
  expect(resetsAndChanges(cloud.directory, day)).toMatchObject({
    passwordResetsSelfServiceCount: 1,
    accountUnlocksCount: 0,
  })
  expect(resetsAndChanges(cloud.directory, 7 * day)).toMatchObject({ accountUnlocksCount: 1 })
  await cloud.close()
})
