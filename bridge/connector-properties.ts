/** The properties of an AD connector, as the Synchronization Service's dialog changes them. Source: writeback.md §5.3, §7.3. */
import type { ConnectorProperties } from '#core/contracts/connect.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { type ConnectRefusal, refusal } from './connect-refusal.ts'
import { cloudConnectorName, type ServerContext } from './server-context.ts'
import { configurationOf } from './state/configuration.ts'

/** Refuses with `UnknownConnectObject` when there is no such AD connector. Nothing is tried out: the next run tells. */
export async function changeConnector(
  { state, lab }: ServerContext,
  connector: string,
  { name: newName, signAndEncrypt, account }: ConnectorProperties,
): Promise<Result<undefined, ConnectRefusal>> {
  const configuration = configurationOf(state)
  if (configuration === undefined) return fail(refusal('ConnectNotInstalled'))
  if (connector === cloudConnectorName(configuration) && newName !== undefined) {
    const cloud = { ...configuration.cloud, connectorName: newName }
    await lab.store.transaction(() => state.configurations.put({ ...configuration, cloud }))
    return ok(undefined)
  }
  if (!configuration.forests.some(({ name }) => name === connector))
    return fail(refusal('UnknownConnectObject', connector))
  if (newName !== undefined)
    return fail(refusal('MalformedRequest', 'the connector of a forest has the forest’s name'))
  const change = {
    ...(signAndEncrypt === undefined ? {} : { signAndEncrypt }),
    ...(account === undefined ? {} : { account }),
  }
  const forests = configuration.forests.map((forest) =>
    forest.name === connector ? { ...forest, ...change } : forest,
  )
  await lab.store.transaction(() => state.configurations.put({ ...configuration, forests }))
  return ok(undefined)
}
