import { Attribute, Change, Client } from 'ldapts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type StartedLab, startLab } from '#lab/start.ts'

let lab: StartedLab
beforeAll(async () => {
  lab = await startLab()
})
afterAll(() => lab.close())

const account = (name: string) => {
  const found = lab.info.accounts.find((candidate) => candidate.displayName === name)
  if (!found?.dn) throw new Error(`no account ${name}`)
  return { dn: found.dn, upn: found.upn ?? '', password: found.password }
}
const open = (tls: boolean) =>
  tls
    ? new Client({ url: lab.info.ldaps, tlsOptions: { ca: [lab.info.caCertificate] } })
    : new Client({ url: lab.info.ldap })

async function bind(user: string, password: string, tls = true): Promise<void> {
  const client = open(tls)
  try {
    await client.bind(user, password)
  } finally {
    await client.unbind()
  }
}
const quoted = (password: string) => Buffer.from(`"${password}"`, 'utf16le')
const password = (operation: 'add' | 'delete' | 'replace', value: string) =>
  new Change({ operation, modification: new Attribute({ type: 'unicodePwd', values: [quoted(value)] }) })

it.each([true, false])('binds by DN, UPN and DOMAIN\\user (TLS: %s)', async (tls) => {
  const anna = account('Anna Berg')
  await bind(anna.dn, anna.password, tls)
  await bind(anna.upn, anna.password, tls)
  await bind('CONTOSO\\anna', anna.password, tls)
  await expect(bind(anna.upn, 'wrong', tls)).rejects.toThrow(/data 52e/)
})

it('reads the rootDSE without a bind', async () => {
  const client = open(false)
  const { searchEntries } = await client.search('', { scope: 'base', filter: '(objectClass=*)' })
  expect(searchEntries[0]?.defaultNamingContext).toBe('DC=contoso,DC=local')
  await client.unbind()
})

it('finds a user by sAMAccountName with the attributes asked for, in schema case', async () => {
  const client = open(true)
  const anna = account('Anna Berg')
  await client.bind(anna.upn, anna.password)
  const { searchEntries } = await client.search(lab.info.baseDn, {
    filter: '(samaccountname=ANNA)',
    attributes: ['samaccountname', 'mail'],
  })
  expect(searchEntries).toMatchObject([{ dn: anna.dn, sAMAccountName: 'anna', mail: 'anna@contoso.com' }])
  await client.unbind()
})

it('resets a password as the administrator; the old one is refused, the new one taken', async () => {
  const client = open(true)
  const admin = account('Administrator')
  const ben = account('Ben Okafor')
  await client.bind(admin.dn, admin.password)
  await client.modify(ben.dn, password('replace', 'Granite-Sail-77!'))
  await client.unbind()
  await bind(ben.upn, 'Granite-Sail-77!')
  await expect(bind(ben.upn, ben.password)).rejects.toThrow(/data 52e/)
})

it('lets a user change the own password with the old one, and only with it', async () => {
  const chloe = account('Chloe Martin')
  const client = open(true)
  await client.bind(chloe.upn, chloe.password)
  await expect(
    client.modify(chloe.dn, [password('delete', 'not it'), password('add', 'Granite-Sail-78!')]),
  ).rejects.toThrow(/00000056/)
  await client.modify(chloe.dn, [password('delete', chloe.password), password('add', 'Granite-Sail-78!')])
  await client.unbind()
  await bind(chloe.upn, 'Granite-Sail-78!')
})

it('writes no password outside TLS', async () => {
  const client = open(false)
  const admin = account('Administrator')
  const david = account('David Lim')
  await client.bind(admin.dn, admin.password)
  await expect(client.modify(david.dn, password('replace', 'Granite-Sail-79!'))).rejects.toThrow(/0000001F/)
  await client.unbind()
  await bind(david.upn, david.password)
})
