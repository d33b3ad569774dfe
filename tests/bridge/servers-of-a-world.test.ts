/** What a world says about its Connect servers: one that is not installed yet, and a second one that stands by. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunHistoryRow, WizardState } from '#core/contracts/connect.ts'
import { type Doors, openDoors } from '#lab/scenarios/doors.ts'
import { type StartedLab, startLab } from '#lab/start.ts'

const administrator = { username: 'admin@contoso.com', password: 'Tundra-Signal-88!' }
const enterpriseAdmin = { username: 'CONTOSO\\Administrator', password: 'Harbor-Crane-71!' }
const opening = '2026-01-12T09:00:00Z'

interface Opened {
  readonly lab: StartedLab
  readonly doors: Doors
  /** A verb of a server by name. */
  on(server: string, path: string, json?: unknown): ReturnType<Doors['control']>
  wizard(server: string, action: string, more?: object): Promise<WizardState>
}

async function open(world: string): Promise<Opened> {
  const lab = await startLab({ world, at: opening })
  const doors = openDoors(lab.info, lab.control)
  const on: Opened['on'] = (server, path, json) =>
    doors.control(`connect-servers/${server}/${path}`, json === undefined ? {} : { json })
  const wizard: Opened['wizard'] = async (server, action, more = {}) =>
    (await on(server, 'wizard', { action, ...more })).json as WizardState
  return { lab, doors, on, wizard }
}

const close = async ({ lab, doors }: Opened) => {
  await doors.close()
  await lab.close()
}

let fresh: Opened
let pair: Opened
beforeAll(async () => {
  fresh = await open('before-connect')
  pair = await open('two-servers')
}, 120_000)
afterAll(async () => {
  await close(fresh)
  await close(pair)
})

const anna = async ({ doors }: Opened) => doors.as(administrator.username, '/v1.0/users/anna@contoso.com')

test('a world may begin before the first installation, and the wizard makes it good', async () => {
  expect((await anna(fresh)).status).toBe(404)
  expect((await fresh.doors.control('connect/wizard')).json).toMatchObject({ installed: false })
  const act = (action: string, more?: object) => fresh.wizard('connect01', action, more)
  await act('open')
  await act('next')
  await act('choose-install', { install: 'express' })
  await act('sign-in', administrator)
  await act('add-directory', { forest: 'contoso.local', ...enterpriseAdmin })
  await act('next')
  await act('continue-unmatched')
  expect((await act('configure')).page).toBe('complete')
  await act('close')
  expect((await anna(fresh)).status).toBe(200)
  await fresh.lab.reset()
  expect((await anna(fresh)).status).toBe(404)
  expect((await fresh.doors.control('connect/wizard')).json).toMatchObject({ installed: false })
})

test('the servers are listed, and one that there is not is refused', async () => {
  const { json } = await pair.doors.control('connect-servers')
  expect(json).toMatchObject({ servers: [{ serverName: 'CONNECT01' }, { serverName: 'CONNECT02' }] })
  const { status, json: refusal } = await pair.on('CONNECT09', 'state')
  expect([status, refusal]).toMatchObject([404, { error: { code: 'LabConnectServerNotFound' } }])
})

test('the second server reads everything and exports nothing; after a switch-over it is the other way round', async () => {
  const profiles = async (server: string) => {
    const { runs } = (await pair.on(server, 'sync', { policyType: 'Delta' })).json as {
      runs: RunHistoryRow[]
    }
    return runs.map(({ profile }) => profile)
  }
  expect((await pair.on('CONNECT01', 'state')).json).toMatchObject({
    stagingMode: false,
    listener: 'listening',
  })
  expect((await pair.on('CONNECT02', 'state')).json).toMatchObject({ stagingMode: true, listener: 'off' })
  expect(await profiles('CONNECT01')).toContain('Export')
  expect(await profiles('CONNECT02')).not.toContain('Export')
  const stage = async (server: string, enabled: boolean) => {
    await pair.wizard(server, 'open')
    await pair.wizard(server, 'next')
    await pair.wizard(server, 'choose-task', { task: 'configure-staging-mode' })
    await pair.wizard(server, 'sign-in', administrator)
    await pair.wizard(server, 'select-staging', { enabled })
    const { page } = await pair.wizard(server, 'configure')
    await pair.wizard(server, 'close')
    return page
  }
  expect([await stage('CONNECT01', true), await stage('CONNECT02', false)]).toEqual(['complete', 'complete'])
  expect(await profiles('CONNECT01')).not.toContain('Export')
  expect(await profiles('CONNECT02')).toContain('Export')
  await pair.lab.reset()
  expect((await pair.on('CONNECT02', 'state')).json).toMatchObject({ stagingMode: true })
  expect((await pair.on('CONNECT01', 'state')).json).toMatchObject({ stagingMode: false })
})
