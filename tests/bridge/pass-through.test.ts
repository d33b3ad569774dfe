/** Pass-through authentication: passwords typed in the cloud, checked by Active Directory through an agent's own channel. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Doors, openDoors } from '#lab/scenarios/doors.ts'
import { type StartedLab, startLab } from '#lab/start.ts'
import { accountOf } from '../clients/lab-facts.ts'

let lab: StartedLab
let doors: Doors
beforeAll(async () => {
  lab = await startLab()
  doors = openDoors(lab.info, lab.control)
})
afterAll(async () => {
  await doors.close()
  await lab.close()
})

const administrator = () => {
  const { upn, password } = accountOf(lab, 'Global Administrator')
  return { username: upn, password }
}
const choose = (method: string) =>
  doors.control('connect/user-sign-in', { method: 'PUT', json: { method, ...administrator() } })
const codeOf = async (user: string, password: string) => (await doors.signIn(user, password)).code
const agents = async () => {
  const { json } = await doors.control('connect/user-sign-in')
  return (json as { agents: { machineName: string; listening: boolean }[] }).agents
}
const service = (verb: string) =>
  doors.control(`connect/services/AzureADConnectAuthenticationAgent/${verb}`, { method: 'POST', json: {} })
const anna = () => accountOf(lab, 'anna@contoso.com')

test('the choice registers an agent of the Connect server, and takes effect at once', async () => {
  expect((await choose('pass-through')).json).toEqual({ method: 'pass-through' })
  expect(await agents()).toEqual([{ id: expect.any(String), machineName: 'CONNECT01', listening: true }])
  const before = lab.events().at(-1)?.seq ?? 0
  expect(await codeOf(anna().upn, anna().password)).toBeUndefined()
  const events = lab.events({ after: before }).map(({ type }) => type)
  expect(events).toContain('authentication-agent.validated')
  expect(events).toContain('authentication-agent.answered')
  expect(JSON.stringify(lab.events())).not.toContain(anna().password)
})

test('a cloud-only user is still checked in the cloud', async () => {
  const before = lab.events().at(-1)?.seq ?? 0
  const { username, password } = administrator()
  expect(await codeOf(username, password)).toBeUndefined()
  expect(lab.events({ after: before, type: 'authentication-agent.validated' })).toEqual([])
})

test('what Active Directory says becomes the number that the real service gives', async () => {
  const frank = accountOf(lab, 'frank@contoso.com')
  const grace = accountOf(lab, 'grace@contoso.com')
  expect(await codeOf(anna().upn, 'wrong')).toBe(50126)
  expect(await codeOf(frank.upn, frank.password)).toBe(50057)
  expect(await codeOf(grace.upn, grace.password)).toBe(50053)
  expect(await codeOf('nobody@contoso.com', 'x')).toBe(50034)
})

test('the sign-in log names pass-through authentication and the reason', async () => {
  await codeOf(anna().upn, 'wrong again')
  const { json } = await doors.as(
    administrator().username,
    `/beta/auditLogs/signIns?$filter=userPrincipalName eq '${anna().upn}'&$top=1`,
  )
  expect((json as { value: unknown[] }).value[0]).toMatchObject({
    status: { errorCode: 50126 },
    authenticationDetails: [{ authenticationMethodDetail: 'Pass-through authentication', succeeded: false }],
  })
})

test('a password changed in Active Directory signs in at once, the old one no more', async () => {
  const ben = accountOf(lab, 'ben@contoso.com')
  const { Client, Attribute, Change } = await import('ldapts')
  const admin = lab.info.accounts.find(({ role }) => role === 'Domain Admin')
  const dn = lab.info.accounts.find(({ upn }) => upn === ben.upn)?.dn ?? ''
  const client = new Client({ url: lab.info.ldaps, tlsOptions: { ca: [lab.info.caCertificate] } })
  await client.bind(admin?.dn ?? '', admin?.password ?? '')
  const value = Buffer.from('"Granite-Sail-77!"', 'utf16le')
  const modification = new Attribute({ type: 'unicodePwd', values: [value] })
  await client.modify(dn, new Change({ operation: 'replace', modification }))
  await client.unbind()
  expect(await codeOf(ben.upn, 'Granite-Sail-77!')).toBeUndefined()
  expect(await codeOf(ben.upn, ben.password)).toBe(50126)
})

test('ten wrong passwords lock in the cloud, the same one too: it holds no hash to know it by', async () => {
  const david = accountOf(lab, 'david@contoso.com')
  for (let attempt = 0; attempt < 10; attempt++) await codeOf(david.upn, 'the same wrong one')
  expect(await codeOf(david.upn, david.password)).toBe(50053)
})

test('a second agent answers while the first one’s service stands still; none at all is 80001', async () => {
  const added = await doors.control('connect/authentication-agents', {
    method: 'POST',
    json: { machineName: 'PTA02', ...administrator() },
  })
  expect(added.status).toBe(201)
  expect((await agents()).map(({ machineName }) => machineName)).toEqual(['CONNECT01', 'PTA02'])
  for (let time = 0; time < 4; time++) expect(await codeOf(anna().upn, anna().password)).toBeUndefined()
  await service('stop')
  await expect.poll(() => codeOf(anna().upn, anna().password)).toBe(80001)
  await service('start')
  await expect.poll(() => codeOf(anna().upn, anna().password)).toBeUndefined()
})

test('an agent that does not answer in time is 80002', async () => {
  await doors.control('faults', {
    method: 'POST',
    json: { match: { operation: 'authentication-agent.validate' }, effect: { drop: true }, times: 1 },
  })
  expect(await codeOf(anna().upn, anna().password)).toBe(80002)
  expect(await codeOf(anna().upn, anna().password)).toBeUndefined()
})

test('registering asks for an administrator, and a stranger’s channel is closed', async () => {
  const refused = await doors.control('connect/user-sign-in', {
    method: 'PUT',
    json: { method: 'pass-through', username: anna().upn, password: anna().password },
  })
  expect(refused.status).toBe(409)
  const { WebSocket } = await import('ws')
  const url = `${new URL(lab.info.authority).origin.replace('http', 'ws')}/pass-through/v1/${lab.info.tenantId}/agents/${lab.info.tenantId}`
  const socket = new WebSocket(url, {
    ca: lab.info.caCertificate,
    headers: { authorization: 'Bearer guess' },
  })
  const status = await new Promise((resolve) =>
    socket.once('unexpected-response', (_request, answer) => resolve(answer.statusCode)),
  )
  expect(status).toBe(404)
})

test('back to password hash synchronisation: the cloud checks by itself again', async () => {
  await choose('password-hash-sync')
  const before = lab.events().at(-1)?.seq ?? 0
  expect(await codeOf(anna().upn, anna().password)).toBeUndefined()
  expect(lab.events({ after: before, type: 'authentication-agent.validated' })).toEqual([])
})
