import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ScenarioCommand, ScenarioProgress } from '#core/contracts/scenario-progress.ts'
import { type StartedLab, startLab } from '#lab/start.ts'

/** Stories, worlds and courses of one's own beside those that come along, and stories that need another ground than the lab has. */
const world = `world: night-shift
title: Contoso at night
extends: contoso-ready
given:
  - ldap.setEnabled: { user: ben, enabled: false }
  - connect.synchronize: {}
`
const story = `id: ben-sleeps
title: Ben sleeps
world: night-shift
steps:
  - id: asleep
    say: Does the cloud let Ben in?
    do: { user.signIn: { user: ben@contoso.com, password: original } }
    check:
      - signInLog: { user: ben@contoso.com, code: 50057 }
`
const course = `id: nights
title: Nights
summary: Who may be up.
scenarios: [ben-sleeps, forest-added-later, toggle-off]
`
let folder: string
let lab: StartedLab

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hybridlab-own-'))
  for (const kind of ['worlds', 'courses']) await mkdir(join(folder, kind))
  await writeFile(join(folder, 'worlds', 'night-shift.yaml'), world)
  await writeFile(join(folder, 'ben-sleeps.yaml'), story)
  await writeFile(join(folder, 'courses', 'nights.yaml'), course)
  lab = await startLab({ scenarios: folder, world: 'night-shift' })
}, 60_000)
afterAll(async () => {
  await lab.close()
  await rm(folder, { recursive: true, force: true })
})

const read = async <Answer>(path: string) =>
  (await (await fetch(`${lab.control}/lab/v1${path}`)).json()) as Answer
async function tell(of: string, id: string, command: ScenarioCommand) {
  const answer = await fetch(`${lab.control}/lab/v1/labs/${of}/scenarios/${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(command),
  })
  return (await answer.json()) as ScenarioProgress
}
const labs = async () => (await read<{ labs: { lab: string }[] }>('/labs')).labs.map((row) => row.lab)
const allDone = ({ steps }: ScenarioProgress) => steps.every(({ state }) => state === 'done')

it('opens in a world of one’s own, and plays a story of one’s own there', async () => {
  expect(lab.info.world).toBe('night-shift')
  expect(allDone(await tell('contoso', 'ben-sleeps', { action: 'play' }))).toBe(true)
  const { courses } = await read<{ courses: { id: string; scenarios: { title: string }[] }[] }>('/courses')
  expect(courses.find(({ id }) => id === 'nights')?.scenarios[0]?.title).toBe('Ben sleeps')
  expect(courses.map(({ id }) => id)).toContain('the-three-switches')
})

it('goes through a course whose stories stand on different grounds, with a lab for each', async () => {
  expect(await labs()).toEqual(['contoso'])
  const before = await read<ScenarioProgress>('/labs/contoso/scenarios/forest-added-later')
  expect([before.lab, before.started]).toEqual(['contoso', false])
  const elsewhere = await tell('contoso', 'forest-added-later', { action: 'start' })
  expect([elsewhere.lab, elsewhere.started]).toEqual(['contoso-two-forests', true])
  expect(allDone(await tell('contoso-two-forests', 'forest-added-later', { action: 'play' }))).toBe(true)
  // Whoever asks the first lab is told of the same run.
  expect(allDone(await read('/labs/contoso/scenarios/forest-added-later'))).toBe(true)
  const back = await tell('contoso-two-forests', 'toggle-off', { action: 'start' })
  expect([back.lab, back.started]).toEqual(['contoso', true])
  expect(await labs()).toEqual(['contoso', 'contoso-two-forests'])
}, 60_000)

it('makes one lab for two that ask at once', async () => {
  const ids = ['only-a-staging-server', 'a-staging-server-beside', 'a-staging-server-beside']
  const begun = await Promise.all(ids.map((id) => tell('contoso', id, { action: 'start' })))
  expect(begun.map((one) => one.lab)).toEqual(['contoso', 'contoso-two-servers', 'contoso-two-servers'])
}, 60_000)

it('does not take a lab that somebody else has made under that name', async () => {
  const made = await fetch(`${lab.control}/lab/v1/labs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'contoso-two-servers-contoso', world: 'contoso' }),
  })
  expect(made.status).toBe(201)
  const begun = await tell('contoso-two-servers', 'toggle-off', { action: 'start' })
  expect(begun.lab).toBe('contoso')
})

it('reads a file anew when it was changed, and says what is wrong with it', async () => {
  const file = join(folder, 'ben-sleeps.yaml')
  const list = async () => (await fetch(`${lab.control}/lab/v1/labs/contoso/scenarios`)).json()
  await new Promise((resolve) => setTimeout(resolve, 1_050))
  await writeFile(file, story.replace('Ben sleeps', 'Ben is fast asleep'))
  await expect.poll(list, { timeout: 5_000 }).toMatchObject({
    scenarios: expect.arrayContaining([expect.objectContaining({ title: 'Ben is fast asleep' })]),
  })
  await writeFile(file, story.replace('say:', 'sya:'))
  await expect.poll(list, { timeout: 5_000 }).toMatchObject({
    error: {
      code: 'LabScenarioFileWrong',
      message: expect.stringMatching(/ben-sleeps\.yaml:5:5 steps\.0\.say: /),
    },
  })
})

it('refuses a folder that is not there, in one sentence', async () => {
  await expect(startLab({ scenarios: join(folder, 'nowhere') })).rejects.toThrow(/nowhere is no folder/)
})
