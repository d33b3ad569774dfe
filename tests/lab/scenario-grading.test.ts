import { afterAll, beforeAll, expect, it } from 'vitest'
import type { z } from 'zod'
import type {
  instructorBoard,
  ScenarioCommand,
  ScenarioProgress,
  ScenarioTable,
  Transcript,
} from '#core/contracts/scenario-progress.ts'
import { type StartedLab, startLab } from '#lab/start.ts'

/** The guide's, the presenter's and the instructor's doors, over HTTP as the screens use them. */
let lab: StartedLab
beforeAll(async () => {
  lab = await startLab()
}, 60_000)
afterAll(() => lab.close())

const base = () => `${lab.control}/lab/v1`
async function read<Answer>(path: string): Promise<Answer> {
  return (await (await fetch(base() + path)).json()) as Answer
}
async function tell(id: string, command: ScenarioCommand): Promise<ScenarioProgress> {
  const answer = await fetch(`${base()}/labs/contoso/scenarios/${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(command),
  })
  return (await answer.json()) as ScenarioProgress
}
const states = ({ steps }: ScenarioProgress) => steps.map(({ state }) => state)

async function until(id: string, wanted: (progress: ScenarioProgress) => boolean): Promise<ScenarioProgress> {
  for (let round = 0; round < 400; round++) {
    const progress = await read<ScenarioProgress>(`/labs/contoso/scenarios/${id}`)
    if (wanted(progress)) return progress
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('it never came')
}

it('grades a learner: hints, answers wrong and right, who did what, time on both clocks', async () => {
  const id = 'toggle-off'
  expect(states(await tell(id, { action: 'start' }))).toEqual(['active', 'todo'])
  const hinted = await tell(id, { action: 'hint' })
  expect(hinted.steps[0]?.shownHints.length).toBe(1)

  // The learner's own hands: the portal's call, not the lab's `do`.
  const done = await tell(id, { action: 'answer', answer: 'Connect is not onboarded' })
  expect(done.steps[0]?.question).toMatchObject({ tries: 1, right: false })
  expect(done.steps[0]?.question).not.toHaveProperty('because')
  const shown = await tell(id, { action: 'do', step: 'refused' })
  expect(states(shown)).toEqual(['done', 'active'])
  expect(shown.steps[0]).toMatchObject({ doneBy: 'lab', question: { right: true } })
  await tell(id, { action: 'do', step: 'mended' })

  const transcript = await read<Transcript>(`/labs/contoso/scenarios/${id}/transcript`)
  expect(transcript.score).toMatchObject({
    steps: 2,
    done: 2,
    byLearner: 0,
    questions: 1,
    rightAtOnce: 0,
    hints: 1,
  })
  expect(transcript.steps[0]?.answers[0]).toEqual({ given: ['Connect is not onboarded'], right: false })
  const page = await fetch(`${base()}/labs/contoso/scenarios/${id}/transcript.html`)
  expect(page.headers.get('content-type')).toMatch(/^text\/html/)
  expect(await page.text()).toMatch(/2 of 2 steps done[\s\S]*✗ Connect is not onboarded/)
})

it('waits for the answer as well as for the checks', async () => {
  const id = 'when-was-it-changed'
  await tell(id, { action: 'start' })
  await tell(id, { action: 'do', step: 'times' })
  const asked = await tell(id, { action: 'answer', answer: 'noon' })
  expect(states(asked)).toEqual(['done', 'active'])
  const right = await tell(id, { action: 'answer', answer: '1:17:32 pm' })
  expect(states(right)).toEqual(['done', 'done'])
  expect(right.steps[1]).toMatchObject({ doneBy: 'learner', question: { tries: 2, right: true } })
})

it('goes back to the start of any step, the lab with it', async () => {
  const id = 'minimum-age'
  await tell(id, { action: 'start' })
  await tell(id, { action: 'do', step: 'first' })
  const [taken, gone] = ['Autumn-Ferry-2026!', 'Lantern-Moss-42!']
  const logon = async (password: string) => {
    const answer = await fetch(`${base()}/labs/contoso/workstation/logon`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: 'anna@contoso.com', password }),
    })
    return ((await answer.json()) as { outcome: string }).outcome
  }
  expect([await logon(taken), await logon(gone)]).toEqual(['accepted', 'refused'])
  const back = await tell(id, { action: 'restore', step: 'first' })
  expect(states(back)).toEqual(['active', 'todo', 'todo'])
  expect([await logon(taken), await logon(gone)]).toEqual(['refused', 'accepted'])
  const again = await tell(id, { action: 'do', step: 'first' })
  expect(states(again)).toEqual(['done', 'active', 'todo'])
  const refused = await tell(id, { action: 'restore', step: 'mended' })
  expect(refused).toMatchObject({ error: { code: 'LabScenarioRefused' } })
})

it('plays by itself, pauses, steps back and goes on', async () => {
  const id = 'out-of-scope-and-back'
  await tell(id, { action: 'start' })
  await tell(id, { action: 'autoplay', paceMs: 60_000 })
  const paused = await until(id, ({ steps }) => steps[0]?.state === 'done')
  expect(paused.autoplay).toEqual({ state: 'playing', paceMs: 60_000 })
  expect((await tell(id, { action: 'pause' })).autoplay.state).toBe('paused')
  const back = await tell(id, { action: 'back' })
  expect(states(back)).toEqual(['active', 'todo'])
  expect(back.autoplay.state).toBe('paused')
  await tell(id, { action: 'autoplay', paceMs: 0 })
  const ended = await until(id, ({ autoplay }) => autoplay.state !== 'playing')
  expect(states(ended)).toEqual(['done', 'done'])
  expect(ended.autoplay.state).toBe('off')
  // A step that a presenter looks at shows what the clock ran meanwhile.
  expect(await read<{ events: unknown[] }>('/labs/contoso/events?type=clock.moved')).toMatchObject({
    events: expect.arrayContaining([
      expect.objectContaining({ data: expect.objectContaining({ ran: expect.any(Array) }) }),
    ]),
  })
})

it('shows the instructor where every lab is', async () => {
  const id = 'too-many-wrong-codes'
  await tell(id, { action: 'start' })
  await tell(id, { action: 'do', step: 'blocked' })
  const board = await read<z.infer<typeof instructorBoard>>('/board')
  expect(board.labs).toEqual([
    expect.objectContaining({ lab: 'contoso', scenario: id, step: 'anna-waits', done: 1, steps: 3 }),
  ])
  const left = await tell(id, { action: 'stop' })
  expect(left.started).toBe(false)
})

it('draws another fault at another start, and the same row of faults from the same seed', async () => {
  const id = 'break-it-and-mend-it'
  const draw = async () => {
    const { steps } = await tell(id, { action: 'start' })
    return steps[0]?.checks.map(({ text }) => text).join('; ')
  }
  const first = [await draw(), await draw(), await draw(), await draw()]
  expect(new Set(first).size).toBeGreaterThan(1)
  const twin = await startLab()
  try {
    const again: (string | undefined)[] = []
    for (const _ of first) {
      const { steps } = await twin.scenarios.start(id)
      again.push(steps[0]?.checks.map(({ text }) => text).join('; '))
    }
    expect(again).toEqual(first)
  } finally {
    await twin.close()
  }
})

it('offers the matrix of surfaces as a table, before it was played and after', async () => {
  const id = 'which-surface-writes-back'
  const rows = async () => (await read<ScenarioTable>(`/labs/contoso/scenarios/${id}/table`)).rows
  const before = await rows()
  expect(before.map(({ step }) => step)).toEqual([
    'portal',
    'forced-change',
    'reset-page',
    'change-page',
    'own-reset',
    'logon-screen',
    'graph-reset',
    'admin-center',
    'graph-patch',
    'graph-change',
    'ctrl-alt-del',
    'directory',
  ])
  expect(before.every((row) => row.ok === undefined)).toBe(true)
  await tell(id, { action: 'play' })
  expect((await rows()).every((row) => row.ok === true)).toBe(true)
  expect(before.filter(({ cloud, directory }) => cloud && !directory).map(({ step }) => step)).toEqual([
    'admin-center',
    'graph-patch',
  ])
})

it('lists courses whose scenarios all exist', async () => {
  const { courses } = await read<{ courses: { id: string; scenarios: { title: string }[] }[] }>('/courses')
  expect(courses.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['why-does-it-say-no', 'the-three-switches', 'licences', 'break-it-and-mend-it']),
  )
})
