/** The administrator at the portal: Graph and the portal's own API. */
import { enablementTypes } from '#core/contracts/sspr.ts'
import { type Doors, expectAnswer, expectSuccess } from '../doors.ts'
import type { WebAnswer } from '../web-client.ts'
import type { VerbTable } from './verb.ts'

/** Graph's fixed id of the password method. */
const passwordMethod = '28c10230-6103-485e-b985-444c60001490'

async function waitForOperation(doors: Doors, as: string, accepted: WebAnswer): Promise<void> {
  const location = accepted.headers.get('location')
  if (accepted.status !== 202 || location === undefined) return
  const { pathname, search } = new URL(location)
  for (let round = 0; round < 200; round++) {
    const operation = expectSuccess('The reset operation', await doors.as(as, pathname + search)).json as {
      status: string
    }
    if (operation.status === 'succeeded' || operation.status === 'failed') return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('the password reset operation did not end')
}

async function skuId(doors: Doors, as: string, partNumber: string): Promise<string> {
  const { value } = expectSuccess('Subscriptions', await doors.as(as, '/v1.0/subscribedSkus')).json as {
    value: { skuId: string; skuPartNumber: string }[]
  }
  const found = value.find((sku) => sku.skuPartNumber === partNumber)
  if (!found)
    throw new Error(
      `the tenant has no subscription ${partNumber}; it has ${value.map((sku) => sku.skuPartNumber).join(', ')}`,
    )
  return found.skuId
}

const changeLicenses = async (doors: Doors, as: string, user: string, json: object) =>
  void expectAnswer(
    'Licences',
    await doors.as(as, `/v1.0/users/${encodeURIComponent(user)}/assignLicense`, { json }),
  )

async function putPolicy(
  doors: Doors,
  as: string,
  blade: string,
  fields: Record<string, unknown>,
): Promise<void> {
  expectSuccess(
    `Password reset, ${blade}`,
    await doors.as(as, `/api/PasswordReset/${blade}`, { method: 'PUT', json: fields }),
  )
}

async function groupId(doors: Doors, as: string, name: string): Promise<string> {
  const filter = encodeURIComponent(`displayName eq '${name.replaceAll("'", "''")}'`)
  const { value } = expectSuccess('Groups', await doors.as(as, `/v1.0/groups?$filter=${filter}`)).json as {
    value: { id: string }[]
  }
  if (!value[0]) throw new Error(`the tenant has no group ${name}`)
  return value[0].id
}

export const portal: VerbTable<'portal'> = {
  'portal.resetPassword': async (doors, { user, newPassword }, as) => {
    const path = `/beta/users/${encodeURIComponent(user)}/authentication/methods/${passwordMethod}/resetPassword`
    const json = { requireChangeOnNextSignIn: true, ...(newPassword === undefined ? {} : { newPassword }) }
    await waitForOperation(doors, as, expectAnswer('Reset password', await doors.as(as, path, { json })))
  },
  'portal.setUsageLocation': async (doors, { user, country }, as) => {
    const path = `/v1.0/users/${encodeURIComponent(user)}`
    expectSuccess(
      'Usage location',
      await doors.as(as, path, { method: 'PATCH', json: { usageLocation: country } }),
    )
  },
  'portal.assignLicense': async (doors, { user, sku }, as) =>
    changeLicenses(doors, as, user, {
      addLicenses: [{ skuId: await skuId(doors, as, sku), disabledPlans: [] }],
      removeLicenses: [],
    }),
  'portal.removeLicense': async (doors, { user, sku }, as) =>
    changeLicenses(doors, as, user, { addLicenses: [], removeLicenses: [await skuId(doors, as, sku)] }),
  'portal.enablePasswordReset': async (doors, { scope, group }, as) => {
    const types = { None: enablementTypes.none, Selected: enablementTypes.selected, All: enablementTypes.all }
    await putPolicy(doors, as, 'PasswordResetPolicies', {
      enablementType: types[scope],
      ...(group === undefined ? {} : { passwordResetEnabledGroupIds: [await groupId(doors, as, group)] }),
    })
  },
  'portal.setResetMethods': async (doors, { required, email, mobilePhone }, as) =>
    putPolicy(doors, as, 'PasswordResetPolicies', {
      numberOfAuthenticationMethodsRequired: required,
      ...(email === undefined ? {} : { emailOptionEnabled: email }),
      ...(mobilePhone === undefined ? {} : { mobilePhoneOptionEnabled: mobilePhone }),
    }),
  // One field a call, as the real portal API takes them.
  'portal.setOnPremisesIntegration': async (doors, { writeBack, unlock }, as) => {
    if (writeBack !== undefined)
      await putPolicy(doors, as, 'OnPremisesPasswordResetPolicies', { passwordWritebackEnabled: writeBack })
    if (unlock !== undefined)
      await putPolicy(doors, as, 'OnPremisesPasswordResetPolicies', { accountUnlockEnabled: unlock })
  },
}
