/**
 * Bundles the command line, and with it the whole world, into node_modules/.cache: a start then reads a few files of plain
 * JavaScript instead of a thousand that must be found and translated. Why: docs/decisions/0003-start-from-a-bundle.md.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './place.js'
import { sourceFiles } from './source-files.js'

const cache = join(root, 'node_modules', '.cache', 'hybridlab')
const sources = [
  'core',
  'lab',
  'cloud-sim',
  'onprem-sim',
  'bridge',
  'bin',
  'package.json',
  'package-lock.json',
]

/** Names the state of the sources, and the Node that runs them. */
function stateOfSources() {
  const hash = createHash('sha256').update(process.version)
  for (const { path, size, time } of sourceFiles(sources)) hash.update(`${path} ${size} ${time}\n`)
  return hash.digest('hex').slice(0, 20)
}

/** Files find their neighbours by `import.meta.url`, which must go on to name where the source stands. */
const keepPlaces = {
  name: 'keep-places',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
      const place = JSON.stringify(pathToFileURL(path).href)
      return { contents: text.replaceAll('import.meta.url', place), loader: 'ts' }
    })
  },
}

async function build(folder) {
  const { build: bundle } = await import('esbuild')
  await bundle({
    entryPoints: [join(root, 'lab', 'cli', 'main.ts')],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: `node${process.versions.node}`,
    outExtension: { '.js': '.mjs' },
    // What CommonJS packages ask for at run time.
    banner: {
      js: "import { createRequire as hybridlabRequire } from 'node:module'; const require = hybridlabRequire(import.meta.url);",
    },
    // Chosen by whether they are there; neither is needed.
    external: ['bufferutil', 'utf-8-validate'],
    plugins: [keepPlaces],
    keepNames: true,
    logLevel: 'silent',
  })
}

/**
 * Answers the bundle's URL, building it when the sources have changed; undefined when it cannot be built here (a read-only
 * package folder, for instance) and the sources must be run as they are.
 */
export async function bundleCommandLine() {
  const folder = join(cache, stateOfSources())
  const main = join(folder, 'main.mjs')
  if (existsSync(main)) return pathToFileURL(main).href
  const unfinished = `${folder}.${process.pid}`
  try {
    await build(unfinished)
    mkdirSync(dirname(folder), { recursive: true })
    // Two starts at once build the same; the first one's stays.
    if (existsSync(folder)) rmSync(unfinished, { recursive: true })
    else renameSync(unfinished, folder)
    dropOthers(folder)
    return pathToFileURL(main).href
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (process.env.HYBRIDLAB_DEBUG) process.stderr.write(`No bundle: ${error}\n`)
    return undefined
  }
}

function dropOthers(folder) {
  for (const name of readdirSync(cache)) {
    if (name !== basename(folder)) rmSync(join(cache, name), { recursive: true, force: true })
  }
}
