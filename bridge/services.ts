/** The services console of the Connect server: what runs, starting and stopping it. */
import { fail, ok, type Result } from '#core/result.ts'
import { type ConnectRefusal, refusal } from './connect-refusal.ts'
import { installedAgents } from './pass-through/installed-agents.ts'
import type { ServerContext } from './server-context.ts'
import { isServiceRunning, type ServiceName, serviceNames } from './state/configuration.ts'
import type { RelayListener } from './writeback/relay-listener.ts'

export interface ServiceRow {
  readonly name: string
  readonly displayName: string
  readonly state: 'Running' | 'Stopped'
}

export const isServiceName = (name: string): name is ServiceName => Object.hasOwn(serviceNames, name)

/** The authentication agent is there once it was installed. */
const isInstalled = ({ lab }: ServerContext, name: string): boolean =>
  name !== 'AzureADConnectAuthenticationAgent' || installedAgents(lab).size > 0

export function serviceRows(server: ServerContext): ServiceRow[] {
  const { state } = server
  const installed = Object.entries(serviceNames).filter(([name]) => isInstalled(server, name))
  return installed.map(([name, displayName]) => ({
    name,
    displayName,
    state: isServiceName(name) && isServiceRunning(state, name) ? 'Running' : 'Stopped',
  }))
}

/** Resolves when the service has come up (its listener has tried to connect) or gone down. */
export async function controlService(
  server: ServerContext,
  listener: RelayListener,
  name: string,
  verb: 'start' | 'stop' | 'restart',
): Promise<Result<ServiceRow[], ConnectRefusal>> {
  if (!isServiceName(name) || !isInstalled(server, name)) return fail(refusal('UnknownService', name))
  const set = async (running: boolean) => {
    if (isServiceRunning(server.state, name) === running) return
    if (running) await server.network.start()
    await server.lab.store.transaction(() => server.state.services.put({ id: name, running }))
    const done = running ? 'started' : 'stopped'
    server.lab.journal.record({
      place: 'connect',
      type: `service.${done}`,
      summary: `${serviceNames[name]} was ${done} on ${server.serverName}`,
      data: { server: server.serverName, service: name },
    })
    listener.follow()
    await listener.settled()
  }
  if (verb !== 'start') await set(false)
  if (verb !== 'stop') await set(true)
  return ok(serviceRows(server))
}
