/** A sentence whose `{names}` stand for more than text: each is filled by the slot of that name (a link, code, what has a direction of its own). */
import type { FunctionalComponent } from 'vue'
import { translationOf } from '../lab/language.ts'

export const FilledText: FunctionalComponent<{ text: string }> = ({ text }, { slots }) =>
  translationOf(text)
    .split(/\{(\w+)\}/)
    .map((part, at) => (at % 2 === 0 ? part : slots[part]?.()))
FilledText.props = ['text']
