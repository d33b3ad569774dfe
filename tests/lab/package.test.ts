import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'

/** What npm would publish, in an empty project of somebody else's that has the declared dependencies and nothing more. */
const run = promisify(execFile)
const root = process.cwd()
const node = (...words: string[]) => run(process.execPath, words, { cwd: project, maxBuffer: 1e8 })
const program = `import { LabRefusal, type StartedLab, startLab } from 'hybrid-identity-lab'
const lab: StartedLab = await startLab({ world: 'contoso-ready', at: '2026-01-12T09:00:00Z' })
const outcomes = await lab.scenarios.play('forgotten-password')
const page = await fetch(lab.control + '/guide', { headers: { accept: 'text/html' } })
const now: number = lab.clock.now()
await lab.close()
const nowhere = await startLab({ world: 'no-such-world' }).catch((error: unknown) => error)
console.log(JSON.stringify({
  right: outcomes.every(({ ok }) => ok),
  screens: page.status,
  day: new Date(now).toISOString().slice(0, 10),
  refused: nowhere instanceof LabRefusal && nowhere.code,
}))
`
const wrong = `import { startLab } from 'hybrid-identity-lab'
export const lab = startLab({ wrld: 'contoso' })
`
let project: string
let files: readonly string[]

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'hybridlab-package-'))
  const modules = join(project, 'node_modules')
  await mkdir(modules)
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', project], { cwd: root })
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf('[\n'))) as [
    { filename: string; files: { path: string }[] },
  ]
  files = packed.files.map(({ path }) => path)
  await run('tar', ['xzf', join(project, packed.filename), '-C', modules])
  await run('mv', [join(modules, 'package'), join(modules, 'hybrid-identity-lab')])
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  for (const name of [...Object.keys(manifest.dependencies), '@types/node', 'typescript']) {
    await mkdir(dirname(join(modules, name)), { recursive: true })
    await symlink(join(root, 'node_modules', name), join(modules, name))
  }
  await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module' }))
  await writeFile(join(project, 'program.ts'), program)
  await writeFile(join(project, 'wrong.ts'), wrong)
}, 180_000)
afterAll(() => rm(project, { recursive: true, force: true }))

it('holds screens, stories and sources, and nothing of ours alone', () => {
  for (const path of ['dist/lab.js', 'dist/lab.d.ts', 'ui/dist/index.html', 'scenarios/worlds/contoso.yaml'])
    expect(files).toContain(path)
  expect(files.filter((path) => /^(tests|ui\/src|\.ci|\.hybridlab)\//.test(path))).toEqual([])
})

it('gives types to a strict compiler, and they say what is wrong', async () => {
  const compile = (file: string) =>
    node(
      'node_modules/typescript/bin/tsc',
      ...[
        '--strict',
        '--module',
        'nodenext',
        '--target',
        'es2023',
        '--types',
        'node',
        '--outDir',
        'built',
        file,
      ],
    )
  await expect(compile('program.ts')).resolves.toMatchObject({ stdout: '' })
  await expect(compile('wrong.ts')).rejects.toMatchObject({
    stdout: expect.stringMatching(/wrong\.ts\(2,\d+\).*wrld/),
  })
}, 180_000)

it('runs in plain Node, without a translator of TypeScript', async () => {
  const { stdout } = await node('built/program.js')
  expect(JSON.parse(stdout)).toEqual({
    right: true,
    screens: 200,
    day: '2026-01-12',
    refused: 'LabWorldNotFound',
  })
})

it('brings the command line', async () => {
  const script = 'node_modules/hybrid-identity-lab/bin/hybridlab.js'
  const { stdout } = await node(script, 'scenario', 'lint', '--json')
  expect(JSON.parse(stdout)).toEqual({ findings: [] })
})
