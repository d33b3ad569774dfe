import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

/** docker-compose.yml as compose itself reads it; needs no engine. The same commands run as processes in four-processes.test.ts. */
const token = 'sixteen-characters-or-more'
const compose = [['docker', 'compose'], ['docker-compose']].find(
  ([command = '', ...words]) => spawnSync(command, [...words, 'version'], { stdio: 'ignore' }).status === 0,
)

function config(environment: Record<string, string>) {
  const [command = '', ...words] = compose ?? []
  const { PATH = '', HOME = '' } = process.env
  return spawnSync(command, [...words, 'config', '--services'], {
    encoding: 'utf8',
    env: { PATH, HOME, ...environment },
  })
}

it.skipIf(compose === undefined)('is taken by compose: four services, and no start without a token', () => {
  const { status, stdout, stderr } = config({ HYBRIDLAB_ADMIN_TOKEN: token })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  expect(stdout.trim().split('\n').sort()).toEqual(['cloud', 'connect', 'directory', 'screens'])
  const without = config({})
  expect(without.status).not.toBe(0)
  expect(without.stderr).toContain('choose a token of 16 characters or more')
})
