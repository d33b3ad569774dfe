/** The services console of the Connect server: what runs, starting and stopping it. */
import { fail, ok, type Result } from '#core/result.ts'
import { type ConnectRefusal, refusal } from './connect-refusal.ts'
import type { ServerContext } from './server-context.ts'
import { isServiceRunning, type ServiceName, serviceNames } from './state/configuration.ts'
import type { RelayListener } from './writeback/relay-listener.ts'

export interface ServiceRow {
  readonly name: string
  readonly displayName: string
  readonly state: 'Running' | 'Stopped'
}

export const isServiceName = (name: string): name is ServiceName => Object.hasOwn(serviceNames, name)

export function serviceRows({ state }: ServerContext): ServiceRow[] {
  return Object.entries(serviceNames).map(([name, displayName]) => ({
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
  if (!isServiceName(name)) return fail(refusal('UnknownService', name))
  const set = async (running: boolean) => {
    if (isServiceRunning(server.state, name) === running) return
    if (running) await server.network.start()
    await server.lab.store.transaction(() => server.state.services.put({ id: name, running }))
    const done = running ? 'started' : 'stopped'
    server.lab.journal.record({
      place: 'connect',
      type: `service.${done}`,
      summary: `${serviceNames[name]} was ${done} on ${server.serverName}`,
    })
    listener.follow()
    await listener.settled()
  }
  if (verb !== 'start') await set(false)
  if (verb !== 'stop') await set(true)
  return ok(serviceRows(server))
}
