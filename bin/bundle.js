/**
 * Bundles the command line, and with it the whole world, into one file in node_modules/.cache: a start then reads that
 * instead of a thousand files that must be found and translated. Why: docs/decisions/0002-start-from-a-bundle.md.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { keepErrorName, keepPlaces } from './bundle-parts.js'
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

/** zod speaks fifty languages; we use one. */
const englishOnly = {
  name: 'english-only',
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js'",
    }))
  },
}

async function build(folder) {
  const esbuild = await import('esbuild')
  await esbuild.build({
    entryPoints: [join(root, 'lab', 'cli', 'main.ts')],
    outfile: join(folder, 'main.cjs'),
    bundle: true,
    // One CommonJS script: V8 keeps compiled code for such, and what is imported late is still only run then.
    format: 'cjs',
    platform: 'node',
    target: `node${process.versions.node}`,
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    // Native helpers of ws, used when somebody has installed them.
    external: ['bufferutil', 'utf-8-validate'],
    plugins: [keepPlaces((path) => JSON.stringify(pathToFileURL(path).href)), keepErrorName, englishOnly],
    logLevel: 'silent',
  })
}

/**
 * Answers the bundle's path, building it when the sources have changed; undefined when it cannot be built here (a
 * read-only package folder, for instance) and the sources must be run as they are.
 */
export async function bundleCommandLine() {
  const folder = join(cache, stateOfSources())
  const main = join(folder, 'main.cjs')
  if (existsSync(main)) return main
  const unfinished = `${folder}.${process.pid}`
  try {
    mkdirSync(cache, { recursive: true })
    await build(unfinished)
    // Two starts at once build the same; the first one's stays.
    if (existsSync(folder)) rmSync(unfinished, { recursive: true })
    else renameSync(unfinished, folder)
    dropOthers(folder)
    return main
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (process.env.HYBRIDLAB_DEBUG) process.stderr.write(`No bundle: ${error}\n`)
    return undefined
  }
}

function dropOthers(folder) {
  for (const name of readdirSync(cache)) {
    // One that another process is building right now ends in that process's id.
    if (name !== basename(folder) && !name.includes('.'))
      rmSync(join(cache, name), { recursive: true, force: true })
  }
}
