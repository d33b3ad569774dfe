/** The tenant's authentication agents: registered with an administrator's token, each with a key and a secret of its own. */
import type { PassThroughAgent } from '#core/entra/model.ts'
import type { Lab } from '#core/ports.ts'

export interface AgentRegister {
  all(): readonly PassThroughAgent[]
  find(agentId: string): PassThroughAgent | undefined
  /** The secret is in the answer; the cloud keeps it to know the agent by. */
  add(machineName: string, publicKey: string): Promise<PassThroughAgent>
  remove(agentId: string): Promise<void>
}

export function agentRegister({ store, random, clock }: Lab): AgentRegister {
  const agents = store.collection<PassThroughAgent>('cloud.pass-through-agents')
  return {
    all: () => [...agents.values()],
    find: (agentId) => agents.get(agentId),
    add: async (machineName, publicKey) => {
      const agent = {
        id: random.guid(),
        machineName,
        publicKey,
        secret: Buffer.from(random.secret(32)).toString('base64url'),
        registeredAt: clock.now(),
      }
      await store.transaction(() => agents.put(agent))
      return agent
    },
    remove: async (agentId) => {
      await store.transaction(() => agents.delete(agentId))
    },
  }
}
