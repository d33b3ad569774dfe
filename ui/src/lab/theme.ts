/** Light, dark and projector. The choice is this machine's, not the lab's. */
import { defineStore } from 'pinia'
import { ref, watchEffect } from 'vue'

export const themes = ['light', 'dark', 'projector'] as const
export type Theme = (typeof themes)[number]
const KEY = 'hybridlab.theme'

export const storedTheme = (): Theme =>
  themes.find((theme) => theme === localStorage.getItem(KEY)) ??
  (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')

export const applyTheme = (theme: Theme): void => {
  document.documentElement.dataset.theme = theme
}

export const useTheme = defineStore('theme', () => {
  const theme = ref(storedTheme())
  watchEffect(() => {
    localStorage.setItem(KEY, theme.value)
    applyTheme(theme.value)
  })
  const next = (): void => {
    theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? 'light'
  }
  return { theme, next }
})
