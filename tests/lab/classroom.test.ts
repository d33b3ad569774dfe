import { afterAll, beforeAll, expect, it } from 'vitest'
import { instructorBoard } from '#core/contracts/scenario-progress.ts'
import { type StartedLab, startLab } from '#lab/start.ts'

/** Between learner and instructor, over HTTP as the screens do it. */
let lab: StartedLab
beforeAll(async () => {
  lab = await startLab()
}, 60_000)
afterAll(() => lab.close())

const base = () => `${lab.control}/lab/v1`
const send = (method: string, path: string, body: unknown) =>
  fetch(base() + path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const row = async () => {
  const answer = await fetch(`${base()}/board`)
  return instructorBoard.parse(await answer.json()).labs.find((known) => known.lab === 'contoso')
}

it('shows a raised hand with its note on the board until it is lowered, and keeps both in the journal', async () => {
  expect(await row()).not.toHaveProperty('hand')
  expect((await send('PUT', '/labs/contoso/hand', { raised: true, note: 'which blade?' })).status).toBe(200)
  expect(await row()).toMatchObject({ hand: { note: 'which blade?' } })
  await send('PUT', '/labs/contoso/hand', { raised: false })
  expect(await row()).not.toHaveProperty('hand')
  const told = lab.events({}).filter(({ type }) => type.startsWith('class.'))
  expect(told.map(({ type }) => type)).toEqual(['class.hand-raised', 'class.hand-lowered'])
})

it('records nothing when a hand that is down is lowered', async () => {
  const before = lab.events({}).length
  expect((await send('PUT', '/labs/contoso/hand', { raised: false })).status).toBe(200)
  expect(lab.events({}).length).toBe(before)
})

it('refuses a note that is empty or too long, and raises no hand', async () => {
  for (const note of ['  ', 'x'.repeat(201)]) {
    const answer = await send('PUT', '/labs/contoso/hand', { raised: true, note })
    expect(answer.status).toBe(400)
  }
  expect(await row()).not.toHaveProperty('hand')
})

it('lowers the hand when the lab is reset', async () => {
  await send('PUT', '/labs/contoso/hand', { raised: true })
  expect(await row()).toHaveProperty('hand')
  await send('POST', '/labs/contoso/reset', {})
  expect(await row()).not.toHaveProperty('hand')
})

it('tells the last refusal of each lab', async () => {
  expect(await row()).not.toHaveProperty('refusal')
  const id = 'toggle-off'
  await send('POST', `/labs/contoso/scenarios/${id}`, { action: 'start' })
  await send('POST', `/labs/contoso/scenarios/${id}`, { action: 'do', step: 'refused' })
  const refused = lab.events({ type: 'step.refused' }).at(-1)
  expect(await row()).toMatchObject({ refusal: { code: refused?.code, because: refused?.because } })
})

it('brings a message of the instructor to the lab it is for', async () => {
  const answer = await send('POST', '/labs/contoso/notices', { text: 'Coffee until ten past.' })
  expect(answer.status).toBe(201)
  expect(lab.events({ type: 'class.notice' }).at(-1)?.data).toEqual({ text: 'Coffee until ten past.' })
  expect((await send('POST', '/labs/nobody/notices', { text: 'hello' })).status).toBe(404)
})

it('streams the board as soon as a hand goes up', async () => {
  const stop = new AbortController()
  const stream = await fetch(`${base()}/board/stream`, { signal: stop.signal })
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
  let heard = ''
  const hear = async (wanted: string) => {
    while (!heard.includes(wanted)) heard += (await reader?.read())?.value ?? ''
  }
  await hear('"lab":"contoso"')
  await send('PUT', '/labs/contoso/hand', { raised: true, note: 'stuck here' })
  await hear('stuck here')
  stop.abort()
  expect(heard).toContain('"hand":')
}, 20_000)
