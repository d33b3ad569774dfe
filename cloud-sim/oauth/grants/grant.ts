/** One way to get a token: a function from the call to the answer or the refusal. */

import type { CloudTenant } from '#cloud-sim/tenants.ts'
import { authenticateClient, type Client, type ClientProof, findClient, isConfidential } from '../clients.ts'
import type { TokenAnswer } from '../grant-answer.ts'
import type { OAuthHost } from '../oauth-host.ts'
import { granted, type OAuthResult, refused } from '../refusal.ts'
import type { TokenCall } from '../token-request.ts'

export type Grant = (host: OAuthHost, call: TokenCall) => Promise<OAuthResult<TokenAnswer>>

export interface ProvenClient {
  readonly client: Client
  readonly proof: ClientProof
}

/** Finds the client in the tenant and checks what it proves itself with. */
export async function proveClient(call: TokenCall, tenant: CloudTenant): Promise<OAuthResult<ProvenClient>> {
  if (call.clientId === undefined || call.clientId === '')
    return refused('MissingParameter', { name: 'client_id' })
  const client = findClient(tenant, call.clientId)
  if (!client.ok) return client
  const proof = await authenticateClient(client.value, call.credential, call.assertionAudiences)
  return proof.ok ? granted({ client: client.value, proof: proof.value }) : proof
}

/** As above, and a confidential client must have proven itself. */
export async function proveConfidential(
  call: TokenCall,
  tenant: CloudTenant,
): Promise<OAuthResult<ProvenClient>> {
  const proven = await proveClient(call, tenant)
  if (proven.ok && proven.value.proof === '0' && isConfidential(proven.value.client))
    return refused('InvalidClientMissingCredential')
  return proven
}

/** The named parameter, or the refusal for its absence. */
export function needed(call: TokenCall, name: string): OAuthResult<string> {
  const value = call.form.get(name)
  return value === null || value === '' ? refused('MissingParameter', { name }) : granted(value)
}
