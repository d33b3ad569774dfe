/** The German of the catalogue of codes. That every code has one is the compiler's to say; here is what it cannot see. */
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { germanPages } from '#cloud-sim/oauth/pages/german-pages.ts'
import { germanPairs, translatedFamilies } from '#core/codes/german/german-pairs.ts'
import { germanSentences } from '#core/codes/german/sentences.ts'
import { sayAgain } from '#core/codes/said-again.ts'
import { literalsOf } from '../support/screen-texts.ts'
import { sourceFiles } from './source-files.ts'

const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort()
const rules = (await sourceFiles()).filter(
  (file) =>
    /^(core|cloud-sim|bridge)\//.test(file) &&
    !file.startsWith('core/codes/german/') &&
    file !== 'cloud-sim/oauth/pages/german-pages.ts',
)
const sources = (await Promise.all(rules.map((file) => readFile(file, 'utf8')))).join('\n')
/** A step that says no, and why. */
const refusal = /(?:refuse|refuseAt|no)\((?:[\w.]+, )?'[A-Z]\w+', ('[A-Z][^\n]*?\.'|"[A-Z][^\n]*?\.")/g

describe('the German of the codes', () => {
  it('has a because and a fix where the entry has them', () => {
    const odd = translatedFamilies.flatMap(({ entries, german }) =>
      Object.entries(entries).flatMap(([code, { says, because, fix }]) => {
        const [, becauseSo, fixSo] = german[code] ?? []
        const fits =
          (becauseSo !== undefined || says === because) && (fixSo === undefined) === (fix === undefined)
        return fits ? [] : [code]
      }),
    )
    expect(odd).toEqual([])
  })

  it('fills in what the English text fills in', () => {
    const astray = germanPairs().filter(
      ([english, german]) => placeholders(english).join() !== placeholders(german).join(),
    )
    expect(astray).toEqual([])
  })

  it('holds no sentence that no rule says any more', () => {
    const parts = Object.keys(germanSentences).map((english) => [english, english.split(/\{\w+\}/)] as const)
    const standing = parts.filter(
      ([english, pieces]) =>
        english.startsWith('Unfortunately') ||
        english.startsWith('Password writeback in Connect') ||
        pieces.every((piece) => sources.includes(piece) || sources.includes(piece.replaceAll("'", "\\'"))),
    )
    expect(parts.filter((each) => !standing.includes(each)).map(([english]) => english)).toEqual([])
  })

  it('covers the sign-in pages, and nothing that they do not say', async () => {
    const pages = (
      await Promise.all(
        (
          await sourceFiles()
        )
          .filter((file) => /^cloud-sim\/oauth\/pages\/.*-pages\.ts$/.test(file) && !file.includes('german'))
          .map((file) => readFile(file, 'utf8')),
      )
    ).join('\n')
    const spoken = [
      ...pages.matchAll(/(?<!\w)t\(('[^'\n]+'|"[^"\n]+")\)|(?:primary|label|title): ('[^'\n]+')/g),
    ].flatMap(([, text, held]) => literalsOf(text ?? held ?? ''))
    expect(spoken.length).toBeGreaterThan(30)
    expect(spoken.filter((text) => !Object.hasOwn(germanPages, text))).toEqual([])
    const stands = (text: string) => sources.includes(text) || sources.includes(text.replaceAll("'", "\\'"))
    expect(Object.keys(germanPages).filter((text) => !stands(text))).toEqual([])
  })

  it('knows every sentence with which a step says no', () => {
    const said = sayAgain(germanPairs())
    const sentences = [...sources.matchAll(refusal)].flatMap(([, text = '']) => literalsOf(text))
    expect(sentences.length).toBeGreaterThan(25)
    expect([...new Set(sentences)].filter((sentence) => said(sentence, 'entra') === sentence)).toEqual([])
  })

  it('knows every note of what a step saw when it passed', () => {
    const said = sayAgain(germanPairs())
    const notes = [...sources.matchAll(/(?<!\w)pass\(('[^'\n]+')/g)].flatMap(([, text = '']) =>
      literalsOf(text),
    )
    expect(notes.length).toBeGreaterThan(15)
    expect([...new Set(notes)].filter((note) => said(note, 'entra') === note)).toEqual([])
  })
})
