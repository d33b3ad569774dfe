import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import { lintFiles } from '#lab/scenarios/lint.ts'
import { scenariosFolder } from '#lab/scenarios/load-scenario.ts'

/** Each file begins with the line and the words of what is wrong with it: `# line 7: no such verb …`. */
const folder = 'tests/lab/broken-scenarios'
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
)
const broken = files.sort().map((name) => {
  const [, line = '', words = ''] =
    /^# line (\d+): ?(.*)/.exec(readFileSync(join(folder, name), 'utf8')) ?? []
  return { name, line, words }
})

it('has more than sixty files to refuse: stories, worlds, courses', () => {
  expect(broken.length).toBeGreaterThan(60)
})

it.each(broken)('$name: line $line, $words', async ({ name, line, words }) => {
  const findings = await lintFiles([join(folder, name)], [scenariosFolder])
  expect(findings.join('\n')).toContain(words)
  const [first = ''] = findings.filter((finding) => finding.includes(words))
  expect(first).toMatch(new RegExp(`^${basename(name).replaceAll('.', '\\.')}:${line}:\\d+ `))
})
