import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '#lab/config.ts'
import { temporaryDirectory } from '#tests/support/temporary-directory.ts'

async function fileWith(text: string): Promise<string> {
  const file = join(await temporaryDirectory(), 'hybridlab.config.yaml')
  await writeFile(file, text)
  return file
}

test('flags win over environment, environment over file, file over defaults', async () => {
  const file = await fileWith('httpPort: 1\nhttpsPort: 1\nldapPort: 1\n')
  const environment = { HYBRIDLAB_HTTP_PORT: '2', HYBRIDLAB_HTTPS_PORT: '2' }
  const { httpPort, httpsPort, ldapPort, ldapsPort } = await loadConfig({
    file,
    environment,
    flags: { httpPort: '3' },
  })
  expect([httpPort, httpsPort, ldapPort, ldapsPort]).toEqual([3, 2, 1, 1636])
})

test('everything can be set by environment alone, and an empty variable is none', async () => {
  const file = await fileWith('')
  const environment = {
    HYBRIDLAB_EPHEMERAL: 'true',
    HYBRIDLAB_NAMES: 'hybridlab,lab.test',
    HYBRIDLAB_DATA: '',
  }
  const settings = await loadConfig({ file, environment })
  expect(settings).toMatchObject({ ephemeral: true, names: ['hybridlab', 'lab.test'], data: './.hybridlab' })
})

const wrong = [
  ['a port out of range', '', { HYBRIDLAB_LDAP_PORT: '70000' }, 'ldapPort', 'HYBRIDLAB_LDAP_PORT'],
  ['a port that is no number', '', { HYBRIDLAB_HTTP_PORT: 'http' }, 'httpPort', 'HYBRIDLAB_HTTP_PORT'],
  ['a switch that is none', '', { HYBRIDLAB_EPHEMERAL: 'maybe' }, 'ephemeral', 'HYBRIDLAB_EPHEMERAL'],
  ['an unknown key', 'htpPort: 1', {}, 'htpPort', 'htpPort in '],
  ['a file that is no YAML', 'httpPort: 1\nldap: [', {}, 'config', 'line 2'],
  ['a list', '- 1', {}, 'config', 'hybridlab.config.yaml'],
  ['a lab id with capitals', 'lab: Contoso', {}, 'lab', 'lab in '],
  ['a time without zone', 'at: "2026-01-12 09:00"', {}, 'at', 'at in '],
  [
    'an address others reach, without token',
    '',
    { HYBRIDLAB_HOST: '0.0.0.0' },
    'host',
    'HYBRIDLAB_ADMIN_TOKEN',
  ],
] as const

test.each(wrong)(
  '%s is refused in one sentence that names the key',
  async (_case, text, environment, key, named) => {
    const refusal = await loadConfig({ file: await fileWith(text), environment }).catch(
      (error: unknown) => error,
    )
    expect(refusal).toMatchObject({ code: 'LabSettingInvalid' })
    const message = refusal instanceof Error ? refusal.message : ''
    expect(message).toMatch(new RegExp(`^The setting ${key} \\(`))
    expect(message).toContain(named)
    expect(message).not.toContain('\n')
  },
)

test('a settings file that was named must be there', async () => {
  await expect(loadConfig({ file: '/nowhere/lab.yaml' })).rejects.toMatchObject({ code: 'LabSettingInvalid' })
})

test('an address others reach is taken with an admin token', async () => {
  const environment = { HYBRIDLAB_HOST: '0.0.0.0', HYBRIDLAB_ADMIN_TOKEN: 'a-token-of-enough-length' }
  expect(await loadConfig({ file: await fileWith(''), environment })).toMatchObject({ host: '0.0.0.0' })
})
