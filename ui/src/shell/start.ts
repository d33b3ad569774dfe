import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { chooseLanguage, i18n, language } from '../lab/language.ts'
import LabShell from './LabShell.vue'

export const start = async (at: string): Promise<void> => {
  await chooseLanguage(language.value)
  createApp(LabShell).use(createPinia()).use(i18n).mount(at)
}
