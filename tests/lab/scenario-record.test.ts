import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Doors, openDoors } from '#lab/scenarios/doors.ts'
import { lintFiles } from '#lab/scenarios/lint.ts'
import { loadScenario, scenariosFolder } from '#lab/scenarios/load-scenario.ts'
import { perform } from '#lab/scenarios/verbs/all.ts'
import { type StartedLab, startLab } from '#lab/start.ts'
import { temporaryDirectory } from '#tests/support/temporary-directory.ts'

/** What a person did, as a draft that lint takes and that plays as it is. */
let lab: StartedLab
let doors: Doors
beforeAll(async () => {
  lab = await startLab()
  doors = openDoors(lab.info, lab.control)
}, 180_000)
afterAll(async () => {
  await doors?.close()
  await lab?.close()
})

const base = () => `${lab.control}/lab/v1/labs/contoso`
const post = (path: string, json: object) =>
  fetch(`${base()}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(json),
  })

/** The draft of what has been done; lint has nothing against it. */
async function record(id: string) {
  const text = await (await fetch(`${base()}/scenario-draft?id=${id}`)).text()
  const file = join(await temporaryDirectory(), `${id}.yaml`)
  await writeFile(file, text)
  expect(await lintFiles([file], [scenariosFolder])).toEqual([])
  return { text, story: await loadScenario(file) }
}

const wrongIn = async (story: Awaited<ReturnType<typeof loadScenario>>) =>
  (await lab.scenarios.play(story))
    .filter(({ ok }) => !ok)
    .map(({ step, error, checks }) => ({ step, error, checks: checks.filter(({ ok }) => !ok) }))

it('turns the whole seed story into a draft that plays, and knows none of its passwords', async () => {
  await lab.scenarios.play('enable-password-writeback')
  const { text, story } = await record('my-story')
  for (const word of ['portal.resetPassword', 'connect.setPasswordWriteback', 'AAD_PREMIUM_P2', 'PT90000S'])
    expect(text).toContain(word)
  for (const password of ['Autumn-Ferry-2026!', 'Winter-Lantern-2027!', 'Lantern-Moss-42!'])
    expect(text).not.toContain(password)
  expect(await wrongIn(story)).toEqual([])
}, 180_000)

it('tells wrong passwords from right ones that were refused, and what ran while time passed', async () => {
  await lab.reset()
  const user = 'anna@contoso.com'
  for (const password of ['one', 'two', 'three', 'four', 'five'])
    await post('workstation/logon', { user, password })
  await post('workstation/logon', { user, password: 'Lantern-Moss-42!' })
  await post('clock', { advance: 'PT30M' })
  const { story } = await record('locked-out')
  expect(story.steps.flatMap((step) => step.do)).toEqual([
    { verb: 'workstation.failLogons', arguments: { user, times: 5 } },
    { verb: 'workstation.logon', arguments: { user, password: 'original' } },
    { verb: 'clock.advance', arguments: { by: 'PT1800S' } },
  ])
  expect(story.steps[1]?.check).toEqual([
    { word: 'logon', arguments: { user, password: 'original', outcome: 'refused', code: '775' } },
  ])
  expect(story.steps[2]?.check).toContainEqual({ word: 'ran', arguments: { job: 'synchronisation cycle' } })
  expect(await wrongIn(story)).toEqual([])
})

it('hears what an administrator did at DC01 and with the services of CONNECT01', async () => {
  await lab.scenarios.play('reset-in-active-directory')
  await post('connect/services/ADSync/restart', {})
  const { story } = await record('at-the-servers')
  expect(story.steps.flatMap((step) => step.do ?? []).map(({ verb }) => verb)).toEqual(
    expect.arrayContaining(['ldap.setPassword', 'clock.advance']),
  )
  expect(await wrongIn(story)).toEqual([])
})

const graph = async (method: string, path: string, body?: object) => {
  const request = { method, ...(body === undefined ? {} : { json: body }) }
  return doors.as(doors.who('Global Administrator'), path, request)
}
const verbsOf = ({ steps }: Awaited<ReturnType<typeof loadScenario>>) =>
  steps.flatMap((step) => step.do ?? []).map(({ verb }) => verb)

it('hears what any client did at Graph, by names in place of ids, and plays it where the ids are others', async () => {
  await lab.reset()
  const group = {
    displayName: 'Night shift',
    mailEnabled: false,
    mailNickname: 'night',
    securityEnabled: true,
  }
  const made = (await graph('POST', '/v1.0/groups', group)).json as { id: string }
  const anna = (await graph('GET', '/v1.0/users/anna@contoso.com?$select=id')).json as { id: string }
  const member = { '@odata.id': `https://localhost:8443/v1.0/directoryObjects/${anna.id}` }
  await graph('POST', `/v1.0/groups/${made.id}/members/$ref`, member)
  const secret = 'Granite-Harbor-91!'
  await graph('PATCH', '/v1.0/users/kara@contoso.com', { passwordProfile: { password: secret } })
  await graph('PATCH', '/v1.0/users/anna@contoso.com', { displayName: 'Anna Above' })

  const { text, story } = await record('by-hand-at-graph')
  expect(text).not.toContain(secret)
  expect(text).not.toContain(made.id)
  expect(text).toContain('/v1.0/groups/{groups:Night shift}/members/$ref')
  expect(text).toContain('directoryObjects/{users:anna@contoso.com}')
  expect(verbsOf(story)).toEqual(['graph.request', 'graph.request', 'graph.request', 'graph.request'])
  expect(story.steps.at(-1)?.check).toContainEqual({
    word: 'graphAnswer',
    arguments: expect.objectContaining({ user: 'anna@contoso.com', route: 'users/{user}', status: 400 }),
  })
  expect(await wrongIn(story)).toEqual([])
})

