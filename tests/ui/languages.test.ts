import { beforeAll, describe, expect, it } from 'vitest'
import german from '../../ui/src/lab/languages/de.json' with { type: 'json' }
import { isData, unusedDataWords } from '../support/data-words.ts'
import { type ScreenText, screenTexts } from '../support/screen-texts.ts'
import { servedTexts } from '../support/served-texts.ts'

const catalogue = new Map<string, string>(Object.entries(german))
const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort()
const isKnown = ({ text }: ScreenText): boolean => catalogue.has(text)
const stand = (texts: readonly ScreenText[]): string[] => texts.map(({ file, text }) => `${file}: ${text}`)

/** `{connect}` alone is a name that the wording fills, and no text. */
const isText = ({ text }: ScreenText): boolean => /[A-Za-z]{2}/.test(text.replace(/\{\w*\}/g, ''))
/** Two words: nobody's identifier, class or path. */
const isSentence = ({ text }: ScreenText): boolean => /[A-Za-z]{2}[,.:;]? [A-Za-z]{2}/.test(text)
const all = screenTexts().filter(isText)
const ofRole = (role: ScreenText['role']) => all.filter((text) => text.role === role && !text.filled)
let served: readonly string[]

describe('the German of the screens', () => {
  beforeAll(async () => {
    served = await servedTexts()
  })

  it('has a text for each one that is translated where it stands', () => {
    const translated = ofRole('translated')
    expect(translated.length).toBeGreaterThan(1000)
    expect(stand(translated.filter((text) => !isKnown(text)))).toEqual([])
  })

  it('has a text for each one that a list or a property holds until it is shown', () => {
    const held = ofRole('held').filter(({ text }) => /^[A-Z{]/.test(text))
    expect(held.length).toBeGreaterThan(200)
    expect(stand(held.filter((text) => !isKnown(text) && !isData(text.text)))).toEqual([])
  })

  it('lets nothing be shown that goes past it', () => {
    expect(stand(ofRole('shown').filter(({ text }) => !isData(text)))).toEqual([])
  })

  it('has a text for every literal of two words', () => {
    const sentences = ofRole('code').filter(isSentence)
    expect(stand(sentences.filter((text) => !isKnown(text) && !isData(text.text)))).toEqual([])
  })

  it('sees no sentence with a value written into it', () => {
    const filled = all.filter((text) => text.filled && (text.role !== 'code' || isSentence(text)))
    expect(stand(filled.filter(({ text }) => !isData(text)))).toEqual([])
  })

  it('has a text for what servers answer and the screens translate', () => {
    expect(served.length).toBeGreaterThan(120)
    expect(served.filter((text) => !catalogue.has(text))).toEqual([])
  })

  it('holds none that stands nowhere any more', () => {
    const standing = new Set([...all.map(({ text }) => text), ...served])
    expect([...catalogue.keys()].filter((text) => !standing.has(text))).toEqual([])
    expect(unusedDataWords(all.map(({ text }) => text))).toEqual([])
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

  it('is made of whole texts, not of what stands around a value', () => {
    const pieces = [...catalogue.keys()].filter((text) => /^[\s.,:;”’)·]|[\s“(]$/.test(text))
    expect(pieces).toEqual([])
  })
})
