/** Follows the journal of a part in another process: first what there is, page by page, then each event as it is streamed. */
import { z } from 'zod'
import { eventsAnswer } from '#core/contracts/control-api.ts'
import { type JournalEvent, journalEvent } from '#core/contracts/journal.ts'
import { wait } from '../clock.ts'
import { readEventStream } from './read-event-stream.ts'

export interface FollowOptions {
  /** `http://connect:8080/lab/v1/labs/contoso`. */
  readonly lab: string
  readonly adminToken?: string | undefined
  readonly signal: AbortSignal
  readonly take: (events: readonly JournalEvent[]) => void
}

const batch = z.array(journalEvent)
const pauseMs = 1_000

/** Answers when what was there at first has been taken, or could not be asked for; goes on until `signal` says stop. */
export async function followJournal(options: FollowOptions): Promise<void> {
  const reader = new JournalReader(options)
  await reader.catchUp().catch(() => undefined)
  void reader.run()
}

class JournalReader {
  readonly #options: FollowOptions
  #after = 0

  constructor(options: FollowOptions) {
    this.#options = options
  }

  async catchUp(): Promise<void> {
    for (;;) {
      const response = await this.#ask(`events?after=${this.#after}`)
      const { events, last } = eventsAnswer.parse(await response.json())
      this.#take(events)
      if (events.length === 0 || this.#after >= last) return
    }
  }

  /** A part that is gone is asked again until it is back. */
  async run(): Promise<void> {
    const { signal } = this.#options
    while (!signal.aborted) {
      try {
        await this.catchUp()
        await this.#listen()
      } catch {
        await wait(pauseMs)
      }
    }
  }

  /** Ends when the stream does, or when it says that too much was missed. */
  async #listen(): Promise<void> {
    const { body } = await this.#ask(`events/stream?after=${this.#after}`)
    if (body === null) return
    for await (const { event, data } of readEventStream(body)) {
      if (event === 'message') this.#take(batch.parse(JSON.parse(data)))
      // Another run of the part: its numbers begin anew.
      else if (event === 'reset') this.#after = 0
      if (event !== 'message') return
    }
  }

  #take(events: readonly JournalEvent[]): void {
    this.#after = events.at(-1)?.seq ?? this.#after
    this.#options.take(events)
  }

  async #ask(path: string): Promise<Response> {
    const { lab, adminToken, signal } = this.#options
    const headers = adminToken === undefined ? {} : { authorization: `Bearer ${adminToken}` }
    const response = await fetch(`${lab}/${path}`, { headers, signal })
    if (!response.ok) throw new Error(`${lab} answered ${response.status}`)
    return response
  }
}
