/** What is told in passing, beside the place where one works: done, or refused with its code. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ShownRefusal } from './shown-refusal.ts'

export interface Toast {
  readonly id: number
  readonly mood: 'done' | 'refused' | 'notice'
  readonly says: string
  readonly code?: string | undefined
}

const GONE_MS = 6_000
const SHOWN = 4

export const useToasts = defineStore('toasts', () => {
  const toasts = shallowRef<readonly Toast[]>([])
  let number = 0

  const dismiss = (id: number): void => {
    toasts.value = toasts.value.filter((toast) => toast.id !== id)
  }

  /** What was done goes by itself; what needs reading stays until it is dismissed. */
  function tell(toast: Omit<Toast, 'id'>): void {
    number += 1
    const id = number
    toasts.value = [...toasts.value, { ...toast, id }].slice(-SHOWN)
    if (toast.mood === 'done') setTimeout(() => dismiss(id), GONE_MS)
  }

  const done = (says: string): void => tell({ mood: 'done', says })
  const refused = ({ code, says }: ShownRefusal): void => tell({ mood: 'refused', says, code })
  const notice = (says: string): void => tell({ mood: 'notice', says })

  return { toasts, done, refused, notice, dismiss }
})
