/** Makes node_modules what package-lock.json says, when it is not. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './place.js'
import { runNpm, tellWhile } from './run-program.js'

const lockFile = join(root, 'package-lock.json')
const modules = join(root, 'node_modules')
/** What npm itself writes last. */
const installed = join(modules, '.package-lock.json')
/** Which package-lock.json we installed from: a checkout gives files new times, not new contents. */
const stamp = join(modules, '.hybridlab-installed')

const digest = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex')

/** True when nothing is to be done: installed by us from this lock file, or by the user since it was written. */
function packagesAreThere() {
  // As a dependency of another project we have no lock file, and that project's npm has installed us.
  if (!existsSync(lockFile)) return true
  if (!existsSync(installed)) return false
  if (statSync(installed).mtimeMs >= statSync(lockFile).mtimeMs) return true
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digest()
}

// The screens are built with development packages, whatever NODE_ENV says.
const parameters = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error']

/**
 * npm ci refuses a lock file that does not list every system's variant of a package, which a mirror with only some of
 * them makes npm write; npm install takes the same versions from it.
 */
async function installAsLocked() {
  const exact = await runNpm(['ci', ...parameters])
  return exact.output.includes('EUSAGE') ? runNpm(['install', '--no-save', ...parameters]) : exact
}

/** Answers false, with npm's words printed, when it cannot be done. */
export async function installPackages() {
  if (packagesAreThere()) return true
  const { code, output } = await tellWhile('Installing packages (only now)', installAsLocked)
  if (code !== 0) {
    process.stderr.write(`${output}\nThe packages could not be installed: npm says why above.\n`)
    return false
  }
  writeFileSync(stamp, digest())
  return true
}
