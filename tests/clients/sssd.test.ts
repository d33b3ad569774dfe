import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedLab, startLab } from '#lab/start.ts'

/**
 * SSSD as a Linux machine runs it, with the settings that docs/clients.md names. It keeps to fixed folders, so it gets its own of
 * them in a mount namespace, which takes root; sssd-ldap and libnss-sss come from the system. Without them this file is skipped,
 * by name.
 */
const run = promisify(execFile)
const works = (name: string, ...rest: string[]) =>
  run(name, rest).then(
    () => true,
    () => false,
  )
const ready =
  (await works('/usr/sbin/sssd', '--version')) &&
  (await works('unshare', '-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/run')) &&
  (await works('sh', '-c', 'ls /usr/lib/*/sssd/libsss_ldap.so && ls /usr/lib/*/libnss_sss.so.2'))

const settings = ({ ldaps, baseDn }: StartedLab['info'], ca: string) => `[sssd]
services = nss
domains = contoso
[domain/contoso]
id_provider = ldap
ldap_uri = ${ldaps}
ldap_tls_cacert = ${ca}
ldap_search_base = ${baseDn}
ldap_schema = ad
ldap_id_mapping = true
ldap_referrals = false
ldap_default_bind_dn = anna@contoso.com
ldap_default_authtok = Lantern-Moss-42!
case_sensitive = false
fallback_homedir = /home/%u
default_shell = /bin/bash
`

/** Its own folders, then the daemon, then the questions; SSSD is asked until it has found its way. */
const script = (configuration: string, nsswitch: string) => `set -u
for folder in /var/lib/sss /etc/sssd /run /var/log/sssd; do mkdir -p $folder; mount -t tmpfs tmpfs $folder; done
mkdir -p /var/lib/sss/{db,mc,pipes/private,pubconf,gpo_cache,secrets,keytabs}
install -m 600 ${configuration} /etc/sssd/sssd.conf
mount --bind ${nsswitch} /etc/nsswitch.conf
/usr/sbin/sssd -i >/dev/null 2>&1 &
daemon=$!
for try in $(seq 1 120); do getent passwd anna >/dev/null && break; sleep 0.5; done
echo "passwd $(getent passwd anna)"
echo "by-upn $(getent passwd anna@contoso.com)"
echo "group $(getent group 'Sales Team')"
echo "id $(id anna)"
echo "nobody $(getent passwd nobody-of-that-name || echo unknown)"
kill $daemon
wait $daemon
exit 0
`

describe.skipIf(!ready)('SSSD', () => {
  let lab: StartedLab
  let folder: string
  let answers: ReadonlyMap<string, string>
  beforeAll(async () => {
    lab = await startLab()
    folder = await mkdtemp(join(tmpdir(), 'hybridlab-'))
    const [ca, configuration, nsswitch] = ['ca.pem', 'sssd.conf', 'nsswitch.conf'].map((name) =>
      join(folder, name),
    ) as [string, string, string]
    await writeFile(ca, lab.info.caCertificate)
    await writeFile(configuration, settings(lab.info, ca))
    await writeFile(nsswitch, 'passwd: files sss\ngroup: files sss\nhosts: files dns\n')
    const { stdout } = await run('unshare', ['-m', 'bash', '-c', script(configuration, nsswitch)])
    answers = new Map(
      stdout
        .trim()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
    )
  }, 180_000)
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
    await lab?.close()
  })

  it('finds a user by account name and by UPN, with an id made from the SID', () => {
    const [name, , uid, gid, gecos, home, shell] = (answers.get('passwd') ?? '').split(':')
    expect([name, gecos, home, shell]).toEqual(['anna', 'Anna Berg', '/home/anna', '/bin/bash'])
    expect(Number(uid)).toBeGreaterThan(1_000)
    expect(Number(gid)).toBeGreaterThan(1_000)
    expect(answers.get('by-upn')).toBe(answers.get('passwd'))
  })

  it('reads members of a group, and all groups of a user', () => {
    expect(answers.get('group')).toMatch(/^sales team:\*:\d+:anna,ben$/)
    for (const group of ['domain users', 'sales team', 'sspr pilot'])
      expect(answers.get('id')).toContain(`(${group})`)
  })

  it('knows nobody else', () => {
    expect(answers.get('nobody')).toBe('unknown')
  })
})
