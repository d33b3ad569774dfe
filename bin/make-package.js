/**
 * What `npm pack` adds to the sources: the built screens, and the library as plain JavaScript with its types, because
 * no Node strips types from a package. Run by npm itself (`prepack`). Why: docs/decisions/0005-what-the-package-holds.md.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { buildScreens } from './build-screens.js'
import { keepPlaces } from './bundle-parts.js'
import { root } from './place.js'
import { runProgram } from './run-program.js'

const made = join(root, 'dist')
const slashes = (path) => path.split(sep).join('/')

/** The packages that ours depends on stay packages; our own files become one. */
async function buildLibrary() {
  const esbuild = await import('esbuild')
  await esbuild.build({
    stdin: {
      contents: "export { LabRefusal } from './lab/refusal.ts'\nexport { startLab } from './lab/start.ts'\n",
      resolveDir: root,
    },
    outfile: join(made, 'lab.js'),
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    plugins: [
      keepPlaces((path) => `new URL(${JSON.stringify(slashes(relative(made, path)))}, import.meta.url).href`),
    ],
    logLevel: 'error',
  })
}

const declaration = `export { LabRefusal } from './types/lab/refusal.js'
import type { StartLab } from './types/lab/started-lab.js'
export type { StartedLab, StartOptions } from './types/lab/started-lab.js'
export declare const startLab: StartLab
`
const ownImport = /(['"])(#(?:core|lab)\/|\.{1,2}\/)([^'"]+)\.ts\1/g

/** Only what is offered: the rest of the house need not be nameable from outside. */
const offered = ['lab/started-lab', 'lab/refusal']
const projectFor = (outDir) => ({
  extends: join(root, 'tsconfig.json'),
  compilerOptions: {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    incremental: false,
    tsBuildInfoFile: null,
    rootDir: root,
    typeRoots: [join(root, 'node_modules', '@types')],
    outDir,
  },
  include: [],
  files: offered.map((module) => join(root, `${module}.ts`)),
})

/** Declarations of `started-lab.ts` and of all that it names; a reader's compiler finds them without our import map. */
async function writeTypes() {
  const emitted = mkdtempSync(join(tmpdir(), 'hybridlab-types-'))
  try {
    const project = join(emitted, 'tsconfig.json')
    writeFileSync(project, JSON.stringify(projectFor(emitted)))
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    const { code, output } = await runProgram(process.execPath, [compiler, '-p', project], { quiet: true })
    if (code !== 0) throw new Error(`The types could not be written:\n${output}`)
    copyReached(emitted, offered)
  } finally {
    rmSync(emitted, { recursive: true, force: true })
  }
  writeFileSync(join(made, 'lab.d.ts'), declaration)
}

/** @param {string[]} waiting modules, as paths from the package's root without an ending */
function copyReached(emitted, waiting) {
  const reached = new Set(waiting)
  for (const module of reached) {
    const text = readFileSync(join(emitted, `${module}.d.ts`), 'utf8')
    const rewritten = text.replace(ownImport, (_, quote, start, path) => {
      const named = start.startsWith('#') ? join(start.slice(1), path) : join(dirname(module), start, path)
      reached.add(slashes(named))
      const target = slashes(relative(dirname(module), named))
      return `${quote}${target.startsWith('.') ? target : `./${target}`}.js${quote}`
    })
    const file = join(made, 'types', `${module}.d.ts`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, rewritten)
  }
}

if (!(await buildScreens())) process.exit(1)
rmSync(made, { recursive: true, force: true })
await buildLibrary()
await writeTypes()
