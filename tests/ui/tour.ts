/** `npm run tour [folder]`: walks the seed story and writes a picture of each step, and of each place in each theme. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { findChromium, noBrowser } from '../support/chromium.ts'
import { type OpenedScreens, openScreens } from './open-screens.ts'
import { placesToSee } from './places-to-see.ts'
import { seedStory } from './seed-story.ts'

const [folder = 'tour', size = '1280x720'] = process.argv.slice(2)
const [width = 1280, height = 720] = size.split('x').map(Number)
const inWords = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')
    .slice(0, 70)

async function takeStory({ hands, people }: OpenedScreens): Promise<void> {
  for (const [index, { name, act }] of seedStory(people).entries()) {
    await act(hands)
    const path = join(folder, `story-${String(index + 1).padStart(2, '0')}-${inWords(name)}.png`)
    await hands.page.screenshot({ path })
    console.log(path)
  }
}

async function takePlaces({ hands }: OpenedScreens): Promise<void> {
  for (const theme of ['light', 'dark', 'projector']) {
    await hands.chooseTheme(theme)
    for (const { path, name } of placesToSee) {
      await hands.goTo(path)
      await hands.settle()
      await hands.page.waitForTimeout(400)
      await hands.page.screenshot({ path: join(folder, `${theme}-${name}.png`) })
    }
  }
}

const chromium = findChromium()
if (chromium === undefined) {
  console.error(noBrowser)
  process.exit(1)
}
await mkdir(folder, { recursive: true })
const screens = await openScreens(chromium, { width, height })
try {
  await takeStory(screens)
  await takePlaces(screens)
} finally {
  await screens.close()
}
