/** Self-service and administrators' resets right after the tenant changed how it checks passwords (writeback.md §6.4). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { perform } from '#lab/scenarios/verbs/all.ts'
import { accountOf } from '../clients/lab-facts.ts'
import { admin, anna, annasPassword, type JoinedLab, startJoinedLab } from './support/joined-lab.ts'

let world: JoinedLab
beforeAll(async () => {
  world = await startJoinedLab()
})
afterAll(() => world.close())

const does = (verb: string, given: object, as = admin) =>
  perform(world.doors, { verb, arguments: given } as never, as)
const choose = async (method: string) => {
  const { upn: username, password } = accountOf(world.lab, 'Global Administrator')
  const answer = await world.doors.control('connect/user-sign-in', {
    method: 'PUT',
    json: { method, username, password },
  })
  expect(answer.json).toEqual({ method })
}
const codeOf = async (password: string) => (await world.doors.signIn(anna, password)).code
const forgotten = 'Harbour-Lantern-73!'

test('a password forgotten right after the switch to pass-through is reset, and Active Directory checks the new one', async () => {
  await does('user.registerSecurityInfo', { user: anna, password: annasPassword })
  await choose('pass-through')
  await does('user.resetForgottenPassword', { user: anna, newPassword: forgotten })
  const before = world.mark()
  expect(await codeOf(forgotten)).toBeUndefined()
  expect(await codeOf(annasPassword)).toBe(50126)
  expect(world.lab.events({ after: before, type: 'authentication-agent.validated' })).toHaveLength(2)
  expect([await world.logsOn(anna, forgotten), await world.logsOn(anna, annasPassword)]).toEqual([
    true,
    false,
  ])
})

test('in a federated domain the administrator resets nobody, the user does', async () => {
  await choose('federation')
  expect(await world.adminReset(anna, 'Chosen-By-Admin-55!')).toBe('FederatedResetNotAllowed')
  expect([await world.logsOn(anna, 'Chosen-By-Admin-55!'), await world.logsOn(anna, forgotten)]).toEqual([
    false,
    true,
  ])
  const own = 'Meadow-Compass-91!'
  await does('user.resetForgottenPassword', { user: anna, newPassword: own })
  expect([await world.logsOn(anna, own), await world.logsOn(anna, forgotten)]).toEqual([true, false])
})
