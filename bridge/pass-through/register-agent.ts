/** The agent's installer: makes the agent's key pair and registers it with an administrator's token. */
import type { z } from 'zod'
import { agentRegistered, type agentRegistration, passThroughPath } from '#core/contracts/pass-through.ts'
import type { ServerContext } from '../server-context.ts'
import { makeKeyPair } from '../writeback/agent-crypto.ts'
import { installedAgents } from './installed-agents.ts'

/** Answers the agent's id; throws CloudRefusal or CloudUnreachable. */
export async function registerAgent(
  server: ServerContext,
  bearer: string,
  machineName: string,
): Promise<string> {
  const { publicKey, privateKey } = await makeKeyPair()
  const body: z.infer<typeof agentRegistration> = { machineName, publicKey }
  const { agentId, secret, channel } = await server.cloud.ask(
    'POST',
    `${passThroughPath}/agents`,
    agentRegistered,
    { body, bearer },
  )
  await server.lab.store.transaction(() =>
    installedAgents(server.lab).put({ id: agentId, machineName, privateKey, secret, channel }),
  )
  return agentId
}
