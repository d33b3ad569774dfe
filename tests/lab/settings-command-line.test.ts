/** `sync export-settings` and `sync import-settings`: one Connect server's settings make another one, from the command line. */
import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { syncSettings } from '#core/contracts/sync-settings.ts'
import { type Doors, openDoors } from '#lab/scenarios/doors.ts'
import { type StartedLab, startLab } from '#lab/start.ts'
import { temporaryDirectory } from '#tests/support/temporary-directory.ts'

const script = new URL('../../bin/hybridlab.js', import.meta.url).pathname

let lab: StartedLab
let doors: Doors
beforeAll(async () => {
  lab = await startLab({ world: 'two-servers', at: '2026-01-12T09:00:00Z' })
  doors = openDoors(lab.info, lab.control)
}, 120_000)
afterAll(async () => {
  await doors.close()
  await lab.close()
})

function hybridlab(
  folder: string,
  ...words: string[]
): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NO_COLOR: '1', HYBRIDLAB_URL: lab.control }
    const child = spawn(process.execPath, [script, ...words], { cwd: folder, env })
    let [out, err] = ['', '']
    child.stdout.on('data', (piece: Buffer) => {
      out += piece.toString()
    })
    child.stderr.on('data', (piece: Buffer) => {
      err += piece.toString()
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
  })
}
const second = (path: string, json?: unknown) =>
  doors.control(`connect-servers/CONNECT02/${path}`, json === undefined ? {} : { json })

test('what is no file of settings, or none at all, is refused with a sentence, and the wizard stays closed', async () => {
  const folder = await temporaryDirectory()
  await second('uninstall', {})
  await writeFile(join(folder, 'other.json'), '{"policy":"something else"}')
  const wrong = await hybridlab(folder, 'sync', 'import-settings', 'other.json', '--server', 'CONNECT02')
  expect(wrong.code).not.toBe(0)
  expect(wrong.err).toContain('other.json is no file of synchronization settings')
  const none = await hybridlab(folder, 'sync', 'import-settings', 'none.json', '--server', 'CONNECT02')
  expect(none.err).toContain('none.json cannot be read')
  expect((await second('wizard')).json).toMatchObject({ open: false, installed: false })
}, 120_000)

test('exported from the one, imported into the other: the same scope and features, in staging mode', async () => {
  const folder = await temporaryDirectory()
  const exported = await hybridlab(
    folder,
    'sync',
    'export-settings',
    'settings.json',
    '--server',
    'CONNECT01',
  )
  expect(exported.err).toBe('')
  expect(exported.out).toContain('The settings of CONNECT01 are in settings.json.')
  const settings = syncSettings.parse(JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8')))
  const imported = await hybridlab(
    folder,
    'sync',
    'import-settings',
    'settings.json',
    '--server',
    'CONNECT02',
  )
  expect(imported.err).toBe('')
  expect(imported.code).toBe(0)
  expect(imported.out).toContain('Make the connector accounts')
  const { json } = await second('settings')
  expect(json).toMatchObject({ serverName: 'CONNECT02', forests: settings.forests, passwordHashSync: true })
  expect((await second('state')).json).toMatchObject({ stagingMode: true, writebackOnboarded: false })
  const again = await hybridlab(folder, 'sync', 'import-settings', 'settings.json', '--server', 'CONNECT02')
  expect(again.code).not.toBe(0)
  expect((await second('wizard')).json).toMatchObject({ open: false, installed: true })
}, 120_000)
