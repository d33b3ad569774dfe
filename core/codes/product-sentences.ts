/** The sentences of the catalogue that name the product, which has had two names: what the other wording says differently. */
import { writebackStatusTexts } from '#core/sspr/writeback-switches.ts'
import { productNames } from './catalogue.ts'
import { families } from './document.ts'

const isSaid = (text: unknown): text is string =>
  typeof text === 'string' && productNames.some((name) => text.includes(`{${name}}`))

export const productSentences = (): string[] => [
  ...new Set(
    [
      ...families.flatMap(({ entries }) => Object.values(entries).flatMap((entry) => Object.values(entry))),
      ...Object.values(writebackStatusTexts),
    ].filter(isSaid),
  ),
]
