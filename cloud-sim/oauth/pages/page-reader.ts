/**
 * Who reads the sign-in pages, and how: language, theme and wording as chosen on the lab's screens, which say so in cookies.
 * Everybody else reads English (ours: the product follows the browser), so that clients that read the pages find one text,
 * and sees the colours that their system asks for.
 */
import type { Request } from 'express'
import { say } from '#core/codes/catalogue.ts'
import { germanPairs } from '#core/codes/german/german-pairs.ts'
import { productSentences } from '#core/codes/product-sentences.ts'
import { sayAgain } from '#core/codes/said-again.ts'
import { type Chosen, choiceIn } from '#core/contracts/screen-choices.ts'
import { germanPages } from './german-pages.ts'

/** A text in the reader's language and wording; one that nobody knows, as it is. */
export type Speak = (text: string) => string

export interface Reader {
  readonly language: Chosen<'language'>
  /** Undefined: what the system asks for. */
  readonly theme: Chosen<'theme'> | undefined
  readonly speak: Speak
}

const german = sayAgain([...Object.entries(germanPages), ...germanPairs()])
const english = sayAgain(productSentences().map((sentence) => [sentence, sentence]))

export function readerOf({ headers }: Request): Reader {
  const language = choiceIn(headers.cookie, 'language') ?? 'en'
  const wording = choiceIn(headers.cookie, 'wording') ?? 'entra'
  const book = language === 'de' ? german : english
  return {
    language,
    theme: choiceIn(headers.cookie, 'theme'),
    speak: (text) => say(book(text, wording), {}, wording),
  }
}
