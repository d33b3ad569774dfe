/** Where a Connect server that runs alone finds its forest and its cloud: the lab's own, or others that its settings name. */
import { readFile } from 'node:fs/promises'
import type { Config } from '#core/contracts/config.ts'
import { LabRefusal, reasonOf } from './refusal.ts'
import type { PartStage } from './start-part.ts'

export async function connectEndpoints({ config, lab, world, authority, addresses }: PartStage) {
  const { dnsName, netbiosName } = world.forest
  const ownForest = { dnsName, netbiosName, plainUrl: addresses.ldap }
  return {
    forest: {
      url: addresses.ldaps,
      ca: (await readPem(config, 'directoryCa')) ?? authority.certificate,
      ...(config.directoryForest === undefined
        ? ownForest
        : foreign(config.directoryForest, addresses.ldaps)),
    },
    cloud: {
      origin: addresses.https,
      ca: (await readPem(config, 'cloudCa')) ?? authority.certificate,
      domain: config.cloudTenant ?? lab.tenantId,
    },
  }
}

/** Its NetBIOS name is the first label until the forest itself says better, at installation. */
const foreign = (dnsName: string, ldaps: string) => ({
  dnsName,
  netbiosName: (dnsName.split('.')[0] ?? dnsName).toUpperCase(),
  plainUrl: `ldap://${new URL(ldaps).hostname}:389`,
})

async function readPem(config: Config, key: 'directoryCa' | 'cloudCa'): Promise<string | undefined> {
  const file = config[key]
  if (file === undefined) return undefined
  const refuse = (problem: string) => new LabRefusal('LabSettingInvalid', { key, from: key, problem })
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw refuse(`${file} cannot be read (${reasonOf(error)})`)
  })
  if (!text.includes('BEGIN CERTIFICATE')) throw refuse(`${file} holds no certificate in PEM`)
  return text
}
