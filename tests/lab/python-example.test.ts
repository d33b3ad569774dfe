import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startLab } from '#lab/start.ts'

const run = promisify(execFile)
const hasPython = await run('python3', ['--version']).then(
  () => true,
  () => false,
)
const example = new URL('../../examples/python/test_reset.py', import.meta.url).pathname

// Python comes from the system: skipped by name where it is not there.
describe.skipIf(!hasPython)('the Python example', () => {
  it('plays a story and moves the clock of a lab in another process', async () => {
    const lab = await startLab()
    onTestFinished(() => lab.close())
    const environment = { ...process.env, HYBRIDLAB_URL: lab.control }
    const { stdout } = await run('python3', [example], { env: environment })
    expect(stdout.trim()).toBe('2 passed')
    expect(lab.events({ type: 'step.refused' }).map(({ code }) => code)).toContain('WritebackNotEnabled')
  }, 60_000)
})
