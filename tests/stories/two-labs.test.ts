import { afterAll, beforeAll, expect, it } from 'vitest'
import { config } from '#core/contracts/config.ts'
import { perform } from '#lab/scenarios/verbs/all.ts'
import { type StartedHost, startHost } from '#lab/start.ts'

/** Two labs of one world in one process: whatever happens in one leaves the other as it was. */
const anyPort = { httpPort: 0, httpsPort: 0, ldapPort: 0, ldapsPort: 0, gcPort: 0 }
let host: StartedHost

beforeAll(async () => {
  host = await startHost(config.parse({ ...anyPort, ephemeral: true }))
  await host.createLab({ id: 'evening-class' })
})
afterAll(() => host.close())

const lab = (id: string) => {
  const found = host.labs.get(id)
  if (!found) throw new Error(`no lab ${id}`)
  return found
}
const kara = 'kara@contoso.com'

it('gives each its own tenant and its own LDAP ports', () => {
  const [one, other] = [lab('contoso').info, lab('evening-class').info]
  expect(one.tenantId).not.toBe(other.tenantId)
  expect(new Set([one.ldap, one.ldaps, one.gc, other.ldap, other.ldaps, other.gc]).size).toBe(6)
})

it('resets a password, sends a message and moves the clock in one of them only', async () => {
  const [one, other] = [lab('contoso'), lab('evening-class')]
  const before = { now: other.lab.clock.now(), seq: other.lab.journal.lastSeq }
  const admin = one.doors.who('Global Administrator')
  await perform(
    one.doors,
    { verb: 'portal.resetPassword', arguments: { user: kara, newPassword: 'Juniper-Slate-47!' } },
    admin,
  )
  await perform(
    one.doors,
    { verb: 'ldap.setPassword', arguments: { user: 'ben', newPassword: 'Juniper-Slate-48!' } },
    admin,
  )
  await perform(one.doors, { verb: 'clock.advance', arguments: { by: 'P1D' } }, admin)

  expect((await other.doors.signIn(kara, other.doors.password(kara, 'original'))).accessToken).toBeTruthy()
  const logon = await other.doors.control('workstation/logon', {
    json: { user: 'ben@contoso.com', password: 'Juniper-Slate-48!' },
  })
  expect(logon.json).toMatchObject({ outcome: 'refused' })
  expect(other.lab.clock.now() - before.now).toBeLessThan(60_000)
  expect(one.lab.clock.now() - other.lab.clock.now()).toBeGreaterThan(86_000_000)
  const heard = other.lab.journal.events({ after: before.seq }).map((event) => event.type)
  expect(heard).not.toContain('password.set')
  expect(heard).not.toContain('clock.moved')
})

it('does not take a token of one tenant for the other', async () => {
  const [one, other] = [lab('contoso'), lab('evening-class')]
  const admin = 'admin@contoso.com'
  const { accessToken = '' } = await one.doors.signIn(admin, one.doors.password(admin, 'original'))
  const answer = await one.doors.cloud('/v1.0/organization', {
    headers: { authorization: `Bearer ${accessToken}` },
  })
  expect(answer.text).toContain(one.info.tenantId)
  expect(answer.text).not.toContain(other.info.tenantId)
})

it('signs somebody of the second lab in at its own pages, whose domain the first lab has as well', async () => {
  const [one, other] = [lab('contoso'), lab('evening-class')]
  const newPassword = 'Juniper-Slate-49!'
  const before = one.lab.journal.lastSeq
  await perform(
    other.doors,
    { verb: 'portal.resetPassword', arguments: { user: kara, newPassword: 'Juniper-Slate-50!' } },
    other.doors.who('Global Administrator'),
  )
  const typed = { user: kara, oldPassword: 'Juniper-Slate-50!', newPassword }
  await perform(other.doors, { verb: 'user.changeForcedPassword', arguments: typed }, kara)
  expect((await other.doors.signIn(kara, newPassword)).accessToken).toBeTruthy()
  expect(one.lab.journal.events({ after: before, type: 'sign-in.recorded' })).toEqual([])
})

it('answers about a sign-in name for the lab that was asked, though both have the domain', async () => {
  const [one, other] = [lab('contoso'), lab('evening-class')]
  await perform(
    other.doors,
    { verb: 'graph.request', arguments: { method: 'DELETE', path: '/v1.0/users/ben@contoso.com' } },
    other.doors.who('Global Administrator'),
  )
  const exists = async (segment: string, username: string) => {
    const asked = await other.doors.cloud(`/${segment}/GetCredentialType`, { json: { username } })
    return asked.json as { readonly IfExistsResult: number }
  }
  expect(await exists(other.info.tenantId, 'ben@contoso.com')).toMatchObject({ IfExistsResult: 1 })
  expect(await exists(other.info.tenantId, kara)).toMatchObject({ IfExistsResult: 0 })
  expect(await exists(one.info.tenantId, 'ben@contoso.com')).toMatchObject({ IfExistsResult: 0 })
  expect(await exists('common', 'ben@contoso.com')).toMatchObject({ IfExistsResult: 0 })
})

it('deletes one and leaves the other standing', async () => {
  await host.deleteLab('evening-class')
  expect([...host.labs.keys()]).toEqual(['contoso'])
  const health = await fetch(`${host.addresses.http}/lab/v1/health`)
  expect(await health.json()).toMatchObject({ ok: true })
})
