import { createPinia } from 'pinia'
import { createApp } from 'vue'
import LabShell from './LabShell.vue'

export const start = (at: string): void => {
  createApp(LabShell).use(createPinia()).mount(at)
}
