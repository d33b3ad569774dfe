/** What every procedure of the Connect server works with. */
import type { Lab } from '#core/ports.ts'
import type { CloudConnection } from './connectors/cloud-connection.ts'
import type { DirectoryConnection } from './connectors/directory-connection.ts'
import type { EventLog } from './event-log.ts'
import type { ForestEndpoint } from './forest-connections.ts'
import type { MachineClock } from './machine-clock.ts'
import type { MachineTls } from './machine-tls.ts'
import type { Network } from './network/network.ts'
import type { Activity } from './run-profiles/activity.ts'
import { type Configuration, configurationOf, type ServerState } from './state/configuration.ts'
import type { Spaces } from './state/spaces.ts'

export interface ServerContext {
  readonly lab: Lab
  readonly serverName: string
  /** The product’s; automatic upgrade changes it. */
  readonly version: string
  readonly events: EventLog
  readonly state: ServerState
  readonly spaces: Spaces
  readonly cloud: CloudConnection
  /** The sign-in window of the wizard, and what it shows of the tenant. */
  readonly browser: CloudConnection
  readonly network: Network
  readonly activity: Activity
  readonly machineClock: MachineClock
  readonly machineTls: MachineTls
  /** The connection of a forest's connector, as its connector account. */
  directory(forest: string): DirectoryConnection
  /** Where a forest’s domain controller is; undefined when this server’s network does not reach it. */
  forestEndpoint(forest: string): ForestEndpoint | undefined
}

/** For procedures that run only on an installed server. */
export function requireConfiguration({ state }: ServerContext): Configuration {
  const configuration = configurationOf(state)
  if (configuration === undefined) throw new Error('the Connect server is not installed')
  return configuration
}

/** As the wizard and password writeback look for it. */
export const usualConnectorName = ({ cloud }: Configuration): string => `${cloud.initialDomain} - AAD`
export const cloudConnectorName = (configuration: Configuration): string =>
  configuration.cloud.connectorName ?? usualConnectorName(configuration)
