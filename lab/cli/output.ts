/** How verbs answer: people get text and tables, programs get JSON. */
import Table from 'cli-table3'
import colors from 'picocolors'

export interface Output {
  readonly json: boolean
  /** For a person: a line. Nothing when JSON is asked for. */
  say(line?: string): void
  /** The answer: as JSON, or as a person reads it. */
  answer<Answer>(answer: Answer, forPeople: (answer: Answer) => void): void
  table(rows: readonly (readonly string[])[], head?: readonly string[]): void
}

/** No frame: a terminal is narrow, and a frame spoils copying. */
const plain = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '  ',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}

export function createOutput(json: boolean): Output {
  const write = (text: string) => process.stdout.write(`${text}\n`)
  const say = (line = '') => {
    if (!json) write(line)
  }
  return {
    json,
    say,
    answer: (answer, forPeople) => (json ? write(JSON.stringify(answer, null, 2)) : forPeople(answer)),
    table: (rows, head = []) => {
      if (rows.length === 0 && head.length === 0) return
      const style = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 }
      const table = new Table({ chars: plain, style, head: head.map((title) => colors.dim(title)) })
      for (const row of rows) table.push([...row])
      for (const line of table.toString().split('\n')) say(line.trimEnd())
    },
  }
}
