/** The browser that the tests click in: the one named by HYBRIDLAB_CHROMIUM, else an installed Chromium, Chrome or Edge. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const { env } = process
const windows = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].flatMap((root) =>
  root === undefined
    ? []
    : [
        join(root, 'Google/Chrome/Application/chrome.exe'),
        join(root, 'Microsoft/Edge/Application/msedge.exe'),
      ],
)
const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...windows,
]

export const findChromium = (): string | undefined =>
  env.HYBRIDLAB_CHROMIUM ?? usualPlaces.find((path) => existsSync(path))

export const noBrowser = 'no Chromium, Chrome or Edge here: install one, or name it in HYBRIDLAB_CHROMIUM'

/** Headless, and quiet on the network: a test machine may have none. */
export function openBrowser(executablePath: string): Promise<Browser> {
  const quiet = [
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ]
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', ...quiet] })
}
