/**
 * The language of the sign-in pages: what the reader chose on the lab's screens, which say so in a cookie; English for
 * everybody else, so that clients that read the pages find one text (ours: the product follows the browser).
 */
import type { Request } from 'express'
import { germanPairs } from '#core/codes/german/german-pairs.ts'
import { type SaidAgain, sayAgain } from '#core/codes/said-again.ts'
import { germanPages } from './german-pages.ts'

export type PageLanguage = 'en' | 'de'
/** A text in the reader's language; one that nobody knows, as it is. */
export type Speak = (text: string) => string

export const languageOf = ({ headers }: Request): PageLanguage =>
  /(?:^|;\s*)hybridlab\.language=de(?:;|$)/.test(headers.cookie ?? '') ? 'de' : 'en'

const german: SaidAgain = sayAgain([...Object.entries(germanPages), ...germanPairs()])

export const speak = (language: PageLanguage): Speak =>
  language === 'de' ? (text) => german(text, 'entra') : (text) => text
