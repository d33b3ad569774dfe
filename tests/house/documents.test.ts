import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { configurationDocument } from '#core/contracts/config-document.ts'

it('has a page of settings that equals the schema; `npm run docs:configuration` writes it anew', async () => {
  expect(await readFile('docs/configuration.md', 'utf8')).toBe(configurationDocument())
})

const testFiles = (await readdir('tests', { recursive: true })).filter((name) => name.endsWith('.test.ts'))
const pages = (await readdir('docs/fidelity')).filter((name) => name.endsWith('.md'))

/** A witness is a path of a test, its ending left out or not, or a test file's name without folder. */
function exists(witness: string): boolean {
  if (witness.includes('/')) return existsSync(witness) || existsSync(`${witness}.test.ts`)
  return testFiles.some((name) => name.split('/').at(-1) === `${witness}.test.ts`)
}

it.each(pages)('names in fidelity/%s only witnesses that exist', async (page) => {
  const text = await readFile(join('docs/fidelity', page), 'utf8')
  const rows = text.split('\n').filter((line) => line.startsWith('|') && !/^\|\s*-/.test(line))
  const last = rows.map((line) => line.split('|').at(-2) ?? '')
  const named = last.flatMap((cell) => [...cell.matchAll(/`([\w./-]+)`/g)].map((found) => found[1] ?? ''))
  expect(named.filter((witness) => /^tests\/|^[a-z][a-z-]+$/.test(witness) && !exists(witness))).toEqual([])
})

it('leads from the README to every page of the documentation', async () => {
  const readme = await readFile('README.md', 'utf8')
  const guides = (await readdir('docs')).filter((name) => name.endsWith('.md'))
  expect(guides.filter((name) => !readme.includes(`docs/${name}`))).toEqual([])
})
