import ActiveDirectory from 'activedirectory2'
import ldapjs from 'ldapjs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type StartedLab, startLab } from '#lab/start.ts'

let lab: StartedLab
beforeAll(async () => {
  lab = await startLab()
})
afterAll(() => lab.close())

const account = (name: string) => {
  const found = lab.info.accounts.find((candidate) => candidate.displayName === name)
  if (!found?.dn || !found.upn) throw new Error(`no account ${name}`)
  return { dn: found.dn, upn: found.upn, password: found.password }
}
const administrator = () => {
  const found = lab.info.accounts.find(({ role }) => role === 'Domain Admin')
  if (!found?.dn) throw new Error('no administrator')
  return { dn: found.dn, password: found.password }
}

/** activedirectory2 calls back; a test waits. */
const waited = <Answer>(
  call: (done: (error: unknown, answer?: Answer) => void) => void,
): Promise<Answer | undefined> =>
  new Promise((resolve, reject) => {
    call((error, answer) => (error === null || error === undefined ? resolve(answer) : reject(error)))
  })

const activeDirectory = () => {
  const { dn, password } = administrator()
  const tlsOptions = { ca: [lab.info.caCertificate] }
  const settings = { url: lab.info.ldaps, baseDN: lab.info.baseDn, username: dn, password, tlsOptions }
  return new ActiveDirectory(settings)
}

it('activedirectory2 authenticates with the right password, and tells a wrong one as 52e', async () => {
  const directory = activeDirectory()
  const anna = account('Anna Berg')
  expect(await waited<boolean>((done) => directory.authenticate(anna.upn, anna.password, done))).toBe(true)
  await expect(waited((done) => directory.authenticate(anna.upn, 'wrong', done))).rejects.toThrow(/data 52e/)
})

it('activedirectory2 finds users, their groups through nesting, and members', async () => {
  const directory = activeDirectory()
  const anna = await waited<object>((done) => directory.findUser('anna', done))
  expect(anna).toMatchObject({ sAMAccountName: 'anna', dn: account('Anna Berg').dn })
  expect(await waited<boolean>((done) => directory.userExists('nobody-at-all', done))).toBe(false)
  expect(await waited<boolean>((done) => directory.groupExists('Domain Admins', done))).toBe(true)
  expect(
    await waited<boolean>((done) => directory.isUserMemberOf('Administrator', 'Domain Admins', done)),
  ).toBe(true)
  expect(await waited<boolean>((done) => directory.isUserMemberOf('anna', 'Domain Admins', done))).toBe(false)
})

interface FoundEntry {
  readonly dn: string
  readonly attributes: Readonly<Record<string, readonly string[]>>
}

function find(client: ldapjs.Client, base: string, options: ldapjs.SearchOptions): Promise<FoundEntry[]> {
  return new Promise((resolve, reject) => {
    client.search(base, options, (failed, result) => {
      if (failed) return reject(failed)
      const entries: FoundEntry[] = []
      result.on('searchEntry', ({ pojo }) => {
        const attributes = Object.fromEntries(pojo.attributes.map(({ type, values }) => [type, values]))
        entries.push({ dn: pojo.objectName, attributes })
      })
      result.on('error', reject)
      result.on('end', () => resolve(entries))
    })
  })
}

it('ldapjs binds, pages, compares, modifies and is told what it may not do', async () => {
  const client = ldapjs.createClient({ url: lab.info.ldaps, tlsOptions: { ca: [lab.info.caCertificate] } })
  client.on('error', () => undefined)
  const { dn, password } = administrator()
  await waited((done) => client.bind(dn, password, done))
  const all = await find(client, lab.info.baseDn, {
    scope: 'sub',
    filter: '(&(objectCategory=person)(objectClass=user))',
    attributes: ['sAMAccountName'],
    paged: { pageSize: 3 },
  })
  expect(new Set(all.map((entry) => entry.dn)).size).toBe(all.length)
  expect(all.flatMap((entry) => entry.attributes.sAMAccountName)).toContain('anna')
  const anna = account('Anna Berg').dn
  expect(await waited<boolean>((done) => client.compare(anna, 'sAMAccountName', 'ANNA', done))).toBe(true)
  const change = new ldapjs.Change({
    operation: 'replace',
    modification: { type: 'description', values: ['seen by ldapjs'] },
  })
  await waited((done) => client.modify(anna, change, done))
  const [after] = await find(client, anna, { scope: 'base', attributes: ['description'] })
  expect(after?.attributes.description).toEqual(['seen by ldapjs'])
  const back = new ldapjs.Change({ operation: 'add', modification: { type: 'memberOf', values: [dn] } })
  await expect(waited((done) => client.modify(anna, back, done))).rejects.toMatchObject({ code: 53 })
  await expect(waited((done) => client.del(lab.info.baseDn, done))).rejects.toMatchObject({ code: 53 })
  client.destroy()
})
