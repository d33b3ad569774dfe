/**
 * A real Samba domain controller on a loopback address of its own, for tests of the Connect server against a directory that
 * nobody here wrote. Needs Debian's `samba` and root (LDAPS is on port 636); provisioning takes some seconds.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Authority } from '#lab/certificates.ts'

const run = promisify(execFile)

const needed = [
  '/usr/sbin/samba',
  '/usr/bin/samba-tool',
  '/usr/share/samba/setup/ad-schema', // samba-ad-provision
]
/** Debian's samba, samba-ad-provision, samba-dsdb-modules, samba-vfs-modules, and root. */
export const sambaIsInstalled = needed.every((path) => existsSync(path)) && process.getuid?.() === 0

export interface Samba {
  readonly url: string
  readonly dnsName: string
  readonly netbiosName: string
  readonly baseDn: string
  readonly administrator: { readonly username: string; readonly password: string }
  close(): Promise<void>
}

const address = '127.77.0.1'
const password = 'Harbor-Crane-71!'

export async function startSamba(authority: Authority): Promise<Samba> {
  const folder = await mkdtemp(join(tmpdir(), 'samba-'))
  const { cert, key } = await authority.credentialsFor([address])
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem'), ca: join(folder, 'ca.pem') }
  await writeFile(files.cert, cert)
  await writeFile(files.key, key, { mode: 0o600 })
  await writeFile(files.ca, authority.certificate)
  await provision(folder, files)
  const server = spawn('/usr/sbin/samba', ['-i', '-M', 'single', '-s', join(folder, 'dc/etc/smb.conf')], {
    stdio: 'ignore',
  })
  await untilListening(server).catch((error) => {
    server.kill('SIGKILL')
    throw error
  })
  return {
    url: `ldaps://${address}:636`,
    dnsName: 'samba.lab',
    netbiosName: 'SAMBA',
    baseDn: 'DC=samba,DC=lab',
    administrator: { username: 'SAMBA\\Administrator', password },
    close: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function provision(folder: string, files: { cert: string; key: string; ca: string }): Promise<void> {
  const options = {
    interfaces: `${address}/8`,
    'bind interfaces only': 'yes',
    'server services': 'ldap',
    'pid directory': folder,
    'log file': join(folder, 'samba.log'),
    'tls certfile': files.cert,
    'tls keyfile': files.key,
    'tls cafile': files.ca,
  }
  await run('samba-tool', [
    ...['domain', 'provision', `--targetdir=${join(folder, 'dc')}`, '--realm=SAMBA.LAB', '--domain=SAMBA'],
    ...[
      '--server-role=dc',
      `--adminpass=${password}`,
      '--host-name=dc1',
      `--host-ip=${address}`,
      '--dns-backend=NONE',
    ],
    ...Object.entries(options).map(([name, value]) => `--option=${name}=${value}`),
  ])
}

const attempts = 150
const pauseMs = 200

async function untilListening(server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (server.exitCode !== null) throw new Error('samba ended at once')
    if (await answers()) return
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  throw new Error('samba does not listen')
}

const answers = (): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(636, address)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
