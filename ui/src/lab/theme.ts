/** Light, dark and projector. The choice is this machine's, not the lab's. */
import { defineStore } from 'pinia'
import { ref, watchEffect } from 'vue'
import type { Chosen } from '#core/contracts/screen-choices.ts'
import { followChoice, keepChoice, keptChoice } from './kept-choice.ts'

export type Theme = Chosen<'theme'>
/** In the order in which one key leads through them. */
const themes = ['light', 'dark', 'projector'] as const satisfies readonly Theme[]

export const storedTheme = (): Theme =>
  keptChoice('theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')

const applyTheme = (theme: Theme): void => {
  document.documentElement.dataset.theme = theme
}

/** For pages without the shell: as it is, and as it becomes. */
export function showTheme(): void {
  applyTheme(storedTheme())
  followChoice('theme', applyTheme)
}

export const useTheme = defineStore('theme', () => {
  const theme = ref(storedTheme())
  followChoice('theme', (chosen) => {
    theme.value = chosen
  })
  watchEffect(() => {
    keepChoice('theme', theme.value)
    applyTheme(theme.value)
  })
  const next = (): void => {
    theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? 'light'
  }
  return { theme, next }
})

/**
 * The token service's pages read the theme when they are asked for; one that stands in a frame when another is chosen is
 * told by the screen around it.
 */
export function dressFrame(frame: HTMLIFrameElement | undefined, theme: Theme): void {
  const page = frame?.contentDocument
  if (page?.documentElement) page.documentElement.dataset.theme = theme
}
