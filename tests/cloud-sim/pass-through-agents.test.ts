/** Pass-through authentication as the cloud sees it: what agents say, what becomes of it, and who is asked next. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'
import { type AgentAnswer, type ValidatingAgent, validatingAgent } from './support/validating-agent.ts'

let cloud: OpenCloud
let first: ValidatingAgent
let second: ValidatingAgent
beforeAll(async () => {
  cloud = await openCloud()
  const { id } = await cloud.addUser('synced')
  const { directory } = cloud.tenant
  await directory.transaction(() => {
    const user = directory.userById(id)
    if (user === undefined) throw new Error('the user was made above')
    directory.putUser({ ...user, onPremisesSyncEnabled: true, onPremisesImmutableId: 'c3luY2Vk' })
    directory.putTenant({ ...directory.tenant(), signInModel: 'pta' })
  })
  first = await validatingAgent(cloud, 'PTA01')
  second = await validatingAgent(cloud, 'PTA02')
})
afterAll(async () => {
  await first.close()
  await second.close()
  await cloud.close()
})

const typed = 'Pässwort-as-typed-1!'
const both = (answer: AgentAnswer) => {
  first.answer = answer
  second.answer = answer
}
const signIn = async (password = typed) => {
  const { status, json } = await cloud.signIn('synced@contoso.com', password)
  return status === 200 ? undefined : (json.error_codes[0] as number)
}
const lastFailure = () =>
  cloud.lab.journal.events({ type: 'sign-in.recorded' }).at(-1)?.data as {
    status: { errorCode: number; failureReason: string }
  }

test.each<readonly [number, string, AgentAnswer]>([
  [50126, 'the password is wrong (52e)', { result: 'refused', win32: 1326 }],
  [50144, 'the password has expired in Active Directory (532)', { result: 'refused', win32: 1330 }],
  [50055, 'the password must be changed first (773)', { result: 'refused', win32: 1907 }],
  [50057, 'the account is disabled (533)', { result: 'refused', win32: 1331 }],
  [50053, 'the account is locked (775)', { result: 'refused', win32: 1909 }],
  [80012, 'these are no logon hours (530)', { result: 'refused', win32: 1328 }],
  [80004, 'nobody has that name (525)', { result: 'refused', win32: 1317 }],
  [80003, 'a number that is none of these', { result: 'refused', win32: 4711 }],
  [80007, 'Active Directory cannot be reached', { result: 'failed', reason: 'unreachable' }],
  [80005, 'the agent met something unexpected', { result: 'failed', reason: 'unexpected' }],
  [80010, 'the agent cannot decrypt', { result: 'failed', reason: 'decryption' }],
  [80011, 'the agent finds no password for its key', { result: 'failed', reason: 'no-key' }],
  [80013, 'the clocks differ', { result: 'failed', reason: 'time-skew' }],
])('AADSTS%i: %s', async (code, _because, answer) => {
  both(answer)
  expect(await signIn()).toBe(code)
  expect(lastFailure().status).toMatchObject({ errorCode: code, failureReason: expect.stringMatching(/.+/) })
  both({ result: 'accepted' })
  expect(await signIn()).toBeUndefined()
})

test('an expired Active Directory password asks the client for a new one, in words that it knows', async () => {
  both({ result: 'refused', win32: 1330 })
  const { status, json } = await cloud.signIn('synced@contoso.com', typed)
  expect([status, json.error, json.suberror]).toEqual([400, 'invalid_grant', 'user_password_expired'])
  expect(lastFailure().status.failureReason).toBe("User's Active Directory password has expired.")
})

test.each<AgentAnswer>([
  'hang-up',
  { result: 'failed', reason: 'unreachable' },
  { result: 'failed', reason: 'decryption' },
])('when one agent cannot do it (%j) the other is asked, whoever comes first', async (trouble) => {
  second.answer = { result: 'accepted' }
  if (trouble === 'hang-up') {
    await first.close()
    first = await validatingAgent(cloud, 'PTA03')
  }
  first.answer = trouble
  second.heard.length = 0
  for (let attempt = 0; attempt < 6; attempt++) expect(await signIn()).toBeUndefined()
  expect(second.heard).toEqual(Array.from({ length: 6 }, () => typed))
})

test('a refused password is the answer: no second agent is asked for a better one', async () => {
  await first.close()
  first = await validatingAgent(cloud, 'PTA04')
  both({ result: 'refused', win32: 1326 })
  const before = first.heard.length + second.heard.length
  expect(await signIn('wrong')).toBe(50126)
  expect(first.heard.length + second.heard.length).toBe(before + 1)
  both({ result: 'accepted' })
  expect(await signIn()).toBeUndefined()
})

test('what is no answer ends the agent’s channel, and the other one goes on', async () => {
  first.answer = 'gibberish'
  second.answer = { result: 'accepted' }
  for (let attempt = 0; attempt < 4; attempt++) expect(await signIn()).toBeUndefined()
  expect(JSON.stringify(cloud.lab.journal.events())).not.toContain(typed)
})
