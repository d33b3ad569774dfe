import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { sourceFiles } from './source-files.ts'

it('keeps every AADSTS and SSPR number in the catalogue of codes', async () => {
  const found: string[] = []
  for (const file of await sourceFiles()) {
    if (file.startsWith('core/codes/')) continue
    const lines = (await readFile(file, 'utf8')).split('\n')
    lines.forEach((line, index) => {
      const code = /['"`](AADSTS\d+|SSPR_\d+)/.exec(line)
      if (code) found.push(`${file}:${index + 1} ${code[1]}`)
    })
  }
  expect(found).toEqual([])
})

it('asks only the lab clock for the time', async () => {
  const found: string[] = []
  for (const file of await sourceFiles()) {
    if (file === 'lab/clock.ts' || file.startsWith('ui/')) continue
    const lines = (await readFile(file, 'utf8')).split('\n')
    lines.forEach((line, index) => {
      if (/\b(Date\.now\(|new Date\(\)|performance\.now\()/.test(line)) found.push(`${file}:${index + 1}`)
    })
  }
  expect(found).toEqual([])
})
