import { describe, expect, it } from 'vitest'
import german from '../../ui/src/lab/languages/de.json' with { type: 'json' }
import { screenSources, screenTexts } from '../support/screen-texts.ts'

const catalogue = new Map<string, string>(Object.entries(german))
const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort()
const written = screenSources.join('\n')
const stands = (text: string): boolean =>
  written.includes(`'${text.replaceAll("'", "\\'")}'`) || written.includes(`"${text}"`)

describe('the German of the screens', () => {
  it('has a text for each one that stands in the screens', () => {
    const texts = screenTexts()
    expect(texts.length).toBeGreaterThan(800)
    expect(texts.filter((text) => !catalogue.has(text))).toEqual([])
  })

  it('holds none that stands nowhere any more', () => {
    expect([...catalogue.keys()].filter((text) => !stands(text))).toEqual([])
  })

  it('fills in what the English text fills in', () => {
    const astray = [...catalogue].filter(
      ([english, text]) => placeholders(english).join() !== placeholders(text).join(),
    )
    expect(astray).toEqual([])
  })

  it('says something, and nothing that would be read as a link or a plural', () => {
    const unreadable = [...catalogue].flat().filter((text) => text === '' || /[@|]/.test(text))
    expect(unreadable).toEqual([])
  })
})
