/** Registers an API through Graph, as an administrator would: its scope, its secret, consent for who calls and is called. */
import type { Doors } from '#lab/scenarios/doors.ts'

export interface MiddleTier {
  readonly clientId: string
  readonly clientSecret: string
  readonly scope: string
}

interface Made {
  readonly id: string
  readonly appId: string
  readonly secretText: string
}

const graphAppId = '00000003-0000-0000-c000-000000000000'
const scopeId = '5f7a1f0c-3f0e-4d7f-9a29-2a9b5a0c9e11'

export async function registerMiddleTier(
  doors: Doors,
  administrator: string,
  callerId: string,
): Promise<MiddleTier> {
  const ask = async (method: string, path: string, json?: unknown) => {
    const answer = await doors.as(administrator, `/v1.0${path}`, {
      method,
      ...(json === undefined ? {} : { json }),
    })
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.json as Made
  }
  const scope = {
    id: scopeId,
    value: 'access_as_user',
    type: 'User',
    isEnabled: true,
    adminConsentDisplayName: 'Access as the user',
    adminConsentDescription: 'Acts for the signed-in user',
  }
  const app = await ask('POST', '/applications', {
    displayName: 'Middle tier',
    identifierUris: ['api://middle-tier'],
    api: { requestedAccessTokenVersion: 2, oauth2PermissionScopes: [scope] },
  })
  const { secretText } = await ask('POST', `/applications/${app.id}/addPassword`, {
    passwordCredential: { displayName: 'test' },
  })
  const principal = await ask('POST', '/servicePrincipals', { appId: app.appId })
  const graph = await ask('GET', `/servicePrincipals(appId='${graphAppId}')`)
  const caller = await ask('GET', `/servicePrincipals(appId='${callerId}')`)
  for (const [clientId, resourceId, granted] of [
    [caller.id, principal.id, 'access_as_user'],
    [principal.id, graph.id, 'User.Read'],
  ])
    await ask('POST', '/oauth2PermissionGrants', {
      clientId,
      resourceId,
      consentType: 'AllPrincipals',
      scope: granted,
    })
  return { clientId: app.appId, clientSecret: secretText, scope: 'api://middle-tier/access_as_user' }
}
