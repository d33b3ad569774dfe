import { Client } from 'ldapts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type DirectoryAnswer,
  type DirectoryOperation,
  type DirectoryRefusal,
  directoryAnswer,
  directoryRefusal,
  directorySession,
} from '#core/contracts/directory-console.ts'
import { type StartedLab, startLab } from '#lab/start.ts'

const administrator = 'Harbor-Crane-71!'
const annasPassword = 'Lantern-Moss-42!'
const anna = 'CN=Anna Berg,OU=Sales,OU=Staff,DC=contoso,DC=local'
let lab: StartedLab
let sessions: string

beforeAll(async () => {
  lab = await startLab({ at: '2026-01-12T09:00:00Z' })
  sessions = `${lab.control}/lab/v1/labs/contoso/directory/sessions`
}, 60_000)
afterAll(() => lab?.close())

async function send(url: string, body: unknown) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: await answer.json() }
}

async function logOn(user: string, password: string): Promise<string> {
  const { status, body } = await send(sessions, { user, password })
  expect(status).toBe(201)
  return directorySession.parse(body).session
}

const ask = (session: string, operation: DirectoryOperation) =>
  send(`${sessions}/${session}/operations`, operation)

async function done(session: string, operation: DirectoryOperation): Promise<DirectoryAnswer> {
  const { status, body } = await ask(session, operation)
  expect({ status, body }).toMatchObject({ status: 200 })
  return directoryAnswer.parse(body)
}

async function refused(session: string, operation: DirectoryOperation): Promise<DirectoryRefusal['error']> {
  const { status, body } = await ask(session, operation)
  expect(status).toBe(422)
  return directoryRefusal.parse(body).error
}

async function binds(dn: string, password: string): Promise<boolean> {
  const client = new Client({ url: lab.info.ldaps, tlsOptions: { ca: [lab.info.caCertificate] } })
  try {
    await client.bind(dn, password)
    return true
  } catch {
    return false
  } finally {
    await client.unbind()
  }
}

test('the console tells whose session it is, in the directory’s own words', async () => {
  const { body } = await send(sessions, { user: 'Administrator', password: administrator })
  expect(directorySession.parse(body).account).toBe('CONTOSO\\Administrator')
})

test('a wrong password opens no session and says why', async () => {
  const { status, body } = await send(sessions, { user: 'anna', password: 'wrong' })
  expect(status).toBe(422)
  expect(directoryRefusal.parse(body).error).toMatchObject({
    code: 'LogonFailed',
    ldap: { result: 49, name: 'invalidCredentials', diagnostic: expect.stringContaining('data 52e') },
  })
})

test('whoever logs off while the console still reads gets that answer, and none after it', async () => {
  const session = await logOn('Administrator', administrator)
  const everything: DirectoryOperation = {
    operation: 'search',
    base: 'DC=contoso,DC=local',
    scope: 'sub',
    attributes: ['*'],
  }
  const answers = Array.from({ length: 10 }, () => ask(session, everything))
  const away = fetch(`${sessions}/${session}`, { method: 'DELETE' })
  // An operation that comes after the logging off is told so; none finds its connection torn away.
  const statuses = new Set((await Promise.all(answers)).map(({ status }) => status))
  expect([...statuses].filter((status) => status !== 200 && status !== 401)).toEqual([])
  expect((await away).ok).toBe(true)
  expect((await ask(session, everything)).status).toBe(401)
})

