/** The product has had two names. Every screen asks here, so that printed guides from 2019 can be followed too. */
import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { say, type Wording } from '#core/codes/catalogue.ts'
import { openBook, saidAgain } from './code-book.ts'
import { followChoice, keepChoice, keptChoice } from './kept-choice.ts'
import { language, translationOf } from './language.ts'

export const useWording = defineStore('wording', () => {
  const wording = ref<Wording>(keptChoice('wording') ?? 'entra')
  watch(wording, (chosen) => keepChoice('wording', chosen))
  followChoice('wording', (chosen) => {
    wording.value = chosen
  })
  watch([language, wording], ([tongue, chosen]) => void openBook(tongue, chosen), { immediate: true })
  /** In the chosen language first; then the names are filled in. Knows the screens' own texts, and what servers answer. */
  function words(text: string, values: Readonly<Record<string, string>> = {}): string {
    const own = translationOf(text)
    return say(own === text ? saidAgain(text, wording.value) : own, values, wording.value)
  }
  return { wording, words }
})
