/** The cloud alone: `node --import tsx cloud-sim/main.ts`; settings from `HYBRIDLAB_*`. */
import { join } from 'node:path'
import { keepSigningKeys } from '#lab/keep-signing-keys.ts'
import { openDoors } from '#lab/scenarios/doors.ts'
import { runPart } from '#lab/start-part.ts'
import { firstAdministratorOf, seedTenant } from '#lab/world/seed-tenant.ts'
import { createCloud } from './cloud.ts'

await runPart('cloud', async (stage) => {
  const { config, lab, world, isNew, app } = stage
  const cloud = await createCloud(
    config.ephemeral ? {} : { signingKeys: keepSigningKeys(join(config.data, 'signing-keys.json')) },
  )
  app.use(cloud.router)
  const { server } = await stage.listenSecurely()
  server.on('upgrade', (request, socket, head) => {
    if (!cloud.handleUpgrade(request, socket, head)) socket.destroy()
  })
  const { initialDomain, displayName, verifiedDomains } = world.tenant
  const part = await cloud.addTenant(lab, {
    initialDomain,
    displayName,
    verifiedDomains,
    firstAdministrator: firstAdministratorOf(world.tenant),
  })
  if (isNew) {
    const doors = openDoors(stage.describe(part.apps), stage.addresses.http)
    await seedTenant(doors, world.tenant)
    await doors.close()
    stage.beginStory()
  }
  return { part, apps: part.apps }
})