const administrator = () => {
  const username = doors.who('Global Administrator')
  return { action: 'sign-in', username, password: doors.password(username, 'original') }
}
async function walkWizard(pages: readonly object[]) {
  for (const action of [{ action: 'open' }, { action: 'next' }, ...pages, { action: 'close' }])
    await post('connect/wizard', action)
}

it('hears what was set on the Connect server, by wizard, cmdlet and control API alike', async () => {
  await lab.reset()
  const put = (path: string, json: object) =>
    fetch(`${base()}/${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(json),
    })
  const secret = 'Proxy-Secret-3!'
  await doors.control('connect/cmdlets/Set-Date', { json: { parameters: { Adjust: '-00:10:00' } } })
  await put('connect/connectors/contoso.local', { signAndEncrypt: false })
  await put('connect/network', {
    way: 'proxy',
    allow: ['*.microsoftonline.com', '*.graph.windows.net'],
    requireCredentials: { username: 'svc-proxy', password: secret },
  })
  await put('connect/network', { way: 'direct' })
  await walkWizard([
    { action: 'choose-task', task: 'configure-staging-mode' },
    administrator(),
    { action: 'select-staging', enabled: true },
    { action: 'configure' },
  ])
  await post('connect/services/ADSync/stop', {})
  await post('connect/services/ADSync/start', {})

  const { text, story } = await record('by-hand-at-connect')
  expect(text).not.toContain(secret)
  expect(verbsOf(story)).toEqual([
    'connect.setClock',
    'connect.setSignAndEncrypt',
    'connect.setProxy',
    'connect.setProxy',
    'connect.setStagingMode',
    'connect.stopService',
    'connect.startService',
  ])
  expect(story.steps.flatMap((step) => step.do ?? [])[0]?.arguments).toEqual({ behind: 'PT600S' })
  expect(await wrongIn(story)).toEqual([])
})

it('hears a cycle that was started by hand, and the units that are synchronised from now on', async () => {
  await lab.reset()
  await post('connect/sync', { policyType: 'Delta' })
  const units = ['OU=Contractors', 'OU=Staff']
  const admin = doors.who('Global Administrator')
  await perform(doors, { verb: 'connect.setOrganizationalUnits', arguments: { units } }, admin)
  await post('connect/sync', { policyType: 'Initial' })
  const { story } = await record('cycles')
  const acts = story.steps.flatMap((step) => step.do ?? [])
  expect(acts.map(({ arguments: given }) => given)).toEqual([
    { policyType: 'Delta' },
    { units },
    { policyType: 'Initial' },
  ])
  expect(await wrongIn(story)).toEqual([])
})
