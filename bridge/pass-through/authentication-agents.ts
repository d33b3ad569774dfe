/** All authentication agents of the lab: each that is installed holds its channel while its service runs. */
import type { ForestEndpoint } from '../forest-connections.ts'
import type { ServerContext } from '../server-context.ts'
import { isServiceRunning } from '../state/configuration.ts'
import { AgentConnection } from './agent-connection.ts'
import { installedAgents } from './installed-agents.ts'

export class AuthenticationAgents {
  private readonly server: ServerContext
  private readonly forests: readonly ForestEndpoint[]
  private readonly connections = new Map<string, AgentConnection>()
  private readonly unwatch: () => void

  constructor(server: ServerContext, forests: readonly ForestEndpoint[]) {
    this.server = server
    this.forests = forests
    let planned = false
    const changed = () => {
      if (planned) return
      planned = true
      setImmediate(() => {
        planned = false
        this.follow()
      })
    }
    const stops = [installedAgents(server.lab).watch(changed), server.state.services.watch(changed)]
    this.unwatch = () => {
      planned = true
      for (const stop of stops) stop()
    }
  }

  /** Brings the channels in line with what is installed and runs now. */
  follow(): void {
    const running = isServiceRunning(this.server.state, 'AzureADConnectAuthenticationAgent')
    const installed = installedAgents(this.server.lab)
    for (const [id, connection] of this.connections) {
      if (running && installed.get(id)?.secret === connection.agent.secret) continue
      connection.close()
      this.connections.delete(id)
    }
    if (!running) return
    for (const agent of installed.values())
      if (!this.connections.has(agent.id))
        this.connections.set(agent.id, new AgentConnection(this.server, this.forests, agent))
  }

  /** Resolves when every agent has tried to connect. */
  async settled(): Promise<void> {
    this.follow()
    await Promise.all([...this.connections.values()].map(({ settled }) => settled))
  }

  list(): readonly { readonly id: string; readonly machineName: string; readonly listening: boolean }[] {
    return [...installedAgents(this.server.lab).values()].map(({ id, machineName }) => ({
      id,
      machineName,
      listening: this.connections.get(id)?.isListening ?? false,
    }))
  }

  close(): void {
    this.unwatch()
    for (const connection of this.connections.values()) connection.close()
    this.connections.clear()
  }
}
