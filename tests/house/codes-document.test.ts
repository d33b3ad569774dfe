import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { codesDocument, families } from '#core/codes/document.ts'

it('has a document that equals the catalogue; `npm run docs:codes` writes it anew', async () => {
  expect(await readFile('docs/codes.md', 'utf8')).toBe(codesDocument())
})

it('tells for every refusal what is said and why', () => {
  const silent = families
    .filter(({ columns }) => columns.includes('because'))
    .flatMap(({ title, entries }) =>
      Object.entries(entries)
        .filter(([, entry]) => !('says' in entry && entry.says && 'because' in entry && entry.because))
        .map(([code]) => `${title}: ${code}`),
    )
  expect(silent).toEqual([])
})
