/** The keys of the shell: one table for what they do and for the sheet that tells of them. */
import { places } from './places.ts'

export interface Shortcut {
  readonly keys: readonly string[]
  readonly title: string
}

export interface ShellActs {
  readonly search: () => void
  readonly guide: () => void
  readonly help: () => void
  readonly explain: () => void
  readonly theme: () => void
  readonly closeSide: () => void
  readonly place: (root: string) => void
}

/** Digits on the main row, by their position: Alt with a letter belongs to the browser's menus. */
const digits = [...places.keys()].slice(0, 9).map((index) => String(index + 1))

const byAlt: Readonly<Record<string, (acts: ShellActs) => void>> = {
  KeyG: (acts) => acts.guide(),
  KeyW: (acts) => acts.explain(),
  KeyT: (acts) => acts.theme(),
  KeyX: (acts) => acts.closeSide(),
  KeyD: (acts) => acts.place('/docs'),
  Digit0: (acts) => acts.place(places.at(-1)?.root ?? '/'),
  ...Object.fromEntries(
    digits.map((digit, index) => [
      `Digit${digit}`,
      (acts: ShellActs) => acts.place(places[index]?.root ?? '/'),
    ]),
  ),
}

export const shortcuts: readonly Shortcut[] = [
  { keys: ['Ctrl', 'K'], title: 'Search places, pages, people, docs and actions' },
  { keys: ['?'], title: 'This sheet' },
  { keys: ['Alt', '1–9'], title: 'The places of the rail, from the top' },
  { keys: ['Alt', '0'], title: 'The instructor' },
  { keys: ['Alt', 'D'], title: 'The documentation' },
  { keys: ['Alt', 'G'], title: 'Open or close the guide' },
  { keys: ['Alt', 'W'], title: 'Show or hide why something was refused' },
  { keys: ['Alt', 'T'], title: 'Next theme: light, dark, projector' },
  { keys: ['Alt', 'X'], title: 'Close the right side' },
  { keys: ['←', '→'], title: 'On the divider: move it' },
  { keys: ['P'], title: 'While presenting: play or pause' },
  { keys: ['PgDn', 'PgUp'], title: 'While presenting: next step, one step back' },
  { keys: ['R'], title: 'While presenting: from the beginning' },
]

const isTyped = ({ target }: KeyboardEvent): boolean =>
  target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null

/** What a key asks the shell for; undefined: nothing, it belongs to the page. */
export function actOf(event: KeyboardEvent): ((acts: ShellActs) => void) | undefined {
  const { key, code, ctrlKey, metaKey, altKey } = event
  if ((ctrlKey || metaKey) && key.toLowerCase() === 'k') return (acts) => acts.search()
  if (ctrlKey || metaKey) return undefined
  if (isTyped(event)) return undefined
  if (altKey) return byAlt[code]
  return key === '?' ? (acts) => acts.help() : undefined
}
