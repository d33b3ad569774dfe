/** What is read from files that people edit: read anew when one has come, gone or changed. */
import { stat } from 'node:fs/promises'
import { stopwatch } from '../clock.ts'

/** Real milliseconds in which nobody looks again. */
const calm = 1_000

const stateOf = async (file: string): Promise<string> => {
  const { mtimeMs, size } = await stat(file)
  return `${file} ${mtimeMs} ${size}`
}

/** What was wrong with the files when they were read is answered again until one of them changes. */
export function rereading<Answer>(
  list: () => Promise<readonly string[]>,
  read: () => Promise<Answer>,
): () => Promise<Answer> {
  let looked = Number.NEGATIVE_INFINITY
  let state = ''
  let answer: Promise<Answer> | undefined
  let looking: Promise<void> = Promise.resolve()
  const look = async () => {
    const found = (await Promise.all((await list()).map(stateOf))).join('\n')
    if (answer === undefined || found !== state) answer = read()
    // Whoever asks hears what is wrong.
    answer.catch(() => undefined)
    state = found
  }
  return async () => {
    if (stopwatch() - looked >= calm) {
      looked = stopwatch()
      looking = look()
    }
    await looking
    return answer ?? read()
  }
}
