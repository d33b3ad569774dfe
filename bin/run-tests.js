/** The whole test suite on a machine that has never seen it: installs and builds what is missing, then runs vitest. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildScreens } from './build-screens.js'
import { findChromium } from './find-chromium.js'
import { installPackages } from './install-packages.js'
import { root } from './place.js'
import { runProgram } from './run-program.js'

/** @param {readonly string[]} words given on to vitest */
export async function runTests(words) {
  if (!(await installPackages({ development: true })) || !(await buildScreens())) {
    process.exitCode = 1
    return
  }
  const chromium = await findChromium()
  const folder = mkdtempSync(join(tmpdir(), 'hybridlab-results-'))
  try {
    const file = join(folder, 'results.json')
    const { code } = await runVitest(words, file, chromium)
    process.exitCode = code === 0 ? tellCounts(file) : code
    if (code !== 0) tellCounts(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function runVitest(words, file, chromium) {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const environment = chromium === undefined ? {} : { HYBRIDLAB_CHROMIUM: chromium }
  return runProgram(process.execPath, [vitest, 'run', ...reporters, ...words], { environment })
}

/** The last line, from the runner's own result; answers the exit code. */
function tellCounts(file) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, success } = JSON.parse(
      readFileSync(file, 'utf8'),
    )
    console.log(
      `${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests + numTodoTests} skipped`,
    )
    return success ? 0 : 1
  } catch {
    console.log('0 passed, 1 failed, 0 skipped')
    return 1
  }
}
