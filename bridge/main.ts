/**
 * The Connect server alone: `node --import tsx bridge/main.ts --config connect.yaml`; settings from the file and from
 * `HYBRIDLAB_*`, of which `directoryUrl` and `cloudOrigin` say where the other two are. With `directoryForest` the directory
 * is somebody's own, and the wizard is to install.
 */
import { connectEndpoints } from '#lab/connect-endpoints.ts'
import { installSettings } from '#lab/connect-servers.ts'
import { runPart } from '#lab/start-part.ts'
import { createConnectServer } from './connect-server.ts'

await runPart('connect', async (stage) => {
  const { config, lab, world, isNew, app, addresses, beginStory } = stage
  const { forest, cloud } = await connectEndpoints(stage)
  if (isNew) beginStory()
  const part = await createConnectServer(lab, {
    serverName: world.connect.serverName,
    forests: [forest],
    cloud,
    federationBase: `${addresses.http}/sts/${lab.id}`,
  })
  app.use(`/sts/${lab.id}`, part.federation)
  if (isNew && config.directoryForest === undefined) await part.install(installSettings(world))
  return { part, router: part.router }
})
