/** A lab that others can reach demands a token of everybody, its own stories and command line included. */
import { spawn } from 'node:child_process'
import { expect, onTestFinished, test } from 'vitest'
import { config } from '#core/contracts/config.ts'
import { startHost } from '#lab/start.ts'
import { temporaryDirectory } from '#tests/support/temporary-directory.ts'

const script = new URL('../../bin/hybridlab.js', import.meta.url).pathname
const adminToken = 'a-token-of-enough-length'
const anyPort = { httpPort: 0, httpsPort: 0, ldapPort: 0, ldapsPort: 0, gcPort: 0 }

async function hybridlab(words: readonly string[], environment: Record<string, string>) {
  const child = spawn(process.execPath, [script, ...words], {
    cwd: await temporaryDirectory(),
    env: { ...process.env, ...environment },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => {
      said += piece.toString()
    })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, said }
}

test('stories, worlds and the command line show the token; nobody else gets in', async () => {
  const host = await startHost(config.parse({ ...anyPort, ephemeral: true, adminToken }))
  onTestFinished(() => host.close())
  const lab = host.labs.get(host.defaultLab)
  // A world that is built through the doors, and a story whose checks ask them.
  const steps = await lab?.scenarios.play('minimum-age')
  expect(steps?.map(({ step, ok, error }) => ({ step, ok, error })).filter(({ ok }) => !ok)).toEqual([])
  const url = { HYBRIDLAB_URL: host.addresses.http }
  const stranger = await hybridlab(['seed', '--users', '3'], url)
  expect(stranger.code).not.toBe(0)
  expect(stranger.said).toMatch(/token/i)
  const seeded = await hybridlab(['seed', '--users', '3'], { ...url, HYBRIDLAB_ADMIN_TOKEN: adminToken })
  expect(seeded).toMatchObject({ code: 0 })
  const played = await hybridlab(['scenario', 'run', 'toggle-off'], {
    ...url,
    HYBRIDLAB_ADMIN_TOKEN: adminToken,
  })
  expect(played).toMatchObject({ code: 0 })
  expect(await hybridlab(['scenario', 'list'], url)).toMatchObject({ code: stranger.code })
}, 120_000)
