/** How synced users sign in, as the Connect server sets it: the model of the tenant, and the federation of one domain. */
import type { UserSignInChange, UserSignInMethod } from '#core/contracts/user-sign-in.ts'
import type { TenantDomain } from '#core/entra/model.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'

/** False: the tenant has no such verified domain, or it is the initial one, which cannot be federated. */
export async function changeUserSignIn(
  directory: TenantDirectory,
  change: UserSignInChange,
): Promise<boolean> {
  const { domains } = directory.tenant()
  const federated = change.method === 'federation' ? change.domain.toLowerCase() : undefined
  const mayFederate = domains.some(
    ({ name, isVerified, isInitial }) => name === federated && isVerified && !isInitial,
  )
  if (federated !== undefined && !mayFederate) return false
  await directory.transaction(() =>
    directory.putTenant({
      ...directory.tenant(),
      signInModel: change.method === 'pass-through' ? 'pta' : 'cloud',
      domains: domains.map((domain) => withSignIn(domain, change)),
    }),
  )
  return true
}

function withSignIn({ federation: _, ...domain }: TenantDomain, change: UserSignInChange): TenantDomain {
  if (change.method !== 'federation' || domain.name !== change.domain.toLowerCase())
    return { ...domain, authenticationType: 'Managed' }
  return { ...domain, authenticationType: 'Federated', federation: change.federation }
}

export function userSignInMethod(directory: TenantDirectory): UserSignInMethod {
  const { domains, signInModel } = directory.tenant()
  if (domains.some(({ authenticationType }) => authenticationType === 'Federated')) return 'federation'
  return signInModel === 'pta' ? 'pass-through' : 'password-hash-sync'
}
