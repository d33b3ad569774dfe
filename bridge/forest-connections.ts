/** The connections to the forests that this server has connectors for, each as its connector account. */
import {
  type DirectoryAccount,
  DirectoryConnection,
  type DirectoryEndpoint,
} from './connectors/directory-connection.ts'
import { configurationOf, type ForestConfiguration, type ServerState } from './state/configuration.ts'

/** A forest that this server's network reaches. */
export interface ForestEndpoint extends DirectoryEndpoint {
  readonly dnsName: string
  readonly netbiosName: string
  /** `ldap://host:port`, for a connector whose traffic is not to be signed and encrypted. */
  readonly plainUrl?: string
}

export interface ForestConnections {
  /** The connection of a forest's connector. */
  of(forest: string): DirectoryConnection
  /** The endpoint of a forest by its DNS name, in any case. */
  endpointOf(forest: string): ForestEndpoint | undefined
  close(): Promise<void>
}

interface Held {
  readonly url: string
  readonly connection: DirectoryConnection
}

export function openForestConnections(
  state: ServerState,
  endpoints: readonly ForestEndpoint[],
): ForestConnections {
  const held = new Map<string, Held>()
  const configured = (forest: string): ForestConfiguration => {
    const found = configurationOf(state)?.forests.find(({ name }) => name === forest)
    if (found === undefined) throw new Error(`there is no connector ${forest}`)
    return found
  }
  const endpointOf = (forest: string) =>
    endpoints.find(({ dnsName }) => dnsName.toLowerCase() === forest.toLowerCase())
  const accountOf = (forest: string) => (): DirectoryAccount => configured(forest).account
  return {
    endpointOf,
    of: (forest) => {
      const endpoint = endpointOf(forest)
      if (endpoint === undefined) throw new Error(`no domain controller of ${forest} is known`)
      const url = urlOf(endpoint, configured(forest))
      const known = held.get(forest)
      if (known?.url === url) return known.connection
      void known?.connection.close()
      const connection = new DirectoryConnection({ ...endpoint, url }, accountOf(forest))
      held.set(forest, { url, connection })
      return connection
    },
    close: async () =>
      void (await Promise.all([...held.values()].map(({ connection }) => connection.close()))),
  }
}

const urlOf = ({ url, plainUrl }: ForestEndpoint, { signAndEncrypt }: ForestConfiguration): string =>
  signAndEncrypt === false ? (plainUrl ?? url) : url
