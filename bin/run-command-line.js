/** Installs and builds what is missing, then runs the command line. */
import { join } from 'node:path'
import { buildScreens } from './build-screens.js'
import { bundleCommandLine } from './bundle.js'
import { installPackages } from './install-packages.js'
import { loadScript } from './load-script.js'

/** @param {readonly string[]} words */
export async function runCommandLine(words) {
  if (!(await installPackages())) {
    process.exitCode = 1
    return
  }
  // HYBRIDLAB_DEBUG runs the sources themselves, so that stack traces name their lines.
  const bundle = process.env.HYBRIDLAB_DEBUG ? undefined : await bundleCommandLine()
  if (bundle === undefined) return runSources(words)
  // A start compiles far more than the other verbs.
  const starts = words.includes('start')
  const { exports, keepCompiled } = loadScript(
    bundle,
    join(bundle, '..', starts ? 'start.cache' : 'verbs.cache'),
  )
  await exports.main(words, { buildScreens })
  if (starts) setTimeout(keepCompiled, 1_000).unref()
  else keepCompiled()
}

async function runSources(words) {
  const { register } = await import('tsx/esm/api')
  register()
  const { main } = await import('../lab/cli/main.ts')
  await main(words, { buildScreens })
}
