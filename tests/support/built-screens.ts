/** Builds the screens when their sources are newer than what was built. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'

const root = new URL('../../', import.meta.url).pathname

async function newest(folder: string): Promise<number> {
  const files = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  const times = files.map(async (file) => (await stat(join(file.parentPath, file.name))).mtimeMs)
  return Math.max(...(await Promise.all(times)))
}

export async function buildScreens(): Promise<void> {
  const builtAt = await stat(join(root, 'ui/dist/index.html')).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
  if (builtAt > Math.max(await newest('ui/src'), await newest('core'))) return
  await asShipped(() => build({ configFile: join(root, 'ui/vite.config.ts'), logLevel: 'error' }))
}

/** A test runner calls its environment `test`, and the libraries would be built with what they have for development. */
async function asShipped(work: () => Promise<unknown>): Promise<void> {
  const before = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  try {
    await work()
  } finally {
    process.env.NODE_ENV = before
  }
}
