import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cloudHostNames } from '#lab/certificates.ts'

const run = promisify(execFile)
const works = (...words: readonly string[]) => {
  const [file = '', ...parameters] = words
  return run(file, parameters).then(
    () => true,
    () => false,
  )
}
/** A network and mounts of one's own: port 443 is free there, and the hosts file is nobody else's. */
const apart = ['unshare', '--mount', '--net', 'sh', '-c']
const canSetApart =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  (await works(...apart, 'ip link set lo up && mount --bind /etc/hosts /etc/hosts'))
const hasPythonMsal = existsSync('/usr/bin/python3') && (await works('/usr/bin/python3', '-c', 'import msal'))
const hasAzureCli = existsSync('/usr/bin/az')
const here = fileURLToPath(new URL('./hosts-mode/', import.meta.url))

async function ask(program: string): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'hybridlab-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const hosts = join(folder, 'hosts')
  await writeFile(hosts, `127.0.0.1 localhost ${cloudHostNames.join(' ')}\n`)
  const serve = `"${process.execPath}" --import tsx "${here}serve-on-443.ts" "${folder}" "${here}${program}"`
  const [file = '', ...parameters] = apart
  const { stdout } = await run(
    file,
    [...parameters, `ip link set lo up && mount --bind "${hosts}" /etc/hosts && exec ${serve}`],
    { timeout: 170_000 },
  )
  return Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line): [string, unknown] => JSON.parse(line)),
  )
}

// Needs root on Linux with `unshare` and `ip`: elsewhere this file is skipped, by name.
describe.skipIf(!canSetApart)('hosts mode: Microsoft’s own names on port 443', () => {
  it('Node’s clients find the cloud without a setting, and tokens name Microsoft’s issuers', async () => {
    const answers = await ask('node-clients.ts')
    const issuer = expect.stringMatching(/^https:\/\/sts\.windows\.net\/[0-9a-f-]{36}\/$/)
    expect(answers).toEqual({
      'azure-identity secret': issuer,
      'azure-identity password': issuer,
      'msal-node secret': issuer,
      'msal-node password at organizations': 'login.windows.net',
      'graph-client': 'admin@contoso.com',
    })
  }, 120_000)

  it.skipIf(!hasPythonMsal)(
    'python3-msal finds it too',
    async () => {
      expect(await ask('python-clients.py')).toEqual({
        'client credentials': true,
        'wrong secret': [7000215],
        password: 'admin@contoso.com',
        'wrong password': [50126],
        'from the cache': true,
        renewed: 3,
        'device code page': 'https://login.microsoftonline.com/devicelogin',
        federated: { method: 'federation' },
        'federated password': 'anna@contoso.com',
      })
    },
    120_000,
  )

  it.skipIf(!hasAzureCli)(
    'the Azure CLI signs in as application and as person, and manages users, groups and applications',
    async () => {
      expect(await ask('azure-cli.py')).toEqual({
        'service principal': 'servicePrincipal',
        'user show': 'admin@contoso.com',
        'group member': { value: true },
        'application secret': true,
        'federated credential': 'pipeline',
        noted: 'from az',
        'with the secret': true,
        person: 'admin@contoso.com',
        rest: 2,
      })
    },
    180_000,
  )
})
