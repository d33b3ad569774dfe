/** `npm run bench:ldap -- [1000,20000]`: the domain controller beside slapd, interleaved rounds, medians, printed as ratios. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bindRequest, type Load, load, replaceRequest, searchRequest } from './ldap-load.ts'
import { slapdBase, startSlapd } from './slapd.ts'

interface Ours {
  readonly ldap: number
  readonly ldaps: number
  readonly base: string
  readonly administrator: string
  readonly loadMs: number
  readonly rss: number
}

const sizes = (process.argv[2] ?? '1000,20000').split(',').map(Number)
const rounds = 3
const ms = 1500
const password = 'Harbor-Crane-71!'
const attributes = ['cn', 'sn', 'givenName', 'displayName', 'mail', 'uid', 'sAMAccountName', 'description']

function startOurs(users: number, folder: string): Promise<{ child: ChildProcess; ours: Ours }> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', new URL('directory-process.ts', import.meta.url).pathname, String(users), folder],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('\n')) resolve({ child, ours: JSON.parse(text) })
    })
    child.on('exit', () => reject(new Error('the domain controller did not start')))
  })
}

type Kind = Pick<Load, 'request' | 'bind' | 'target'>

function ourKinds(ours: Ours, users: number): Record<string, Kind> {
  const dn = (n: number) => `CN=User ${n % users},CN=Users,${ours.base}`
  const admin = { target: { port: ours.ldap }, bind: bindRequest(ours.administrator, password) }
  return {
    bind: { ...admin, request: (n) => bindRequest(dn(n), 'Lantern-Moss-42!') },
    base: { ...admin, request: (n) => searchRequest(dn(n), 0, 'objectClass', undefined, attributes) },
    equality: {
      ...admin,
      request: (n) => searchRequest(ours.base, 2, 'sAMAccountName', `user${n % users}`, attributes),
    },
    'page of 1,000': {
      ...admin,
      request: () => searchRequest(`CN=Users,${ours.base}`, 2, 'givenName', 'User', attributes),
    },
    modify: { ...admin, request: (n) => replaceRequest(dn(n), 'description', Buffer.from(`text ${n}`)) },
    'reset over LDAPS': {
      bind: admin.bind,
      target: { port: ours.ldaps, secure: true },
      request: (n) =>
        replaceRequest(dn(n), 'unicodePwd', Buffer.from(`"Copper-1-${letters(n)}!"`, 'utf16le')),
    },
  }
}

function slapdKinds(port: number, users: number): Record<string, Kind> {
  const dn = (n: number) => `uid=user${n % users},ou=people,${slapdBase}`
  const admin = { target: { port }, bind: bindRequest(`cn=admin,${slapdBase}`, 'secret') }
  return {
    bind: { ...admin, request: (n) => bindRequest(dn(n), 'Lantern-Moss-42!') },
    base: { ...admin, request: (n) => searchRequest(dn(n), 0, 'objectClass', undefined, attributes) },
    equality: {
      ...admin,
      request: (n) => searchRequest(slapdBase, 2, 'uid', `user${n % users}`, attributes),
    },
    'page of 1,000': {
      ...admin,
      request: () => searchRequest(slapdBase, 2, 'objectClass', 'inetOrgPerson', attributes),
    },
    modify: { ...admin, request: (n) => replaceRequest(dn(n), 'description', Buffer.from(`text ${n}`)) },
  }
}

/** No digits: a display name's number in a password is against the policy. */
const letters = (n: number): string => [...String(n)].map((digit) => 'qwertyuiop'[Number(digit)]).join('')

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const measure = (kind: Kind) => load({ ...kind, connections: 8, ms })

for (const users of sizes) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-directory-'))
  const { child, ours } = await startOurs(users, folder)
  const slapd = await startSlapd(users)
  console.log(
    `\n${users} users: loaded in ${(ours.loadMs / 1000).toFixed(1)} s, ${(ours.rss / 2 ** 20).toFixed(0)} MiB`,
  )
  const rivals = slapd === undefined ? {} : slapdKinds(slapd.port, users)
  for (const [name, kind] of Object.entries(ourKinds(ours, users))) {
    // A search of 1,000 answers 4 in a larger container: only where it fits.
    if (name === 'page of 1,000' && users > 1000) continue
    const mine: number[] = []
    const theirs: number[] = []
    let p99 = 0
    for (let round = 0; round < rounds; round += 1) {
      const rate = await measure(kind)
      mine.push(rate.perSecond)
      p99 = Math.max(p99, rate.p99)
      const rival = rivals[name]
      if (rival !== undefined) theirs.push((await measure(rival)).perSecond)
    }
    const rate = median(mine)
    const ratio =
      theirs.length === 0
        ? 'SKIPPED'
        : `${(rate / median(theirs)).toFixed(2)} x slapd (${median(theirs).toFixed(0)})`
    console.log(
      `${name.padEnd(18)} ${rate.toFixed(0).padStart(8)}/s  p99 ${p99.toFixed(1).padStart(6)} ms  ${ratio}`,
    )
  }
  slapd?.close()
  child.removeAllListeners('exit')
  child.kill()
  rmSync(folder, { recursive: true, force: true })
}
