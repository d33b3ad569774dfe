/** `npm run tour`: walks the seed story and writes a picture of each step, of each place in each theme, and those of the README. */
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findChromium, noBrowser } from '../support/chromium.ts'
import { type OpenedScreens, openScreens } from './open-screens.ts'
import { placesToSee } from './places-to-see.ts'
import { seedStory } from './seed-story.ts'

const help = `npm run tour [-- [folder] [options]]

Walks the seed story in a browser and writes a picture (PNG) of each step and of each place in each theme.

  folder               where to (default: tour)
  --size WxH           of the window (default: 1280x720)
  --theme NAME         light, dark or projector; may be given again (default: all three)
  --keep-readme        leave the README's pictures (docs/pictures) as they are
  -h, --help           this text

The README's pictures are taken at 1280x720 only.`

const themes = ['light', 'dark', 'projector']
const usual = '1280x720'

/** The README's pictures: which picture of the tour each one is. */
const readme: Readonly<Record<string, string>> = {
  'story-02': 'refused',
  'story-18': 'reset',
  'story-19': 'flow',
  'light-dc-container': 'directory',
  'light-docs': 'docs',
  'light-instructor': 'instructor',
}
const pictures = new URL('../../docs/pictures/', import.meta.url).pathname

interface Wanted {
  readonly folder: string
  readonly width: number
  readonly height: number
  readonly themes: readonly string[]
  readonly forReadme: boolean
}

/** Throws an Error with one sentence about what is wrong. */
function readWanted(): Wanted | 'help' {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      size: { type: 'string', default: usual },
      theme: { type: 'string', multiple: true, default: themes },
      'keep-readme': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  const [folder = 'tour', ...more] = positionals
  if (more.length > 0) throw new Error(`One folder is enough: what is "${more[0]}"?`)
  const [, width, height] = /^(\d{3,4})x(\d{3,4})$/.exec(values.size) ?? []
  if (width === undefined) throw new Error(`--size is width x height, as in ${usual}, not "${values.size}".`)
  const unknown = values.theme.find((theme) => !themes.includes(theme))
  if (unknown !== undefined) throw new Error(`There is no theme "${unknown}": ${themes.join(', ')}.`)
  return {
    folder,
    width: Number(width),
    height: Number(height),
    themes: values.theme,
    forReadme: !values['keep-readme'] && values.size === usual,
  }
}

const inWords = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')
    .slice(0, 70)

/** `name` may be longer than the key by which the README knows it. */
async function take(
  { hands }: OpenedScreens,
  { folder, forReadme }: Wanted,
  key: string,
  name = key,
): Promise<void> {
  const path = join(folder, `${name}.png`)
  await hands.page.screenshot({ path })
  console.log(path)
  const known = readme[key]
  if (forReadme && known !== undefined) await copyFile(path, join(pictures, `${known}.png`))
}

async function takeStory(screens: OpenedScreens, wanted: Wanted): Promise<void> {
  for (const [index, { name, act }] of seedStory(screens.people).entries()) {
    await act(screens.hands)
    await screens.hands.page.waitForTimeout(400)
    const key = `story-${String(index + 1).padStart(2, '0')}`
    await take(screens, wanted, key, `${key}-${inWords(name)}`)
  }
}

/** A class, so that the board has something to tell. */
async function seatClass({ hands }: OpenedScreens): Promise<void> {
  const send = (method: string, path: string, body: unknown) =>
    fetch(`${hands.origin}/lab/v1/labs${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  for (const id of ['amelie', 'bruno', 'chen']) await send('POST', '', { id })
  await send('POST', '/amelie/scenarios/enable-password-writeback', { action: 'start' })
  await send('POST', '/bruno/scenarios/toggle-off', { action: 'start' })
  await send('POST', '/bruno/scenarios/toggle-off', { action: 'do', step: 'refused' })
  await send('PUT', '/bruno/hand', { raised: true, note: 'Which blade is it?' })
}

async function takePlaces(screens: OpenedScreens, wanted: Wanted): Promise<void> {
  const { hands } = screens
  for (const theme of wanted.themes) {
    await hands.chooseTheme(theme)
    for (const { path, name } of placesToSee) {
      await hands.goTo(path)
      await hands.settle()
      await hands.page.waitForTimeout(400)
      await take(screens, wanted, `${theme}-${name}`)
    }
  }
}

async function walk(wanted: Wanted): Promise<void> {
  const chromium = findChromium()
  if (chromium === undefined) throw new Error(noBrowser)
  await mkdir(wanted.folder, { recursive: true })
  const screens = await openScreens(chromium, wanted)
  try {
    await screens.hands.goTo('/')
    await screens.hands.chooseTheme('light')
    await takeStory(screens, wanted)
    await seatClass(screens)
    await takePlaces(screens, wanted)
  } finally {
    await screens.close()
  }
}

try {
  const wanted = readWanted()
  if (wanted === 'help') console.log(help)
  else await walk(wanted)
} catch (error) {
  console.error(
    `${error instanceof Error ? error.message : String(error)}\n\nnpm run tour -- --help tells more.`,
  )
  process.exitCode = 1
}
