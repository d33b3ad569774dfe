/**
 * What servers answer, in the language and wording of this window. They speak English and today's names; the catalogue of
 * codes knows their sentences in other words. Loaded when something else than that is wanted.
 */
import { shallowRef } from 'vue'
import type { Wording } from '#core/codes/catalogue.ts'
import type { SaidAgain } from '#core/codes/said-again.ts'
import type { Language } from './language.ts'

const book = shallowRef<SaidAgain>()
let opened = ''

const load: Readonly<Record<Language, () => Promise<readonly (readonly [string, string])[]>>> = {
  en: async () => {
    const { productSentences } = await import('#core/codes/product-sentences.ts')
    return productSentences().map((sentence) => [sentence, sentence] as const)
  },
  de: async () => (await import('#core/codes/german/german-pairs.ts')).germanPairs(),
}

export async function openBook(language: Language, wording: Wording): Promise<void> {
  const wanted = language === 'en' && wording === 'entra' ? '' : language
  if (wanted === opened) return
  opened = wanted
  if (wanted === '') {
    book.value = undefined
    return
  }
  const [{ sayAgain }, pairs] = await Promise.all([import('#core/codes/said-again.ts'), load[language]()])
  if (opened === wanted) book.value = sayAgain(pairs)
}

/** The text as it is, while the book is shut or does not know it. */
export const saidAgain = (text: string, wording: Wording): string => book.value?.(text, wording) ?? text
