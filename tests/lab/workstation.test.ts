import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LogonAnswer, logonAnswer } from '#core/contracts/control-api.ts'
import { type StartedLab, startLab } from '#lab/start.ts'

const annas = 'Lantern-Moss-42!'
const bens = 'Copper-Field-58!'
let lab: StartedLab

beforeAll(async () => {
  lab = await startLab({ at: '2026-01-12T09:00:00Z' })
}, 60_000)
afterAll(() => lab?.close())

async function ask(path: string, body: unknown): Promise<LogonAnswer> {
  const answer = await fetch(`${lab.control}/lab/v1/labs/contoso/workstation/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.status).toBe(200)
  return logonAnswer.parse(await answer.json())
}

const logOn = (user: string, password: string, offline?: boolean) =>
  ask('logon', { user, password, ...(offline === undefined ? {} : { offline }) })
const change = (user: string, oldPassword: string, newPassword: string) =>
  ask('change-password', { user, oldPassword, newPassword })

async function asAdministrator(operation: unknown): Promise<void> {
  const post = async (path: string, body: unknown) => {
    const answer = await fetch(`${lab.control}/lab/v1/labs/contoso/directory/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(answer.ok).toBe(true)
    return answer.json()
  }
  const { session } = await post('sessions', { user: 'Administrator', password: 'Harbor-Crane-71!' })
  await post(`sessions/${session}/operations`, operation)
}

const set = (dn: string, attribute: string, value: string) =>
  asAdministrator({
    operation: 'modify',
    dn,
    changes: [{ operation: 'replace', attribute, values: [value] }],
  })

test('without a network only those get in who have logged on here before, with the password they had', async () => {
  expect(await logOn('anna', annas, true)).toMatchObject({ outcome: 'refused', code: 'LabNoLogonServer' })
  expect(await logOn('anna', annas)).toMatchObject({ outcome: 'accepted', checked: 'online' })
  expect(await logOn('CONTOSO\\Anna', annas, true)).toMatchObject({ outcome: 'accepted', checked: 'cached' })
  expect(await logOn('anna', 'wrong', true)).toMatchObject({ outcome: 'refused', code: 'LogonFailed' })
})

test('a wrong password that the network refuses is not remembered', async () => {
  expect((await logOn('ben', 'wrong')).outcome).toBe('refused')
  expect(await logOn('ben', 'wrong', true)).toMatchObject({ code: 'LabNoLogonServer' })
})

test('a password that must be changed is changed at the logon screen, and then opens the desktop', async () => {
  const chloe = 'CN=Chloe Martin,OU=Engineering,OU=Staff,DC=contoso,DC=local'
  const [before, after] = ['Violet-Stone-63!', 'Granite-Harbor-31!']
  await set(chloe, 'pwdLastSet', '0')
  expect(await logOn('chloe', before)).toMatchObject({
    outcome: 'refused',
    code: 'LogonMustChangePassword',
  })
  expect((await change('chloe', before, after)).outcome).toBe('accepted')
  expect(await logOn('chloe', after)).toMatchObject({ outcome: 'accepted', checked: 'online' })
  expect((await logOn('chloe', before)).outcome).toBe('refused')
})

test('a change that breaks the policy, or does not prove the old password, changes nothing', async () => {
  expect(await change('ben', bens, 'short')).toMatchObject({
    outcome: 'refused',
    code: 'PasswordRefusedByPolicy',
  })
  expect(await change('ben', 'wrong', 'Granite-Harbor-31!')).toMatchObject({ outcome: 'refused' })
  expect(await change('nobody*', 'x', 'Granite-Harbor-31!')).toMatchObject({ code: 'LogonFailed' })
  expect((await logOn('ben', bens)).outcome).toBe('accepted')
})

test('passwords reach neither the journal nor the store of remembered logons in clear', () => {
  const journal = JSON.stringify(lab.events())
  expect(journal).toContain('password-change.accepted')
  for (const password of [annas, bens, 'Granite-Harbor-31!']) expect(journal).not.toContain(password)
})
