import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

const invite = (address: string, more: object = {}) =>
  cloud.graph('POST', '/invitations', {
    body: { invitedUserEmailAddress: address, inviteRedirectUrl: 'https://myapps.example', ...more },
  })

test('an invited guest is in the directory at once, pending, and told by mail when asked', async () => {
  const answer = await invite('gina@fabrikam.com', { sendInvitationMessage: true })
  expect([answer.status, answer.json.status]).toEqual([201, 'PendingAcceptance'])
  const { id } = answer.json.invitedUser
  const select = 'userPrincipalName,userType,mail,externalUserState,creationType'
  expect((await cloud.graph('GET', `/users/${id}?$select=${select}`)).json).toMatchObject({
    userPrincipalName: 'gina_fabrikam.com#EXT#@contoso.onmicrosoft.com',
    userType: 'Guest',
    mail: 'gina@fabrikam.com',
    externalUserState: 'PendingAcceptance',
    creationType: 'Invitation',
  })
  expect(cloud.lab.inbox.messages({ to: 'gina@fabrikam.com' })).toHaveLength(1)
  const again = await invite('gina@fabrikam.com')
  expect(again.json.invitedUser.id).toBe(id)
  expect(cloud.lab.inbox.messages({ to: 'gina@fabrikam.com' })).toHaveLength(1)
})

test('what few users have is written, read back and filtered; what does not fit is refused by name', async () => {
  const { id } = await cloud.addUser('detailed', { ageGroup: 'Adult' })
  const employeeOrgData = { costCenter: '42', division: 'North' }
  const body = { employeeHireDate: '2020-02-01T00:00:00Z', employeeOrgData, showInAddressList: false }
  expect((await cloud.graph('PATCH', `/users/${id}`, { body })).status).toBe(204)
  const select = 'ageGroup,employeeHireDate,employeeOrgData,showInAddressList'
  expect((await cloud.graph('GET', `/users/${id}?$select=${select}`)).json).toMatchObject({
    ageGroup: 'Adult',
    ...body,
  })
  const found = (await cloud.graph('GET', "/users?$filter=ageGroup eq 'Adult'&$select=id")).json.value
  expect(found).toEqual([{ id }])
  const wrong = await cloud.graph('PATCH', `/users/${id}`, { body: { ageGroup: 'Elder' } })
  expect([wrong.status, wrong.json.error.message]).toEqual([400, expect.stringContaining("'ageGroup'")])
  for (const name of ['id', 'createdDateTime', 'assignedLicenses', 'onPremisesSyncEnabled']) {
    const refused = await cloud.graph('PATCH', `/users/${id}`, { body: { [name]: 'x' } })
    expect([refused.status, refused.json.error.code]).toEqual([400, 'Request_BadRequest'])
  }
})
