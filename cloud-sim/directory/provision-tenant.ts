/**
 * Sign-up: what Microsoft puts into a new tenant (first Global Administrator, domains, its own service principals), and
 * the lab's three applications that tools are pointed at. All in one transaction, so a half-made tenant never exists.
 */
import { createHash } from 'node:crypto'
import type { LabInfo } from '#core/contracts/lab-info.ts'
import type { Application } from '#core/entra/applications.ts'
import { firstPartyApps, graphAppId } from '#core/entra/first-party-apps.ts'
import { allApplicationRoles, allDelegatedScopes, graphPermission } from '#core/entra/graph-permissions.ts'
import type { TenantDomain } from '#core/entra/model.ts'
import { roleId } from '#core/entra/roles.ts'
import type { StoredRecord } from '#core/ports.ts'
import {
  newApplication,
  newPasswordResetPolicy,
  newServicePrincipal,
  newTenant,
  newUser,
} from './new-records.ts'
import { createVerifier } from './password-verifier.ts'
import type { TenantDirectory } from './tenant-directory.ts'

export interface SignUp {
  readonly initialDomain: string
  readonly displayName: string
  readonly verifiedDomains: readonly string[]
  readonly firstAdministrator: {
    readonly userPrincipalName: string
    readonly displayName: string
    readonly password: string
  }
}

/** `cloud.lab-apps`: the lab's own applications, kept in the clear because `info` must show the secret again and again. */
interface LabApp extends StoredRecord {
  readonly id: 'daemon' | 'public' | 'spa'
  readonly clientId: string
  readonly clientSecret: string | null
  readonly redirectUris: readonly string[]
}

const days = 86_400_000

export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('base64')

/** True when the store already holds a tenant. */
export const isProvisioned = (directory: TenantDirectory): boolean =>
  directory.lab.store.collection('cloud.tenant').has('tenant')

export async function provisionTenant(directory: TenantDirectory, signUp: SignUp): Promise<void> {
  const { lab } = directory
  const password = await createVerifier(signUp.firstAdministrator.password)
  await directory.transaction(() => {
    const now = lab.clock.now()
    directory.putTenant(
      newTenant({ displayName: signUp.displayName, createdDateTime: now, domains: domainsOf(signUp) }),
    )
    directory.putPasswordResetPolicy(newPasswordResetPolicy)
    const { userPrincipalName, displayName } = signUp.firstAdministrator
    const id = lab.random.guid()
    const mailNickname = userPrincipalName.split('@')[0] ?? userPrincipalName
    directory.putUser(
      newUser({
        id,
        userPrincipalName,
        displayName,
        mailNickname,
        createdDateTime: now,
        password,
        lastPasswordChangeDateTime: now,
      }),
    )
    directory.links.add('role', roleId('Global Administrator'), id)
    addFirstPartyPrincipals(directory)
    for (const name of ['daemon', 'public', 'spa'] as const) addLabApp(directory, name)
  })
}

/** The first verified domain is the default one, as after adding a domain in the portal's set-up. */
function domainsOf({ initialDomain, verifiedDomains }: SignUp): TenantDomain[] {
  const own = verifiedDomains.filter((name) => name !== initialDomain)
  const domain = (name: string, isDefault: boolean): TenantDomain => ({
    name: name.toLowerCase(),
    isVerified: true,
    isInitial: name === initialDomain,
    isDefault,
    authenticationType: 'Managed',
  })
  return [domain(initialDomain, own.length === 0), ...own.map((name, index) => domain(name, index === 0))]
}

function addFirstPartyPrincipals({ lab, applications }: TenantDirectory): void {
  for (const { appId, displayName, names } of firstPartyApps) {
    applications.putPrincipal(
      newServicePrincipal({
        id: lab.random.guid(),
        appId,
        displayName,
        createdDateTime: lab.clock.now(),
        servicePrincipalNames: names,
      }),
    )
  }
}

const registrations = {
  daemon: {
    displayName: 'Lab daemon',
    web: {
      redirectUris: ['http://localhost:3000/callback'],
      logoutUrl: null,
      issueIdTokens: true,
      issueAccessTokens: false,
    },
  },
  public: {
    displayName: 'Lab public client',
    publicClient: {
      redirectUris: ['http://localhost', 'https://login.microsoftonline.com/common/oauth2/nativeclient'],
    },
    isFallbackPublicClient: true,
  },
  spa: {
    displayName: 'Lab single-page application',
    spa: { redirectUris: ['http://localhost:3000/', 'http://localhost:3000/out'] },
  },
} as const satisfies Record<LabApp['id'], Partial<Application>>

const redirectsOf = ({ web, spa, publicClient }: Application): readonly string[] => [
  ...web.redirectUris,
  ...spa.redirectUris,
  ...publicClient.redirectUris,
]

function addLabApp(directory: TenantDirectory, name: LabApp['id']): void {
  const { lab, applications } = directory
  const now = lab.clock.now()
  const secret = name === 'daemon' ? Buffer.from(lab.random.secret(30)).toString('base64url') : null
  const application = newApplication({
    id: lab.random.guid(),
    appId: lab.random.guid(),
    createdDateTime: now,
    ...registrations[name],
    passwordCredentials:
      secret === null
        ? []
        : [
            {
              keyId: lab.random.guid(),
              displayName: 'Lab',
              hint: secret.slice(0, 3),
              startDateTime: now,
              endDateTime: now + 3650 * days,
              secretHash: secretHash(secret),
            },
          ],
  })
  applications.put(application)
  const principal = newServicePrincipal({
    id: lab.random.guid(),
    appId: application.appId,
    displayName: application.displayName,
    createdDateTime: now,
  })
  applications.putPrincipal(principal)
  consentToAll(directory, principal.id, name === 'daemon')
  const redirectUris = redirectsOf(application)
  lab.store
    .collection<LabApp>('cloud.lab-apps')
    .put({ id: name, clientId: application.appId, clientSecret: secret, redirectUris })
}

/** Administrators' consent to all of Graph, so that tools can start at once. */
function consentToAll(
  { lab, applications, links }: TenantDirectory,
  clientId: string,
  asApplication: boolean,
): void {
  const graph = applications.principalByAppId(graphAppId)
  if (graph === undefined) throw new Error('Microsoft Graph has no service principal')
  const id = Buffer.from(lab.random.bytes(24)).toString('base64url')
  applications.putGrant({
    id,
    clientId,
    consentType: 'AllPrincipals',
    principalId: null,
    resourceId: graph.id,
    scope: allDelegatedScopes.join(' '),
  })
  if (!asApplication) return
  for (const value of allApplicationRoles) {
    const appRoleId = graphPermission(value)?.applicationId
    if (appRoleId == null) continue
    const assignment = Buffer.from(lab.random.bytes(24)).toString('base64url')
    applications.putAppRole({
      id: assignment,
      appRoleId,
      principalId: clientId,
      principalType: 'ServicePrincipal',
      resourceId: graph.id,
      createdDateTime: lab.clock.now(),
    })
  }
  // Resetting passwords as an application asks for a directory role besides the permission (permissions.json, 2026-08).
  links.add('role', roleId('User Administrator'), clientId)
}

/** As `info` shows them. */
export const labAppsOf = (directory: TenantDirectory): LabInfo['apps'] =>
  [...directory.lab.store.collection<LabApp>('cloud.lab-apps').values()].map(
    ({ id, clientId, clientSecret, redirectUris }) => ({
      name: id,
      clientId,
      ...(clientSecret === null ? {} : { clientSecret }),
      redirectUris: [...redirectUris],
    }),
  )
