import { app, info, load, origin, tell } from './from-lab.mjs'

const { SubscriptionClient } = await load('@azure/arm-resources-subscriptions')
const { ClientSecretCredential } = await import('@azure/identity')
const { clientId, clientSecret } = app('daemon')
const credential = new ClientSecretCredential(info.tenantId, clientId, clientSecret, {
  authorityHost: origin,
  disableInstanceDiscovery: true,
})
const client = new SubscriptionClient(credential, {
  endpoint: origin,
  credentialScopes: ['https://management.azure.com/.default'],
})
let subscriptions = 0
for await (const _each of client.subscriptions.list()) subscriptions++
const tenants = []
for await (const tenant of client.tenants.list()) tenants.push(tenant.defaultDomain)
tell({ subscriptions, tenants })
