import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

const ask = async (path: string) => {
  const { status, json } = await cloud.graph('GET', path)
  return [status, json.error?.code ?? json.value]
}

test('what the tenant never had is listed empty', async () => {
  for (const path of ['/devices', '/contacts', '/policies/claimsMappingPolicies', '/me/ownedDevices'])
    expect(await ask(path)).toEqual([200, []])
  expect((await cloud.graph('GET', '/devices/$count')).text).toBe('0')
})

test('what a licence opens is refused until it is bought', async () => {
  const path = '/roleManagement/directory/roleEligibilitySchedules'
  expect(await ask(path)).toEqual([400, 'AadPremiumLicenseRequired'])
  expect(await ask('/identityProtection/riskyUsers')).toEqual([403, 'AccessDenied'])
  const { directory } = cloud.tenant
  await directory.transaction(() =>
    directory.putTenant({ ...directory.tenant(), licenceEnforcement: 'lenient' }),
  )
  expect(await ask(path)).toEqual([200, []])
})

test('paths of other services say that they are not there, paths of nobody are unknown segments', async () => {
  expect(await ask('/me/messages')).toEqual([404, 'MailboxNotEnabledForRESTAPI'])
  expect(await ask('/me/mailFolders/inbox/messages?$top=1')).toEqual([404, 'MailboxNotEnabledForRESTAPI'])
  expect(await ask('/me/drive/root/children')).toEqual([404, 'ResourceNotFound'])
  expect(await ask('/sites/root')).toEqual([400, 'BadRequest'])
  expect(await ask('/teams')).toEqual([501, 'NotImplemented'])
  const nobody = await cloud.graph('GET', '/nonsense')
  expect([nobody.status, nobody.json.error.message]).toEqual([
    400,
    "Resource not found for the segment 'nonsense'.",
  ])
})
