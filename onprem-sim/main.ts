/** The domain controller alone: `node --import tsx onprem-sim/main.ts`; settings from `HYBRIDLAB_*`. */
import { serverNames } from '#lab/certificates.ts'
import { runPart } from '#lab/start-part.ts'
import { lockAccounts, seedDirectory } from '#lab/world/seed-directory.ts'
import { createDomainController } from './domain-controller.ts'

await runPart(
  'directory',
  async ({ config, lab, world: { forest }, authority, isNew, addresses, beginStory }) => {
    const part = await createDomainController(lab, {
      forest,
      host: config.host,
      ports: { ldap: config.ldapPort, ldaps: config.ldapsPort, gc: config.gcPort },
      tls: await authority.credentialsFor(
        serverNames([forest.dnsName, `*.${forest.dnsName}`, ...config.names]),
      ),
    })
    if (isNew) {
      const door = {
        url: addresses.ldaps,
        ca: authority.certificate,
        baseDn: part.baseDn,
        administratorDn: part.administratorDn,
      }
      await seedDirectory(door, forest)
      beginStory()
      await lockAccounts(door, forest)
    }
    return { part }
  },
)
