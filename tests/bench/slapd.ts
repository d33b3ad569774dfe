/** slapd (mdb, indexed) with the same number of people, to compare with; undefined where it is not installed. */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = '/usr/sbin/slapd'
export const slapdBase = 'dc=bench,dc=lab'

export interface Slapd {
  readonly port: number
  readonly pid: number
  close(): void
}

export async function startSlapd(users: number): Promise<Slapd | undefined> {
  if (!existsSync(program)) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'bench-slapd-'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'slapd.conf'), configuration(folder))
  writeFileSync(join(folder, 'people.ldif'), people(users))
  execFileSync(
    '/usr/sbin/slapadd',
    ['-q', '-f', join(folder, 'slapd.conf'), '-l', join(folder, 'people.ldif')],
    { stdio: 'ignore' },
  )
  const port = await freePort()
  const server = spawn(
    program,
    ['-d', '0', '-f', join(folder, 'slapd.conf'), '-h', `ldap://127.0.0.1:${port}`],
    { stdio: 'ignore' },
  )
  await new Promise((resolve) => setTimeout(resolve, 1500))
  const kill = () => void server.kill()
  process.once('exit', kill)
  return {
    port,
    pid: server.pid ?? 0,
    close: () => {
      process.off('exit', kill)
      kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const configuration = (folder: string): string => `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
pidfile ${folder}/pid
modulepath /usr/lib/ldap
moduleload back_mdb
database mdb
maxsize 2147483648
suffix "${slapdBase}"
rootdn "cn=admin,${slapdBase}"
rootpw secret
directory ${folder}/data
index objectClass eq
index uid,mail,cn eq
sizelimit unlimited
access to attrs=userPassword by anonymous auth by * write
access to * by * write
`

function people(users: number): string {
  const lines = [
    `dn: ${slapdBase}\nobjectClass: dcObject\nobjectClass: organization\no: bench\ndc: bench\n`,
    `dn: ou=people,${slapdBase}\nobjectClass: organizationalUnit\nou: people\n`,
  ]
  for (let at = 0; at < users; at += 1) {
    lines.push(
      `dn: uid=user${at},ou=people,${slapdBase}\nobjectClass: inetOrgPerson\nuid: user${at}\ncn: User ${at}\nsn: N${at}\ngivenName: User\ndisplayName: Person ${at}\nmail: user${at}@bench.lab\nuserPassword: Lantern-Moss-42!\n`,
    )
  }
  return lines.join('\n')
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
