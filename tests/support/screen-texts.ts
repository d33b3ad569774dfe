/** The texts that stand in the screens, read from their sources: what a catalogue of another language has to hold. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const screens = fileURLToPath(new URL('../../ui/src/', import.meta.url))
const literal = /'((?:[^'\\\n]|\\.)+)'|"((?:[^"\\\n]|\\.)+)"/g
/** Calls that translate their first argument. */
const call = /(?<![\w.])(?:\$t|t|words)\(/g
/** Properties of lists whose texts are translated where they are shown. */
const held = /(?<![\w.$])(?:title|explains|offer|send|name|legend)(?:: |=)('[A-Z{][^\n]*|"[A-Z][^\n]*)/g

/** Sources of the screens. What the PowerShell console prints is English, as on a real server. */
export const screenSources: readonly string[] = readdirSync(screens, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(vue|ts)$/.test(path) && !path.startsWith('powershell'))
  .map((path) => readFileSync(join(screens, path), 'utf8'))

export const literalsOf = (code: string): string[] =>
  [...code.matchAll(literal)].map(([, single, double]) => (single ?? double ?? '').replace(/\\(.)/g, '$1'))

/** From an opening bracket to the comma or bracket that ends the first argument; texts may hold brackets. */
function firstArgument(source: string, from: number): string {
  let depth = 0
  for (const { 0: token, index } of source.slice(from).matchAll(/'(?:[^'\\\n]|\\.)*'|[([{,)\]}]/g)) {
    if (depth === 0 && /[,)]/.test(token)) return source.slice(from, from + index)
    if (/^[([{]$/.test(token)) depth += 1
    if (/^[)\]}]$/.test(token)) depth -= 1
  }
  return ''
}

const calledWith = (source: string): string[] =>
  [...source.matchAll(call)].flatMap(({ 0: name, index }) =>
    literalsOf(firstArgument(source, index + name.length)),
  )

const heldIn = (source: string): string[] =>
  [...source.matchAll(held)].flatMap(([, rest = '']) => literalsOf(rest).slice(0, 1))

/** `{connect}` alone is a name that the wording fills, and no text. */
const isText = (text: string): boolean => /[A-Za-z]{2}/.test(text.replace(/\{\w+\}/g, ''))

/** English, as they stand there; each once. */
export const screenTexts = (): string[] =>
  [...new Set(screenSources.flatMap((source) => [...calledWith(source), ...heldIn(source)]))].filter(isText)
