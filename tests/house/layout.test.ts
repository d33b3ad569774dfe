import { readdir, readFile } from 'node:fs/promises'
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
