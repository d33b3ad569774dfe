import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedLab, startLab } from '#lab/start.ts'

const run = promisify(execFile)
const installed = await run('ldapsearch', ['-VV']).then(
  () => true,
  (error: { code?: unknown }) => error.code !== 'ENOENT',
)

// OpenLDAP's tools come from the system: without them this file is skipped, by name.
describe.skipIf(!installed)('OpenLDAP tools', () => {
  let lab: StartedLab
  let folder: string
  beforeAll(async () => {
    lab = await startLab()
    folder = await mkdtemp(join(tmpdir(), 'hybridlab-'))
    await writeFile(join(folder, 'ca.pem'), lab.info.caCertificate)
  })
  afterAll(async () => {
    await rm(folder, { recursive: true })
    await lab.close()
  })

  const account = (name: string) => {
    const found = lab.info.accounts.find((candidate) => candidate.displayName === name)
    if (!found?.dn || !found.upn) throw new Error(`no account ${name}`)
    return { dn: found.dn, upn: found.upn, password: found.password }
  }
  const tool = async (name: string, url: string, user: string, password: string, ...rest: string[]) => {
    const environment = { ...process.env, LDAPTLS_CACERT: join(folder, 'ca.pem') }
    const { stdout } = await run(name, ['-x', '-H', url, '-D', user, '-w', password, ...rest], {
      env: environment,
      timeout: 10_000,
    })
    return stdout
  }
  const refused = async (call: Promise<unknown>) =>
    call.then(
      () => undefined,
      (error: { stderr?: string; stdout?: string }) => `${error.stderr}${error.stdout}`,
    )

  it('whoami answers DOMAIN\\user for every form of the name, over LDAP, StartTLS and LDAPS', async () => {
    const anna = account('Anna Berg')
    for (const name of [anna.dn, anna.upn, 'CONTOSO\\anna']) {
      expect(await tool('ldapwhoami', lab.info.ldap, name, anna.password)).toContain('u:CONTOSO\\anna')
      expect(await tool('ldapwhoami', lab.info.ldaps, name, anna.password)).toContain('u:CONTOSO\\anna')
      expect(await tool('ldapwhoami', lab.info.ldap, name, anna.password, '-ZZ')).toContain('u:CONTOSO\\anna')
    }
  })

  it('a wrong password is told as data 52e', async () => {
    expect(await refused(tool('ldapwhoami', lab.info.ldap, account('Anna Berg').dn, 'wrong'))).toContain(
      'data 52e',
    )
  })

  it('the disabled account is told as data 533, the locked one as data 775', async () => {
    const frank = account('Frank Weber')
    const grace = account('Grace Tan')
    expect(await refused(tool('ldapwhoami', lab.info.ldap, frank.upn, frank.password))).toContain('data 533')
    expect(await refused(tool('ldapwhoami', lab.info.ldap, grace.upn, grace.password))).toContain('data 775')
  })

  it('search reads the rootDSE without a bind and a user with one', async () => {
    const { stdout } = await run('ldapsearch', [
      '-x',
      '-LLL',
      '-H',
      lab.info.ldap,
      '-s',
      'base',
      '-b',
      '',
      'defaultNamingContext',
    ])
    expect(stdout).toContain('defaultNamingContext: DC=contoso,DC=local')
    const anna = account('Anna Berg')
    const found = await tool(
      'ldapsearch',
      lab.info.ldaps,
      anna.upn,
      anna.password,
      '-LLL',
      '-b',
      lab.info.baseDn,
      '(sAMAccountName=ben)',
      'userPrincipalName',
    )
    expect(found).toContain('userPrincipalName: ben@contoso.com')
  })

  it('modify sets a password over LDAPS, and the domain policy is asked', async () => {
    const admin = account('Administrator')
    const david = account('David Lim')
    const change = async (password: string) => {
      const file = join(folder, 'change.ldif')
      const value = Buffer.from(`"${password}"`, 'utf16le').toString('base64')
      await writeFile(
        file,
        `dn: ${david.dn}\nchangetype: modify\nreplace: unicodePwd\nunicodePwd:: ${value}\n`,
      )
      return tool('ldapmodify', lab.info.ldaps, admin.dn, admin.password, '-f', file)
    }
    expect(await refused(change('abc'))).toContain('0000052D')
    await tool('ldapwhoami', lab.info.ldaps, david.upn, david.password)
    await change('Thicket-Marble-12!')
    expect(await tool('ldapwhoami', lab.info.ldaps, david.upn, 'Thicket-Marble-12!')).toContain(
      'u:CONTOSO\\david',
    )
    expect(await refused(tool('ldapwhoami', lab.info.ldaps, david.upn, david.password))).toContain('data 52e')
  })
})
