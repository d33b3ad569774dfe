/**
 * Says a sentence of the catalogue again, in another language or with the product's other name. Servers answer in English
 * with everything filled in: the sentence is recognised by what stands between its `{names}`, and its values are kept.
 */
import { productNames, say, type Wording } from './catalogue.ts'

interface Template {
  readonly shape: RegExp
  readonly names: readonly string[]
  readonly instead: string
}

/** The text in other words; a text that nobody knows, or parts of it, as it is. */
export type SaidAgain = (text: string, wording: Wording) => string

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
/** Fewer letters than these say nothing about which sentence it is. */
const fewestLetters = 6

function templateOf(english: string, instead: string): Template | undefined {
  const parts = english.split(/\{(\w+)\}/)
  const letters = parts.filter((_part, at) => at % 2 === 0).join('')
  if (parts.length === 1 || letters.length < fewestLetters) return undefined
  const shape = parts.map((part, at) => (at % 2 === 0 ? literally(part) : '(.*?)')).join('')
  return { shape: new RegExp(`^${shape}$`, 's'), names: parts.filter((_part, at) => at % 2 === 1), instead }
}

/** The longest first: they say most about which sentence it is. */
const byLength = ({ shape: one }: Template, { shape: other }: Template): number =>
  other.source.length - one.source.length

/** `pairs`: sentences as the catalogue has them, each with what to say instead. The first of equal ones counts. */
export function sayAgain(pairs: readonly (readonly [english: string, instead: string])[]): SaidAgain {
  const whole = new Map<string, string>()
  for (const [english, instead] of pairs) if (!whole.has(english)) whole.set(english, instead)
  const templates = [...whole]
    .flatMap(([english, instead]) => templateOf(english, instead) ?? [])
    .sort(byLength)

  function recognise(text: string, wording: Wording): string | undefined {
    const exact = whole.get(text)
    if (exact !== undefined) return say(exact, {}, wording)
    for (const { shape, names, instead } of templates) {
      const found = shape.exec(text)
      if (found) return say(instead, valuesOf(names, found.slice(1)), wording)
    }
    return undefined
  }

  /** The product's names follow the wording; what a value says is said again where it is a sentence itself. */
  function valuesOf(names: readonly string[], found: readonly string[]) {
    const values = names
      .map((name, at) => [name, found[at] ?? ''] as const)
      .filter(([name]) => !productNames.includes(name))
      .map(([name, value]) => [name, whole.has(value) ? (whole.get(value) ?? value) : value])
    return Object.fromEntries(values)
  }

  return (text, wording) =>
    recognise(text, wording) ??
    // A reason may be several sentences, one after the other, the last in brackets.
    text
      .split(/(?<=[.!?]) (?=[A-Z"(])/)
      .map((sentence) => recognise(sentence, wording) ?? sentence)
      .join(' ')
}
