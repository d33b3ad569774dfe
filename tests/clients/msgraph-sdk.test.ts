import { UsernamePasswordCredential } from '@azure/identity'
import { AzureIdentityAuthenticationProvider } from '@microsoft/kiota-authentication-azure'
import { createGraphServiceClient, GraphRequestAdapter } from '@microsoft/msgraph-sdk'
import '@microsoft/msgraph-sdk-users'
import { Agent, fetch } from 'undici'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type StartedLab, startLab } from '#lab/start.ts'
import { accountOf, appOf } from './lab-facts.ts'

let lab: StartedLab
let graph: ReturnType<typeof createGraphServiceClient>
const untouched = globalThis.fetch

beforeAll(async () => {
  lab = await startLab()
  const { upn, password } = accountOf(lab, 'Global Administrator')
  const credential = new UsernamePasswordCredential(
    lab.info.tenantId,
    appOf(lab, 'public').clientId,
    upn,
    password,
    {
      authorityHost: new URL(lab.info.authority).origin,
      disableInstanceDiscovery: true,
      tlsOptions: { ca: lab.info.caCertificate },
    },
  )
  const dispatcher = new Agent({ connect: { ca: lab.info.caCertificate } })
  // The SDK's own way out has no place for a certificate; outside a test NODE_EXTRA_CA_CERTS names it.
  const trusting = (url: string, init: object) => fetch(url, { ...init, dispatcher })
  globalThis.fetch = trusting as unknown as typeof globalThis.fetch
  const { hostname } = new URL(lab.info.graph)
  const scopes = ['https://graph.microsoft.com/.default']
  const adapter = new GraphRequestAdapter(
    new AzureIdentityAuthenticationProvider(credential, scopes, undefined, new Set([hostname])),
  )
  adapter.baseUrl = lab.info.graph
  graph = createGraphServiceClient(adapter)
})
afterAll(async () => {
  globalThis.fetch = untouched
  await lab.close()
})

it('reads users with $select and $filter into the typed model', async () => {
  const { upn } = accountOf(lab, 'Global Administrator')
  const page = await graph.users.get({
    queryParameters: {
      filter: `userPrincipalName eq '${upn}'`,
      select: ['id', 'displayName', 'accountEnabled'],
    },
  })
  expect(page?.value).toHaveLength(1)
  expect(page?.value?.[0]).toMatchObject({ displayName: expect.any(String), accountEnabled: true })
})

it('makes, changes and deletes a user', async () => {
  const made = await graph.users.post({
    accountEnabled: true,
    displayName: 'Typed Person',
    mailNickname: 'typed',
    userPrincipalName: 'typed@contoso.com',
    passwordProfile: { password: 'Meadow-Anchor-31!', forceChangePasswordNextSignIn: false },
  })
  const user = graph.users.byUserId(made?.id ?? '')
  await user.patch({ department: 'Sales' })
  expect((await user.get({ queryParameters: { select: ['department'] } }))?.department).toBe('Sales')
  await user.delete()
  await expect(user.get()).rejects.toMatchObject({ responseStatusCode: 404 })
})

it('throws Graph’s own error for what is refused', async () => {
  const refused = graph.users.post({ displayName: 'Half a user' })
  await expect(refused).rejects.toMatchObject({ responseStatusCode: 400 })
})
