/**
 * The Connect server alone: `node --import tsx bridge/main.ts`; settings from `HYBRIDLAB_*`, of which
 * `HYBRIDLAB_DIRECTORY_URL` and `HYBRIDLAB_CLOUD_ORIGIN` say where the other two are.
 */
import { installSettings } from '#lab/connect-servers.ts'
import { runPart } from '#lab/start-part.ts'
import { createConnectServer } from './connect-server.ts'

await runPart('connect', async ({ lab, world, authority, isNew, app, addresses, beginStory }) => {
  const { dnsName, netbiosName } = world.forest
  if (isNew) beginStory()
  const part = await createConnectServer(lab, {
    serverName: world.connect.serverName,
    forests: [
      { url: addresses.ldaps, plainUrl: addresses.ldap, ca: authority.certificate, dnsName, netbiosName },
    ],
    cloud: { origin: addresses.https, ca: authority.certificate, domain: lab.tenantId },
    federationBase: `${addresses.http}/sts/${lab.id}`,
  })
  app.use(`/sts/${lab.id}`, part.federation)
  if (isNew) await part.install(installSettings(world))
  return { part, router: part.router }
})
