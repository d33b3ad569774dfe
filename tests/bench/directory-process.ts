/** A domain controller with a number of users in a process of its own; prints where it is as one line of JSON. */
import { openAuthority, serverNames } from '#lab/certificates.ts'
import { createLab } from '#lab/lab.ts'
import { createDomainController } from '#onprem-sim/domain-controller.ts'

const users = Number(process.argv[2] ?? '1000')
const folder = process.argv[3]
const lab = await createLab({
  id: 'bench',
  guard: false,
  ...(folder === undefined ? {} : { directory: folder }),
})
const authority = await openAuthority()
const directory = await createDomainController(lab, {
  forest: {
    dnsName: 'bench.lab',
    netbiosName: 'BENCH',
    upnSuffixes: [],
    administratorPassword: 'Harbor-Crane-71!',
  },
  host: '127.0.0.1',
  ports: { ldap: 0, ldaps: 0, gc: 0 },
  tls: await authority.credentialsFor(serverNames(['bench.lab'])),
})
const began = process.hrtime.bigint()
const parent = `CN=Users,${directory.baseDn}`
for (let from = 0; from < users; from += 5_000) {
  const some = Array.from({ length: Math.min(5_000, users - from) }, (_, at) => from + at)
  await directory.addUsersInBulk(
    some.map((at) => ({
      parent,
      sAMAccountName: `user${at}`,
      name: `User ${at}`,
      password: 'Lantern-Moss-42!',
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
process.stdout.write(
  `${JSON.stringify({ ...directory.ports, base: directory.baseDn, administrator: directory.administratorDn, loadMs, rss: process.memoryUsage().rss })}\n`,
)
process.on('SIGTERM', () => process.exit(0))
