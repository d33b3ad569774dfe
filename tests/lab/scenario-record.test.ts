import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { lintFiles } from '#lab/scenarios/lint.ts'
import { loadScenario, scenariosFolder } from '#lab/scenarios/load-scenario.ts'
import { type StartedLab, startLab } from '#lab/start.ts'
import { temporaryDirectory } from '#tests/support/temporary-directory.ts'

/** What a person did, as a draft that lint takes and that plays as it is. */
let lab: StartedLab
beforeAll(async () => {
  lab = await startLab()
}, 60_000)
afterAll(() => lab.close())

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
}, 60_000)

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
