/** The server at a glance, as `GET state` answers it. */
import type { z } from 'zod'
import type { connectState } from '#core/contracts/connect.ts'
import type { ServerContext } from './server-context.ts'
import { serviceRows } from './services.ts'
import { configurationOf, writebackOf } from './state/configuration.ts'
import type { RelayListener } from './writeback/relay-listener.ts'

export function connectStateOf(server: ServerContext, listener: RelayListener): z.infer<typeof connectState> {
  const configuration = configurationOf(server.state)
  const registration = writebackOf(server.state)
  return {
    serverName: server.serverName,
    version: server.version,
    writebackOnboarded: registration !== undefined,
    listener: listener.state,
    keyVersion: registration?.keyVersion ?? null,
    passwordHashSync: configuration?.passwordHashSync ?? false,
    stagingMode: configuration?.stagingMode ?? false,
    connectorAccount: {
      directory: configuration?.forests[0]?.account.username ?? '',
      cloud: configuration?.cloud.account.username ?? '',
    },
    services: serviceRows(server),
  }
}
