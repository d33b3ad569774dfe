/** Clients without any setting about where the cloud is. Prints a line of JSON for each question. */
import { readFile } from 'node:fs/promises'
import { ClientSecretCredential, UsernamePasswordCredential } from '@azure/identity'
import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node'
import { Client } from '@microsoft/microsoft-graph-client'
import { labInfo } from '#core/contracts/lab-info.ts'

const info = labInfo.parse(JSON.parse(await readFile(process.argv[2] ?? '', 'utf8')))
const app = (name: string) => {
  const found = info.apps.find((candidate) => candidate.name === name)
  return { clientId: found?.clientId ?? '', clientSecret: found?.clientSecret ?? '' }
}
const administrator = info.accounts.find(({ role }) => role === 'Global Administrator')
const username = administrator?.upn ?? ''
const password = administrator?.password ?? ''
const graphDefault = 'https://graph.microsoft.com/.default'

async function ask(name: string, question: () => Promise<unknown>): Promise<void> {
  const answer = await question().catch((error: unknown) => `refused: ${error}`)
  process.stdout.write(`${JSON.stringify([name, answer])}\n`)
}
const issuerOf = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).iss

await ask('azure-identity secret', async () => {
  const { clientId, clientSecret } = app('daemon')
  const { token } = await new ClientSecretCredential(info.tenantId, clientId, clientSecret).getToken(
    graphDefault,
  )
  return issuerOf(token)
})
await ask('azure-identity password', async () => {
  const { clientId } = app('public')
  const credential = new UsernamePasswordCredential(info.initialDomain, clientId, username, password)
  return issuerOf((await credential.getToken(graphDefault)).token)
})
await ask('msal-node secret', async () => {
  const authority = `https://login.microsoftonline.com/${info.tenantId}`
  const client = new ConfidentialClientApplication({ auth: { ...app('daemon'), authority } })
  const answer = await client.acquireTokenByClientCredential({ scopes: [graphDefault] })
  return issuerOf(answer?.accessToken ?? '')
})
await ask('msal-node password at organizations', async () => {
  const authority = 'https://login.microsoftonline.com/organizations'
  const client = new PublicClientApplication({ auth: { clientId: app('public').clientId, authority } })
  const answer = await client.acquireTokenByUsernamePassword({ scopes: ['User.Read'], username, password })
  return answer?.account?.environment
})
await ask('graph-client', async () => {
  const { clientId, clientSecret } = app('daemon')
  const credential = new ClientSecretCredential(info.tenantId, clientId, clientSecret)
  const client = Client.initWithMiddleware({
    authProvider: { getAccessToken: async () => (await credential.getToken(graphDefault)).token },
  })
  const { userPrincipalName } = await client.api(`/users/${username}`).get()
  return userPrincipalName
})
