/** Builds the screens when they are missing or older than what they are made of. */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './place.js'
import { runProgram, tellWhile } from './run-program.js'
import { sourceFiles } from './source-files.js'

const built = join(root, 'ui', 'dist', 'index.html')

function screensAreFresh() {
  const time = statSync(built, { throwIfNoEntry: false })?.mtimeMs
  if (time === undefined) return false
  return sourceFiles(['ui', 'core', 'package-lock.json']).every((file) => file.time <= time)
}

/** Answers false, with the builder's words printed, when it cannot be done. */
export async function buildScreens() {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  // An installed package brings its screens along, and no builder.
  if (!existsSync(vite) || screensAreFresh()) return true
  const { code, output } = await tellWhile('Building the screens', () =>
    runProgram(process.execPath, [vite, 'build', 'ui', '--logLevel', 'error'], { quiet: true }),
  )
  if (code !== 0) process.stderr.write(`${output}\nThe screens could not be built: vite says why above.\n`)
  return code === 0
}
