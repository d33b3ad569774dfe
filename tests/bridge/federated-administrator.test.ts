/** An administrator whose password only Active Directory knows, at the wizard and behind it (writeback.md §5.1, §5.5, scenario 24). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WizardState } from '#core/contracts/connect.ts'
import { type Doors, openDoors } from '#lab/scenarios/doors.ts'
import { portalUsers } from '#lab/scenarios/verbs/portal-users.ts'
import { type StartedLab, startLab } from '#lab/start.ts'
import { accountOf } from '../clients/lab-facts.ts'

let lab: StartedLab
let doors: Doors
beforeAll(async () => {
  lab = await startLab({ world: 'contoso-federated' })
  doors = openDoors(lab.info, lab.control)
  await makeAdministrator(anna().upn)
})
afterAll(async () => {
  await doors.close()
  await lab.close()
})

const anna = () => accountOf(lab, 'anna@contoso.com')
const ada = () => accountOf(lab, 'Global Administrator')

async function makeAdministrator(user: string): Promise<void> {
  const assign = portalUsers['portal.assignRole']
  await assign(doors, { user, role: 'Global Administrator' }, ada().upn)
}

const act = async (action: string, more: object = {}) =>
  (await doors.control('connect/wizard', { json: { action, ...more } })).json as WizardState

/** Customize synchronization options with another choice of password writeback; answers the page where it ended. */
async function setWriteback(username: string, password: string, passwordWriteback: boolean) {
  await act('close')
  await act('open')
  await act('next')
  await act('choose-task', { task: 'customize-synchronization-options' })
  const signedIn = await act('sign-in', { username, password })
  if (signedIn.refusal !== undefined) return signedIn
  const { organizationalUnits } = await act('next')
  const selected = organizationalUnits.filter((unit) => unit.selected).map(({ dn }) => dn)
  const { features } = await act('select-ous', { selected })
  await act('select-features', { features: { ...features, passwordWriteback } })
  return act('configure')
}

const mark = () => lab.events().at(-1)?.seq ?? 0
const rows = (after: number) =>
  lab
    .events({ after, type: 'windows-event.written' })
    .filter(({ data }) => data?.source === 'PasswordResetService')
    .map(({ data }) => Number(data?.eventId))
const isOnboarded = async () =>
  ((await doors.control('connect/state')).json as { writebackOnboarded: boolean }).writebackOnboarded

test('AD FS refuses a wrong password of a federated administrator, and the wizard lets nobody in', async () => {
  const { page, refusal } = await setWriteback(anna().upn, 'Not-The-Password-1!', false)
  expect([page, refusal?.code]).toEqual(['connect-to-azure-ad', 'WizardInvalidGrant'])
})

test('a federated administrator gets to the wizard’s end; writeback cannot be switched off (32009, 31014), and stays on', async () => {
  expect(await isOnboarded()).toBe(true)
  const after = mark()
  const { page, refusal } = await setWriteback(anna().upn, anna().password, false)
  expect([page, refusal?.code]).toEqual(['ready-to-configure', 'WizardFederatedAdministrator'])
  expect(rows(after)).toEqual([32009, 31014])
  expect(await isOnboarded()).toBe(true)
})

test('nor switched on (32009): no key pair is made and nobody listens, until a cloud-only administrator configures', async () => {
  expect((await setWriteback(ada().upn, ada().password, false)).refusal).toBeUndefined()
  expect(await isOnboarded()).toBe(false)
  const after = mark()
  const refused = await setWriteback(anna().upn, anna().password, true)
  expect(refused.refusal?.code).toBe('WizardFederatedAdministrator')
  expect(rows(after)).toEqual([32009])
  expect(await isOnboarded()).toBe(false)
  expect((await setWriteback(ada().upn, ada().password, true)).refusal).toBeUndefined()
  expect(await isOnboarded()).toBe(true)
})

test('what needs no token of the agent, a federated administrator may configure', async () => {
  const json = { method: 'password-hash-sync', username: anna().upn, password: anna().password }
  expect((await doors.control('connect/user-sign-in', { method: 'PUT', json })).status).toBe(200)
  expect((await doors.signIn(anna().upn, anna().password)).code).toBeUndefined()
})
