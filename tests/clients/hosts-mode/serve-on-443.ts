/**
 * A lab on port 443 for clients that know Microsoft's own names only: run in a network and a file system view of its own,
 * where those names lead to this machine. Starts the clients' program beside it and ends with its exit code.
 */
import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { config } from '#core/contracts/config.ts'
import { startHost } from '#lab/start.ts'

const [folder = '.', program = ''] = process.argv.slice(2)
const ports = { httpPort: 0, httpsPort: 443, ldapPort: 0, ldapsPort: 0, gcPort: 0 }
const host = await startHost(config.parse({ ...ports, ephemeral: true }))
const info = host.labs.get(host.defaultLab)?.info
if (info === undefined) throw new Error('the default lab is not there')
const certificate = join(folder, 'ca.pem')
await writeFile(certificate, info.caCertificate)
await writeFile(join(folder, 'info.json'), JSON.stringify(info))

const command = program.endsWith('.py')
  ? ['/usr/bin/python3', program]
  : [process.execPath, '--import', 'tsx', program]
const [file = '', ...parameters] = command
const client = spawn(file, [...parameters, join(folder, 'info.json')], {
  stdio: 'inherit',
  env: {
    ...process.env,
    NODE_EXTRA_CA_CERTS: certificate,
    REQUESTS_CA_BUNDLE: certificate,
    SSL_CERT_FILE: certificate,
  },
})
client.once('exit', (code) => {
  void host.close().then(() => process.exit(code ?? 1))
})
