/** A Chromium for the browser tests: the one named, an installed one, else one that ships inside an npm package. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './place.js'
import { runNpm, tellWhile } from './run-program.js'

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'chrome',
  'msedge',
]
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...[process.env.ProgramFiles, process.env['ProgramFiles(x86)'], process.env.LOCALAPPDATA].flatMap(
    (folder) =>
      folder === undefined
        ? []
        : [
            join(folder, 'Google/Chrome/Application/chrome.exe'),
            join(folder, 'Microsoft/Edge/Application/msedge.exe'),
          ],
  ),
]
/** The last one for the oldest Node we run on. */
const packaged = { name: '@sparticuz/chromium', version: '138.0.2' }

function installedBrowser() {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
  return [...onPath, ...places].find((path) => existsSync(path))
}

async function packagedBrowser() {
  // It is made for Linux on x64; elsewhere there is always a Chrome or Edge, or the tests say that they were skipped.
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const require = createRequire(join(root, 'package.json'))
  const find = () => {
    try {
      return require.resolve(packaged.name)
    } catch {
      return undefined
    }
  }
  if (find() === undefined) {
    const parameters = [
      'install',
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      `${packaged.name}@${packaged.version}`,
    ]
    await tellWhile('Fetching a Chromium for the browser tests (only now)', () => runNpm(parameters))
  }
  const entry = find()
  if (entry === undefined) return undefined
  const { default: chromium } = await import(pathToFileURL(entry).href)
  return chromium.executablePath()
}

/** Undefined when there is none to be had; the browser tests then skip themselves by name. */
export async function findChromium() {
  const named = process.env.HYBRIDLAB_CHROMIUM
  return named || installedBrowser() || (await packagedBrowser())
}
