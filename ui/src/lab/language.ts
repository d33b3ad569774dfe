/**
 * The language of the screens. English texts stand in the screens themselves and are the keys of the other catalogues
 * (`languages/de.json`): what is not translated yet is shown in English. Product names follow the wording, not the language.
 */
import { shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'

export const languages = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof languages
type Catalogue = Readonly<Record<string, string>>

const KEY = 'hybridlab.language'
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

const isLanguage = (name: string | null | undefined): name is Language =>
  typeof name === 'string' && Object.hasOwn(languages, name)

/** The token service's pages, which run no script, read the choice from a cookie. */
const tellServers = (chosen: Language): void => {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API asks for a secure origin
  document.cookie = `${KEY}=${chosen}; path=/; SameSite=Lax`
}

const stored = localStorage.getItem(KEY)
export const language = shallowRef<Language>(isLanguage(stored) ? stored : 'en')
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
  localStorage.setItem(KEY, chosen)
  tellServers(chosen)
  document.documentElement.lang = chosen
}

/** Other windows, and the pages in the user's browser, follow. */
addEventListener('storage', ({ key, newValue }) => {
  if (key === KEY && isLanguage(newValue)) void chooseLanguage(newValue)
})
