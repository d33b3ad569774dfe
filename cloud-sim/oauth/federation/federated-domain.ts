/** Where the synced users of a federated domain sign in: the passive address of its federation service. */
import type { DomainFederation } from '#core/contracts/user-sign-in.ts'
import { identityModel } from '#core/entra/sign-in.ts'
import type { CloudTenant } from '../../tenants.ts'

/** Undefined when the cloud itself asks for the password. Names that nobody has go to the federation service too. */
export function federationOf(tenant: CloudTenant, userPrincipalName: string): DomainFederation | undefined {
  const { directory } = tenant
  const user = directory.findUser(userPrincipalName) ?? { userPrincipalName, onPremisesSyncEnabled: true }
  if (identityModel(directory.tenant(), user) !== 'federated') return undefined
  const name = userPrincipalName.slice(userPrincipalName.lastIndexOf('@') + 1).toLowerCase()
  return directory.tenant().domains.find((domain) => domain.name === name)?.federation
}

/** `wctx` comes back with the answer: it is the sign-in's sealed state. */
export function passiveRequest(
  { passiveSignInUri }: DomainFederation,
  { userName, wctx, correlationId }: { userName: string; wctx: string; correlationId: string },
): string {
  const url = new URL(passiveSignInUri)
  url.searchParams.set('client-request-id', correlationId)
  url.searchParams.set('username', userName)
  url.searchParams.set('wa', 'wsignin1.0')
  url.searchParams.set('wtrealm', 'urn:federation:MicrosoftOnline')
  url.searchParams.set('wctx', wctx)
  return url.href
}