test('an administrator creates, reads, changes, moves and deletes an object', async () => {
  const session = await logOn('Administrator', administrator)
  const dn = 'CN=Nils\\, Jr.,OU=Staff,DC=contoso,DC=local'
  await done(session, {
    operation: 'add',
    dn,
    attributes: { objectClass: ['top', 'person', 'organizationalPerson', 'user'], sAMAccountName: ['nils'] },
  })
  await done(session, {
    operation: 'modify',
    dn,
    changes: [{ operation: 'replace', attribute: 'description', values: ['Ærø \u{1F600}'] }],
  })
  await done(session, {
    operation: 'modifyDN',
    dn,
    newRdn: 'CN=Nils',
    newParent: 'OU=Contractors,DC=contoso,DC=local',
  })
  const moved = 'CN=Nils,OU=Contractors,DC=contoso,DC=local'
  const { entries } = await done(session, {
    operation: 'search',
    base: moved,
    scope: 'base',
    attributes: ['description', 'objectSid'],
  })
  expect(entries).toEqual([
    {
      dn: moved,
      attributes: {
        description: ['Ærø \u{1F600}'],
        objectSid: [{ base64: expect.stringMatching(/^AQUAAAAAAAUVAAAA/) }],
      },
    },
  ])
  await done(session, { operation: 'delete', dn: moved })
  expect(
    await refused(session, { operation: 'search', base: moved, scope: 'base', attributes: [] }),
  ).toMatchObject({ code: 'NoObject' })
})

test('rights decide: a user reads, and may not reset another’s password', async () => {
  const session = await logOn('ben', 'Copper-Field-58!')
  const answer = await done(session, {
    operation: 'search',
    base: anna,
    scope: 'base',
    attributes: ['sAMAccountName'],
  })
  expect(answer.entries[0]?.attributes.sAMAccountName).toEqual(['anna'])
  expect(
    await refused(session, { operation: 'setPassword', dn: anna, newPassword: 'Granite-Harbor-31!' }),
  ).toMatchObject({
    code: 'AccessDenied',
    because: 'no Reset Password right on the object',
    ldap: { result: 50 },
  })
  expect(await binds(anna, annasPassword)).toBe(true)
})

test('a password that breaks the policy is refused with its rule, and the old one stays', async () => {
  const session = await logOn('Administrator', administrator)
  expect(await refused(session, { operation: 'setPassword', dn: anna, newPassword: 'short' })).toMatchObject({
    ldap: { diagnostic: expect.stringContaining('0000052D') },
  })
  expect(await binds(anna, annasPassword)).toBe(true)
})

test('passwords reach neither the journal nor an answer', async () => {
  const session = await logOn('Administrator', administrator)
  const newPassword = 'Granite-Harbor-32!'
  await done(session, { operation: 'setPassword', dn: anna, newPassword })
  expect(await binds(anna, newPassword)).toBe(true)
  expect(JSON.stringify(lab.events())).not.toContain(newPassword)
  expect(JSON.stringify(lab.events())).not.toContain(administrator)
})

test('a session that ended, or is another lab’s, opens nothing', async () => {
  const session = await logOn('Administrator', administrator)
  expect((await fetch(`${sessions}/${session}`, { method: 'DELETE' })).status).toBe(204)
  const search: DirectoryOperation = { operation: 'search', base: '', scope: 'base', attributes: [] }
  expect(await ask(session, search)).toMatchObject({
    status: 401,
    body: { error: { code: 'LabDirectorySessionEnded' } },
  })
})

test('what is no operation is refused before it reaches the directory', async () => {
  const session = await logOn('Administrator', administrator)
  for (const operation of [
    { operation: 'drop' },
    { operation: 'modify', dn: anna, changes: [] },
    { operation: 'modify', dn: anna, changes: [{ operation: 'replace', attribute: 'a b', values: [] }] },
    { operation: 'search', base: '', scope: 'base', attributes: [], limit: 1e9 },
  ])
    expect(await send(`${sessions}/${session}/operations`, operation)).toMatchObject({
      status: 400,
      body: { error: { code: 'LabRequestInvalid' } },
    })
  expect(
    await send(`${sessions}/${session}/operations`, {
      operation: 'search',
      base: anna,
      scope: 'base',
      filter: '((((',
      attributes: [],
    }),
  ).toMatchObject({ status: expect.any(Number), body: { error: { code: expect.any(String) } } })
})
