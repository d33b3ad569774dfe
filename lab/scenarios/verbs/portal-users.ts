/** The administrator at the portal's users, groups, roles and licences: Graph as the portal calls it. */
import { z } from 'zod'
import { type Doors, expectAnswer, expectSuccess } from '../doors.ts'
import type { WebAnswer } from '../web-client.ts'
import type { Verbs } from './verb.ts'

/** Graph's fixed id of the password method. */
const passwordMethod = '28c10230-6103-485e-b985-444c60001490'

const listed = z.object({
  value: z.array(z.looseObject({ id: z.string() })),
})
const withId = z.object({ id: z.string() })
const operation = z.object({ status: z.string() })
const subscribed = z.object({ value: z.array(z.object({ skuId: z.string(), skuPartNumber: z.string() })) })

export const userPath = (user: string) => `/v1.0/users/${encodeURIComponent(user)}`
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

async function waitForOperation(doors: Doors, as: string, accepted: WebAnswer): Promise<void> {
  const location = accepted.headers.get('location')
  if (accepted.status !== 202 || location === undefined) return
  const { pathname, search } = new URL(location)
  for (let round = 0; round < 200; round++) {
    const answer = expectSuccess('The reset operation', await doors.as(as, pathname + search))
    const { status } = operation.parse(answer.json)
    if (status === 'succeeded' || status === 'failed') return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('the password reset operation did not end')
}

async function skuId(doors: Doors, as: string, partNumber: string): Promise<string> {
  const answer = expectSuccess('Subscriptions', await doors.as(as, '/v1.0/subscribedSkus'))
  const { value } = subscribed.parse(answer.json)
  const found = value.find((sku) => sku.skuPartNumber === partNumber)
  if (found) return found.skuId
  const owned = value.map((sku) => sku.skuPartNumber).join(', ')
  throw new Error(`the tenant has no subscription ${partNumber}; it has ${owned}`)
}

async function findId(doors: Doors, as: string, collection: string, filter: string): Promise<string> {
  const path = `/v1.0/${collection}?$filter=${encodeURIComponent(filter)}`
  const [found] = listed.parse(expectSuccess(collection, await doors.as(as, path)).json).value
  if (!found) throw new Error(`the tenant has nothing among ${collection} with ${filter}`)
  return found.id
}

export const groupId = (doors: Doors, as: string, name: string): Promise<string> =>
  findId(doors, as, 'groups', `displayName eq ${quoted(name)}`)

async function userId(doors: Doors, as: string, user: string): Promise<string> {
  return withId.parse(expectSuccess('User', await doors.as(as, userPath(user))).json).id
}

/** A deleted user keeps its name behind its id. */
export async function deletedUser(doors: Doors, name: string): Promise<string | undefined> {
  const path = '/v1.0/directory/deletedItems/microsoft.graph.user'
  const answer = await doors.as(doors.who('Global Administrator'), path)
  const { value } = listed.parse(expectSuccess('Deleted users', answer).json)
  return value.find((row) => String(row.userPrincipalName).toLowerCase().endsWith(name.toLowerCase()))?.id
}

const changeLicenses = async (doors: Doors, as: string, user: string, json: object) =>
  void expectAnswer('Licences', await doors.as(as, `${userPath(user)}/assignLicense`, { json }))

async function putPasswordProfile(doors: Doors, as: string, user: string, password: string) {
  const json = { passwordProfile: { password, forceChangePasswordNextSignIn: false } }
  expectAnswer('Password profile', await doors.as(as, userPath(user), { method: 'PATCH', json }))
}

export const portalUsers: Verbs<
  | 'portal.resetPassword'
  | 'portal.resetInAdminCenter'
  | 'portal.setUsageLocation'
  | 'portal.assignLicense'
  | 'portal.removeLicense'
  | 'portal.setSubscription'
  | 'portal.assignRole'
  | 'portal.addGroup'
  | 'portal.setContacts'
  | 'portal.restoreUser'
> = {
  'portal.resetPassword': async (doors, { user, newPassword }, as) => {
    const path = `/beta/users/${encodeURIComponent(user)}/authentication/methods/${passwordMethod}/resetPassword`
    const json = { requireChangeOnNextSignIn: true, ...(newPassword === undefined ? {} : { newPassword }) }
    await waitForOperation(doors, as, expectAnswer('Reset password', await doors.as(as, path, { json })))
  },
  // That admin center never asks the writeback agent (writeback.md §4.2): it writes the cloud's password alone.
  'portal.resetInAdminCenter': (doors, { user, newPassword }, as) =>
    putPasswordProfile(doors, as, user, newPassword),
  'portal.setUsageLocation': async (doors, { user, country }, as) => {
    const json = { usageLocation: country }
    expectSuccess('Usage location', await doors.as(as, userPath(user), { method: 'PATCH', json }))
  },
  'portal.assignLicense': async (doors, { user, sku, disabledPlans = [] }, as) =>
    changeLicenses(doors, as, user, {
      addLicenses: [{ skuId: await skuId(doors, as, sku), disabledPlans }],
      removeLicenses: [],
    }),
  'portal.removeLicense': async (doors, { user, sku }, as) =>
    changeLicenses(doors, as, user, { addLicenses: [], removeLicenses: [await skuId(doors, as, sku)] }),
  'portal.setSubscription': async (doors, { sku, units, state }, as) => {
    const json = { skuPartNumber: sku, units, capabilityStatus: state }
    expectSuccess('Subscriptions', await doors.as(as, '/api/Subscriptions', { json }))
  },
  'portal.assignRole': async (doors, { user, role }, as) => {
    const definitions = 'roleManagement/directory/roleDefinitions'
    const json = {
      principalId: await userId(doors, as, user),
      roleDefinitionId: await findId(doors, as, definitions, `displayName eq ${quoted(role)}`),
      directoryScopeId: '/',
    }
    const path = '/v1.0/roleManagement/directory/roleAssignments'
    expectSuccess('Role assignment', await doors.as(as, path, { json }))
  },
  'portal.addGroup': async (doors, { name, members }, as) => {
    const json = {
      displayName: name,
      mailEnabled: false,
      mailNickname: name.replace(/\W/g, ''),
      securityEnabled: true,
    }
    const made = withId.parse(expectSuccess('Group', await doors.as(as, '/v1.0/groups', { json })).json)
    for (const member of members) {
      const id = member.includes('@') ? await userId(doors, as, member) : await groupId(doors, as, member)
      const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` }
      const path = `/v1.0/groups/${made.id}/members/$ref`
      expectSuccess('Group member', await doors.as(as, path, { json: reference }))
    }
  },
  'portal.setContacts': async (doors, { user, phone, email }, as) => {
    const methods = `${userPath(user)}/authentication`
    const add = async (kind: string, json: object) =>
      expectSuccess('Authentication methods', await doors.as(as, `${methods}/${kind}`, { json }))
    if (phone !== undefined) await add('phoneMethods', { phoneNumber: phone, phoneType: 'mobile' })
    if (email !== undefined) await add('emailMethods', { emailAddress: email })
  },
  'portal.restoreUser': async (doors, { user }, as) => {
    const id = await deletedUser(doors, user)
    if (id === undefined) throw new Error(`${user} is not among the deleted users`)
    const path = `/v1.0/directory/deletedItems/${id}/restore`
    expectSuccess('Restore', await doors.as(as, path, { method: 'POST' }))
  },
}
