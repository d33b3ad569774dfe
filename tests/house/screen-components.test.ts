import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const screens = fileURLToPath(new URL('../../ui/src/', import.meta.url))
const files = readdirSync(screens, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.vue'),
)

/** Tags of components in the template that the script does not name: the browser draws nothing for them, and says nothing. */
function unnamed(path: string): string[] {
  const source = readFileSync(join(screens, path), 'utf8')
  const [script = '', template = ''] = source.split('<template>', 2).concat('')
  const used = new Set([...template.matchAll(/<([A-Z]\w+)/g)].map(([, tag = '']) => tag))
  const self = path.replace(/^.*[\\/]|\.vue$/g, '')
  return [...used]
    .filter((tag) => tag !== self && !new RegExp(`\\b${tag}\\b`).test(script))
    .map((tag) => `${path}: ${tag}`)
}

describe('the components of the screens', () => {
  it('are imported where a template names them', () => {
    expect(files.length).toBeGreaterThan(150)
    expect(files.flatMap(unnamed)).toEqual([])
  })
})
