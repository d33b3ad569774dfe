/**
 * Microsoft's own applications, present in every tenant. Ids from the published list of first-party applications;
 * redirect URIs and the lab's own entry (`labPortal`) are ours.
 */
export interface FirstPartyApp {
  readonly appId: string
  readonly displayName: string
  /** How resources of this application are named in scopes and audiences; the first is the audience of tokens. */
  readonly names: readonly string[]
  /** A client that people sign in with: no secret, loopback redirect, consented for the whole tenant. */
  readonly publicClient: boolean
  /** Delegated Graph scopes it may have without asking. `*`: all. */
  readonly graphScopes: readonly string[] | '*'
}

const app = (
  appId: string,
  displayName: string,
  more: Partial<Omit<FirstPartyApp, 'appId' | 'displayName'>> = {},
): FirstPartyApp => ({ appId, displayName, names: [appId], publicClient: false, graphScopes: [], ...more })

const client = (appId: string, displayName: string): FirstPartyApp =>
  app(appId, displayName, { publicClient: true, graphScopes: '*' })

export const graphAppId = '00000003-0000-0000-c000-000000000000'
export const directoryGraphAppId = '00000002-0000-0000-c000-000000000000'
export const portalApiAppId = '74658136-14ec-4630-ad9b-26e160ff0fc6'
export const connectClientId = 'cb1056e2-e479-49de-ae31-7812af012ed8'
export const passwordResetAppId = '93625bc8-bfe2-437a-97e0-3d0060024faa'
export const mySignInsClientId = '19db86c3-b2b9-44cc-b339-36da233a3be2'
export const azurePortalClientId = 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c'
export const managementApiAppId = '797f4846-ba00-4fd7-ba43-dac1f8f63013'
/** The lab's own screens: a single-page application with redirect `/auth/callback` on any origin the cloud answers at. [SIM] */
export const labPortalClientId = '1ab00000-0000-4000-8000-00000000c0de'
export const labPortalRedirectPath = '/auth/callback'

export const firstPartyApps: readonly FirstPartyApp[] = [
  app(graphAppId, 'Microsoft Graph', { names: ['https://graph.microsoft.com', graphAppId] }),
  app(directoryGraphAppId, 'Windows Azure Active Directory', {
    names: ['https://graph.windows.net', directoryGraphAppId],
  }),
  app(managementApiAppId, 'Windows Azure Service Management API', {
    names: ['https://management.core.windows.net', 'https://management.azure.com', managementApiAppId],
  }),
  app(portalApiAppId, 'ADIbizaUX', { names: [portalApiAppId] }),
  app(passwordResetAppId, 'Microsoft password reset service'),
  client('04b07795-8ddb-461a-bbee-02f9e1bf7b46', 'Microsoft Azure CLI'),
  client('14d82eec-204b-4c2f-b7e8-296a70dab67e', 'Microsoft Graph Command Line Tools'),
  client('1950a258-227b-4e31-a9cf-717495945fc2', 'Microsoft Azure PowerShell'),
  client('1b730954-1685-4b74-9bfd-dac224a7b894', 'Azure Active Directory PowerShell'),
  client(azurePortalClientId, 'Azure Portal'),
  client(mySignInsClientId, 'My Signins'),
  client(connectClientId, 'Microsoft Azure Active Directory Connect'),
  client(labPortalClientId, 'Hybrid Identity Lab'),
]

const byId = new Map(firstPartyApps.map((entry) => [entry.appId, entry]))
export const firstPartyApp = (appId: string): FirstPartyApp | undefined => byId.get(appId.toLowerCase())
