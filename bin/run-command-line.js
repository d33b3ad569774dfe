/** Installs and builds what is missing, then runs the command line. */
import { buildScreens } from './build-screens.js'
import { bundleCommandLine } from './bundle.js'
import { installPackages } from './install-packages.js'

/** @param {readonly string[]} words */
export async function runCommandLine(words) {
  if (!(await installPackages()) || (words.includes('start') && !(await buildScreens()))) {
    process.exitCode = 1
    return
  }
  const { main } = await loadCommandLine()
  await main(words)
}

async function loadCommandLine() {
  // HYBRIDLAB_DEBUG runs the sources themselves, so that stack traces name their lines.
  const bundle = process.env.HYBRIDLAB_DEBUG ? undefined : await bundleCommandLine()
  if (bundle !== undefined) return import(bundle)
  const { register } = await import('tsx/esm/api')
  register()
  return import('../lab/cli/main.ts')
}
