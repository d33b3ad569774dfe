import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { boundPort } from '#lab/http.ts'
import { startControlHost } from '#tests/support/control-host.ts'
import { temporaryDirectory } from '#tests/support/temporary-directory.ts'

const script = new URL('../../bin/hybridlab.js', import.meta.url).pathname

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs the command line as a person does, in a directory of its own. */
async function hybridlab(words: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  const cwd = await temporaryDirectory()
  return run([script, ...words], cwd, environment)
}

function run(
  parameters: readonly string[],
  cwd: string,
  environment: Record<string, string>,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, parameters, {
      cwd,
      env: { ...process.env, NO_COLOR: '1', ...environment },
    })
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

test('a Node that is too old gets one sentence', async () => {
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '18.20.0' }); import(${JSON.stringify(script)})`
  const { code, err } = await run(['--input-type=module', '-e', pretend], await temporaryDirectory(), {})
  expect(code).toBe(1)
  expect(err).toMatch(/^Hybrid Identity Lab needs Node 20\.19 or later; this is v[\d.]+\. .*\n$/)
})

test('every verb explains itself', async () => {
  const { code, out } = await hybridlab(['--help'])
  expect(code).toBe(0)
  for (const verb of [
    'start',
    'status',
    'info',
    'healthcheck',
    'reset',
    'lab',
    'scenario',
    'clock',
    'sync',
    'fault',
    'snapshot',
    'inbox',
    'trust',
    'hosts',
    'doctor',
  ]) {
    expect(out).toMatch(new RegExp(`^  ${verb} `, 'm'))
  }
  expect((await hybridlab(['clock', 'advance', '--help'])).out).toContain('PT30M')
})

test('verbs act on the running lab and answer in JSON when asked', async () => {
  const { url, lab } = await startControlHost()
  const at = { HYBRIDLAB_URL: url }
  const { out } = await hybridlab(['clock', 'advance', '30m', '--json'], at)
  expect(JSON.parse(out)).toMatchObject({ now: '2026-01-12T12:30:00.000Z', ran: [] })
  expect(lab.clock.now()).toBe(Date.parse('2026-01-12T12:30:00Z'))
  expect((await hybridlab(['fault', 'add', 'relay.*', '--code', 'Busy', '--times', '2'], at)).out).toBe(
    'Fault 1 waits for relay.*.\n',
  )
  expect(lab.faults.list()).toMatchObject([{ effect: { code: 'Busy' }, times: 2 }])
  const typo = await hybridlab(['fault', 'add', 'ldap.modfy', '--drop'], at)
  expect(typo.code).not.toBe(0)
  expect(typo.err).toContain('no such operation: ldap.modfy. Nearest: ldap.modify.')
  expect(lab.faults.list()).toHaveLength(1)
  expect((await hybridlab(['reset'], at)).out).toMatch(/^contoso is back at 2026-01-12T12:00:00.000Z/)
  expect(lab.faults.list()).toEqual([])
  const shell = await hybridlab(['info', '--format', 'shell'], at)
  expect(shell.out).toContain(`export HYBRIDLAB_TENANT_ID='${lab.tenantId}'\n`)
})

const refused: [string, string[], Record<string, string>, number, RegExp][] = [
  ['an unknown verb', ['strat'], {}, 2, /unknown command 'strat'/],
  ['an unknown flag', ['status', '--frob'], {}, 2, /unknown option '--frob'/],
  [
    'a lab that does not run',
    ['status'],
    { HYBRIDLAB_URL: 'http://127.0.0.1:9' },
    9,
    /^No lab answers at http:\/\/127\.0\.0\.1:9\.\n/,
  ],
  [
    'a wrong setting',
    ['start', '--http-port', 'eighty'],
    {},
    2,
    /^The setting httpPort \(--http-port\) is not right: /,
  ],
  [
    'an address that others reach',
    ['start', '--host', '0.0.0.0'],
    {},
    2,
    /^The setting host \(--host\).*admin token/,
  ],
  [
    'a settings file that is not there',
    ['status', '--config', 'nowhere.yaml'],
    {},
    2,
    /nowhere\.yaml.*cannot be read/,
  ],
]

test.each(refused)(
  '%s ends in one sentence and an exit code, without a stack',
  async (_case, words, environment, code, says) => {
    const ended = await hybridlab(words, environment)
    expect(ended.err).toMatch(says)
    expect(ended.err).not.toMatch(/^\s+at /m)
    expect([ended.code, ended.out]).toEqual([code, ''])
  },
)

test('a lab that is not there, and a word that is no number, duration or folder, is said and not passed over', async () => {
  const at = { HYBRIDLAB_URL: (await startControlHost()).url }
  const refused = async (...words: string[]) => {
    const { code, out, err } = await hybridlab(words, at)
    expect(out).toBe('')
    return [code, err.split('\n')[0]]
  }
  const setting = (name: string) => expect.stringContaining(`The setting ${name} (--${name}) is not right: `)
  expect(await refused('status', '--lab', 'nowhere')).toEqual([5, 'There is no lab nowhere.'])
  expect(await refused('healthcheck', '--lab', 'nowhere')).toEqual([5, 'There is no lab nowhere.'])
  expect(await refused('healthcheck', '--wait', 'abc')).toEqual([2, setting('wait')])
  expect(await refused('inbox', 'wait', '--timeout', 'soon')).toEqual([2, setting('timeout')])
  expect(await refused('trust', '--out', 'nowhere/ca.pem')).toEqual([2, setting('out')])
})

test('a refusal of the lab keeps its code, in JSON too', async () => {
  const { url } = await startControlHost()
  const { code, err } = await hybridlab(['--json', 'lab', 'delete', 'nowhere'], { HYBRIDLAB_URL: url })
  expect(code).toBe(5)
  expect(JSON.parse(err)).toMatchObject({
    error: { code: 'LabNotFound', message: 'There is no lab nowhere.' },
  })
})

test('doctor names a port that another program has', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void other.close())
  const cwd = await temporaryDirectory()
  await writeFile(join(cwd, 'hybridlab.config.yaml'), `httpPort: ${boundPort(other)}\n`)
  const { code, out } = await run([script, 'doctor'], cwd, {})
  expect(code).toBe(1)
  expect(out).toMatch(
    new RegExp(`✗\\s+Port ${boundPort(other)}\\s+in use by another program; choose another with --http-port`),
  )
})

test('healthcheck waits for a lab that is still starting, and not longer than it was told', async () => {
  const port = boundPort(await portOnce())
  const waiting = hybridlab(['healthcheck', '--wait', '60', '--url', `http://localhost:${port}`])
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  const server = createHttpServer((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ ok: true, labs: [] }))
  }).listen(port, 'localhost')
  onTestFinished(() => void server.close())
  expect((await waiting).code).toBe(0)
  const nobody = await hybridlab(['healthcheck', '--wait', '1', '--url', 'http://localhost:1'])
  expect([nobody.code, nobody.err]).toEqual([9, expect.stringContaining('No lab answers')])
})

/** A port that was free a moment ago. */
async function portOnce() {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return { address: () => address }
}
