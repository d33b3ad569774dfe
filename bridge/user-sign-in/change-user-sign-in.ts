/**
 * The Connect server's *User sign-in* choice, at once: password hash synchronisation, pass-through authentication (with an
 * agent on this server) or federation (with the lab's federation service). Source: writeback.md §7.1, §8.9.
 */
import { provisioningPath } from '#core/contracts/provisioning.ts'
import {
  type UserSignInChange,
  type UserSignInMethod,
  userSignInAnswer,
} from '#core/contracts/user-sign-in.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { type ConnectRefusal, refusal } from '../connect-refusal.ts'
import { type CloudAccount, CloudRefusal, CloudUnreachable } from '../connectors/cloud-connection.ts'
import type { FederationService } from '../federation/federation-service.ts'
import { signInAdministrator } from '../installation/cloud-administrator.ts'
import type { AuthenticationAgents } from '../pass-through/authentication-agents.ts'
import { installedAgents } from '../pass-through/installed-agents.ts'
import { registerAgent } from '../pass-through/register-agent.ts'
import { requireConfiguration, type ServerContext } from '../server-context.ts'

export interface SignInTools {
  readonly server: ServerContext
  readonly agents: AuthenticationAgents
  readonly federation: FederationService
}

/** Refusals of the sign-in are the wizard's; what the cloud refuses afterwards is `WizardUserSignInFailed`. */
export async function changeUserSignIn(
  tools: SignInTools,
  administrator: CloudAccount,
  method: UserSignInMethod,
): Promise<Result<UserSignInMethod, ConnectRefusal>> {
  const signedIn = await signInAdministrator(tools.server.cloud, administrator)
  if (!signedIn.ok) return signedIn
  return refusedByCloud(() => carryOut(tools, signedIn.value, method))
}

/** Gives the tenant what it is to know of the federation service once more, with a new token-signing certificate if wanted. */
export async function resetTrust(
  { server, federation }: SignInTools,
  administrator: CloudAccount,
  renewCertificate: boolean,
): Promise<Result<UserSignInMethod, ConnectRefusal>> {
  const signedIn = await signInAdministrator(server.cloud, administrator)
  if (!signedIn.ok) return signedIn
  return refusedByCloud(async () => {
    const body: UserSignInChange = { method: 'federation', ...(await federation.trust(renewCertificate)) }
    const path = `${provisioningPath}/user-sign-in`
    return (await server.cloud.ask('POST', path, userSignInAnswer, { body, bearer: signedIn.value })).method
  })
}

/** The agent's installer, run on one more server of the lab. */
export async function installAgent(
  { server, agents }: SignInTools,
  administrator: CloudAccount,
  machineName: string,
): Promise<Result<string, ConnectRefusal>> {
  const signedIn = await signInAdministrator(server.cloud, administrator)
  if (!signedIn.ok) return signedIn
  return refusedByCloud(async () => {
    const id = await registerAgent(server, signedIn.value, machineName)
    await agents.settled()
    return id
  })
}

async function refusedByCloud<Value>(act: () => Promise<Value>): Promise<Result<Value, ConnectRefusal>> {
  try {
    return ok(await act())
  } catch (error) {
    if (!(error instanceof CloudRefusal || error instanceof CloudUnreachable)) throw error
    return fail(refusal('WizardUserSignInFailed', error.message))
  }
}

async function carryOut(
  tools: SignInTools,
  bearer: string,
  method: UserSignInMethod,
): Promise<UserSignInMethod> {
  const { server, agents } = tools
  if (method === 'pass-through' && installedAgents(server.lab).size === 0) {
    await registerAgent(server, bearer, server.serverName)
    await agents.settled()
  }
  const body = await changeFor(tools, method)
  const answer = await server.cloud.ask('POST', `${provisioningPath}/user-sign-in`, userSignInAnswer, {
    body,
    bearer,
  })
  await remember(server, method)
  return answer.method
}

async function changeFor({ federation }: SignInTools, method: UserSignInMethod): Promise<UserSignInChange> {
  return method === 'federation' ? { method, ...(await federation.trust()) } : { method }
}

/** Choosing password hash synchronisation turns it on; the other choices leave it as it is (a fallback, where it runs). */
async function remember(server: ServerContext, method: UserSignInMethod): Promise<void> {
  const configuration = requireConfiguration(server)
  const { lab, state } = server
  const passwordHashSync = method === 'password-hash-sync' || configuration.passwordHashSync
  await lab.store.transaction(() =>
    state.configurations.put({ ...configuration, passwordHashSync, userSignIn: method }),
  )
}
