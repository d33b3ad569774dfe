import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'

it('shows the top level in the README as it is', async () => {
  const readme = await readFile('README.md', 'utf8')
  const listed = [...readme.matchAll(/^\s{4}([a-z-]+)\/ {2,}/gm)].map((row) => row[1])
  const folders = (await readdir('.', { withFileTypes: true }))
    .filter(
      (entry) =>
        entry.isDirectory() &&
        !entry.name.startsWith('.') &&
        !['node_modules', 'dist', 'coverage'].includes(entry.name),
    )
    .map((entry) => entry.name)
  expect([...listed].sort()).toEqual(folders.sort())
})

it('documents every decision by number, without gaps', async () => {
  const numbers = (await readdir('docs/decisions'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => Number(name.slice(0, 4)))
  expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1))
})

it.each([
  'README.md',
  ...(await readdir('docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
])('links in %s only to what is there', async (file) => {
  const links = [...(await readFile(file, 'utf8')).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(
    (found) => found[1] ?? '',
  )
  const missing = links.filter((link) => !existsSync(join(dirname(file), link)))
  expect(missing).toEqual([])
})
