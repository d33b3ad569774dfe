/**
 * How files that people write are read: closed sets of words and keys, each wrong one answered with the nearest right one.
 * A `{ word: arguments }` map with exactly one word of a catalogue is the shape of every `do`, `given` and `check`.
 */
import { z } from 'zod'

/** A set of words. As an enumeration, so that the published JSON Schema completes them in an editor. */
export const oneOfWords = <const Word extends string>(kind: string, words: readonly Word[]) =>
  z.enum(words, {
    error: ({ input }) =>
      typeof input === 'string'
        ? `no such ${kind}: ${input}. Nearest: ${nearest(input, words)}`
        : `a ${kind} is needed, such as ${words[0]}`,
  })

/** An object with these keys and no others. */
export const closed = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys
            .map((key) => `no such key: ${key}. Nearest: ${nearest(key, Object.keys(shape))}`)
            .join('; ')
        : undefined,
  })

export type WordCatalogue = Readonly<Record<string, z.ZodObject>>

export interface WrittenWord<Word extends string> {
  readonly word: Word
  readonly arguments: Readonly<Record<string, unknown>>
}

/** `{ word: arguments }`; `kind` names the catalogue in its errors, `example` shows one that is right. */
export function wordOf<Catalogue extends WordCatalogue>(
  kind: string,
  catalogue: Catalogue,
  example: string,
): z.ZodType<WrittenWord<Extract<keyof Catalogue, string>>> {
  const words = Object.keys(catalogue)
  const isWord = (word: string): word is Extract<keyof Catalogue, string> => Object.hasOwn(catalogue, word)
  return z.record(z.string(), z.unknown()).transform((written, context) => {
    const refuse = (message: string, path: PropertyKey[] = []): never => {
      context.addIssue({ code: 'custom', message, path })
      return z.NEVER
    }
    const [word, ...more] = Object.keys(written)
    if (word === undefined || more.length > 0)
      return refuse(`one ${kind} with its arguments, e.g. ${example}`, more.slice(0, 1))
    if (!isWord(word)) return refuse(`no such ${kind}: ${word}. Nearest: ${nearest(word, words)}`, [word])
    const given = catalogue[word]?.safeParse(written[word] ?? {})
    if (given?.success) return { word, arguments: given.data }
    for (const { message, path } of issuesOf(given?.error)) refuse(message, [word, ...path])
    return z.NEVER
  })
}

export interface WordIssue {
  readonly message: string
  readonly path: PropertyKey[]
}

/** A schema's findings, one for each key that nobody reads. */
export function issuesOf(error: z.ZodError | undefined): WordIssue[] {
  return (error?.issues ?? []).flatMap(({ path, ...issue }) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key, at) => ({
          message: issue.message.split('; ')[at] ?? issue.message,
          path: [...path, key],
        }))
      : [{ message: issue.message, path }],
  )
}

/** The word with the smallest edit distance; one that only goes on where this ends is nearer than most. */
export function nearest(word: string, words: readonly string[]): string {
  const far = (from: string, to: string) => (to.startsWith(from) ? 2 : editDistance(from, to))
  const ranked = words.map((candidate) => ({
    candidate,
    far: far(word.toLowerCase(), candidate.toLowerCase()),
  }))
  return ranked.sort((a, b) => a.far - b.far)[0]?.candidate ?? ''
}

function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let line = 1; line <= from.length; line++) {
    const next = [line]
    for (let column = 1; column <= to.length; column++) {
      const swap = (row[column - 1] ?? 0) + (from[line - 1] === to[column - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
