/**
 * Starts a server of a benchmark as `npm start` would: bundled, without the names that tsx gives to every function anew each time
 * it is made. What is measured is then what is used.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { keepErrorName, keepPlaces } from '../../bin/bundle-parts.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Below the packages, so that what is not bundled is found there. */
const cache = join(root, 'node_modules', '.cache', 'hybridlab-bench')
/** What is bundled is an ES module; some packages ask for others as CommonJS does. */
const requires = `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(pathToFileURL(join(root, 'package.json')).href)});`

/** `entry`: a file beside this one. The bundle is taken away when the process has ended. */
export async function startBundled(
  entry: string,
  args: readonly string[] = [],
  execArgv: readonly string[] = [],
): Promise<ChildProcess> {
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(join(cache, 'server-'))
  const outfile = join(folder, 'server.mjs')
  await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: `node${process.versions.node}`,
    banner: { js: requires },
    // The servers that ours is measured beside run as their packages are.
    external: ['bufferutil', 'utf-8-validate', 'oidc-provider', 'oauth2-mock-server'],
    plugins: [keepPlaces((path) => JSON.stringify(pathToFileURL(path).href)), keepErrorName],
    logLevel: 'error',
  })
  // As the product is started (package.json, Dockerfile).
  const child = fork(outfile, [...args], { execArgv: ['--max-semi-space-size=32', ...execArgv] })
  child.once('exit', () => void rm(folder, { recursive: true, force: true }))
  return child
}
