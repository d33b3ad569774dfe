/**
 * The language of the screens. English texts stand in the screens themselves and are the keys of the other catalogues
 * (`languages/de.json`): what is not translated yet is shown in English. Product names follow the wording, not the language.
 */
import { shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import type { Chosen } from '#core/contracts/screen-choices.ts'
import { followChoice, keepChoice, keptChoice } from './kept-choice.ts'

export type Language = Chosen<'language'>
export const languages = { en: 'English', de: 'Deutsch' } as const satisfies Record<Language, string>
type Catalogue = Readonly<Record<string, string>>

const catalogues: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ default: Catalogue }>>> = {
  de: () => import('./languages/de.json'),
}

export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  // English has no catalogue: its texts are filled as they stand in the screens.
  fallbackFormat: true,
  missingWarn: false,
  fallbackWarn: false,
  messages: { en: {}, de: {} },
  // Sentences are keys, and have dots.
  messageResolver: (messages, key) =>
    typeof messages === 'object' && messages !== null && Object.hasOwn(messages, key)
      ? Reflect.get(messages, key)
      : null,
})

export const language = shallowRef<Language>(keptChoice('language') ?? 'en')
const spoken = shallowRef<Catalogue>({})

/** A text in the current language, its `{names}` as they are: for texts that are filled elsewhere. */
export const translationOf = (text: string): string =>
  Object.hasOwn(spoken.value, text) ? (spoken.value[text] ?? text) : text

/** `$t` for scripts. Only for texts of ours: what comes from a directory is no text to be filled. */
export const t = (text: string, values: Readonly<Record<string, string | number>> = {}): string =>
  i18n.global.t(text, values)

export async function chooseLanguage(chosen: Language): Promise<void> {
  spoken.value = chosen === 'en' ? {} : (await catalogues[chosen]()).default
  if (chosen !== 'en') i18n.global.setLocaleMessage(chosen, spoken.value)
  i18n.global.locale.value = chosen
  language.value = chosen
  keepChoice('language', chosen)
  document.documentElement.lang = chosen
}

/** Other windows, and the pages in the user's browser, follow. */
followChoice('language', (chosen) => void chooseLanguage(chosen))
