/** Makes node_modules what package-lock.json says, when it is not. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './place.js'
import { runNpm, tellWhile } from './run-program.js'

const lockFile = join(root, 'package-lock.json')
const modules = join(root, 'node_modules')
/** What npm itself writes last. */
const installed = join(modules, '.package-lock.json')
/** Which package-lock.json we installed from: a checkout gives files new times, not new contents. */
const stamp = join(modules, '.hybridlab-installed')

/** Outside the package, where nobody commits it; named by the package's place. */
const lock = join(
  tmpdir(),
  `hybridlab-installing-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`,
)

const digest = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex')

/** Only the tests and checks need these; a start does without, and is ready sooner. */
const developmentPackage = join(modules, 'vitest')

/** True when nothing is to be done: installed by us from this lock file, or by the user since it was written. */
function packagesAreThere(development) {
  // As a dependency of another project we have no lock file, and that project's npm has installed us.
  if (!existsSync(lockFile)) return true
  if (!existsSync(installed) || (development && !existsSync(developmentPackage))) return false
  if (statSync(installed).mtimeMs >= statSync(lockFile).mtimeMs) return true
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digest()
}

// Said outright, whatever NODE_ENV says. What was installed for development stays so.
const parameters = (development) => [
  development || existsSync(developmentPackage) ? '--include=dev' : '--omit=dev',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
]

/**
 * npm ci begins by emptying node_modules, under the feet of whatever runs from it: right for an empty folder only. It also
 * refuses a lock file that does not list every system's variant of a package, as a mirror with only some of them makes npm
 * write; npm install takes the same versions from it.
 */
async function installAsLocked(development) {
  const install = () => runNpm(['install', '--no-save', ...parameters(development)])
  if (existsSync(installed)) return install()
  const exact = await runNpm(['ci', ...parameters(development)])
  return exact.output.includes('EUSAGE') ? install() : exact
}

/** Answers false, with npm's words printed, when it cannot be done. `development`: what tests and checks need, too. */
export async function installPackages({ development = false } = {}) {
  if (packagesAreThere(development)) return true
  return withInstallLock(async () => {
    // Another process may have done it while we waited for the lock.
    if (packagesAreThere(development)) return true
    const { code, output } = await tellWhile('Installing packages (only now)', () =>
      installAsLocked(development),
    )
    if (code !== 0) {
      process.stderr.write(`${output}\nThe packages could not be installed: npm says why above.\n`)
      return false
    }
    writeFileSync(stamp, digest())
    return true
  })
}

/** One at a time: two npm in one folder spoil each other's work. A lock that was left behind by a kill is stale. */
async function withInstallLock(work) {
  while (!takeLock()) await new Promise((resolve) => setTimeout(resolve, 200))
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function takeLock() {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    // A folder that cannot be written is npm's to complain about.
    if (error.code !== 'EEXIST') return true
    if (!isAlive(Number(readFileSync(lock, 'utf8')))) rmSync(lock, { force: true })
    return false
  }
}

function isAlive(pid) {
  try {
    // An empty file is one that is just being written.
    return pid === 0 || process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}
