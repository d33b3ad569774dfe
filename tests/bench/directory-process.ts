/** A domain controller with a number of users in a process of its own. Tells its parent where it is, and on request how it fares. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Client } from 'ldapts'
import { openAuthority, serverNames } from '#lab/certificates.ts'
import { createLab } from '#lab/lab.ts'
import { createDomainController } from '#onprem-sim/domain-controller.ts'
import { administratorPassword, userPassword } from './ldap-kinds.ts'

/** As many users as one transaction of the load takes. */
const batch = 1_000

const [users, folder] = [Number(process.argv[2] ?? '1000'), process.argv[3]]
const lab = await createLab({
  id: 'bench',
  guard: false,
  ...(folder === undefined ? {} : { directory: folder }),
})
const authority = await openAuthority()
const directory = await createDomainController(lab, {
  forest: { dnsName: 'bench.lab', netbiosName: 'BENCH', upnSuffixes: [], administratorPassword },
  host: '127.0.0.1',
  ports: { ldap: 0, ldaps: 0, gc: 0 },
  tls: await authority.credentialsFor(serverNames(['bench.lab'])),
})
const memory = () => {
  global.gc?.()
  const { rss, heapUsed } = process.memoryUsage()
  return { rss, heapUsed }
}

const before = memory()
const began = process.hrtime.bigint()
const parent = `OU=People,${directory.baseDn}`
await addContainer()
for (let from = 0; from < users; from += batch) {
  const some = Array.from({ length: Math.min(batch, users - from) }, (_, at) => from + at)
  await directory.addUsersInBulk(
    some.map((at) => ({
      parent,
      sAMAccountName: `user${at}`,
      name: `User ${at}`,
      password: userPassword,
      attributes: {
        mail: `user${at}@bench.lab`,
        givenName: 'User',
        sn: `N${at}`,
        displayName: `Person ${at}`,
        userPrincipalName: `user${at}@bench.lab`,
      },
    })),
  )
}
const loadMs = Number(process.hrtime.bigint() - began) / 1e6

async function addContainer(): Promise<void> {
  const client = new Client({ url: `ldap://127.0.0.1:${directory.ports.ldap}` })
  await client.bind(directory.administratorDn, administratorPassword)
  await client.add(parent, { objectClass: 'organizationalUnit' })
  await client.unbind()
}

const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
/** Since it was last asked: the longest time that nobody was served, ms; and the memory in use. */
process.on('message', () => {
  const longestGap = delay.max / 1e6
  process.send?.({ longestGap, ...memory() })
  // The collection that was just asked for is nobody's gap.
  setTimeout(() => delay.reset(), 20)
})
process.send?.({
  ...directory.ports,
  base: directory.baseDn,
  administrator: directory.administratorDn,
  loadMs,
  before,
  ...memory(),
})
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
