import { runSdProp } from '../operations/sd-prop.ts'
import type { Directory } from '../store/directory.ts'
import { completeDomain, setMembers, setPasswords } from './complete-domain.ts'
import { configurationObjects } from './configuration-objects.ts'
import { makeController, makePartitions, makeRights } from './controller-objects.ts'
import { domainContainers, domainGroups, domainUsers } from './domain-objects.ts'
import { makeHeads } from './forest-heads.ts'
import { type Forest, type Provisioning, put, systemContext } from './provisioning.ts'

export function provisionForest(directory: Directory, forest: Forest): void {
  const base = forest.dnsName
    .split('.')
    .map((label) => `DC=${label}`)
    .join(',')
  const numbers = [0, 1, 2].map(() => 1_000_000_000 + directory.lab.random.integer(3_000_000_000))
  const it: Provisioning = {
    context: systemContext(directory),
    forest,
    base,
    sid: `S-1-5-21-${numbers.join('-')}`,
    dcName: (forest.dcName ?? 'DC01').toUpperCase(),
  }
  makeHeads(it)
  for (const one of [...domainContainers, ...domainGroups, ...domainUsers]) put(it, one, base)
  for (const one of configurationObjects) put(it, one, `CN=Configuration,${base}`)
  makeController(it)
  makePartitions(it)
  makeRights(it)
  setMembers(it)
  completeDomain(it)
  setPasswords(it)
  runSdProp(directory)
}
