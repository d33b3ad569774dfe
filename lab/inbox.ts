/** The lab's phones and mailboxes: what the cloud sends to people ends here. */
import type { Clock, Inbox, Instant, Journal, OutgoingMessage, Store } from '#core/ports.ts'

export interface Message extends OutgoingMessage {
  readonly id: string
  /** Rises by one; `after` of a filter counts in these. */
  readonly number: number
  readonly at: Instant
  /** Of a push: what the person tapped. */
  readonly answer?: 'approved' | 'denied'
}

interface MessageFilter {
  readonly to?: string | undefined
  readonly kind?: OutgoingMessage['kind'] | undefined
  readonly after?: number | undefined
}

export interface LabInbox extends Inbox {
  /** Newest last. */
  messages(filter?: MessageFilter): readonly Message[]
  /** The newest matching message, as soon as there is one; undefined when `waitMs` (real time) pass without. */
  wait(filter: MessageFilter, waitMs: number): Promise<Message | undefined>
  /** Answers a push; whoever sent it watches `lab.messages`. False when there is no such push waiting. */
  answer(id: string, answer: 'approved' | 'denied'): Promise<boolean>
}

const messagesKept = 1_000

/** `+65 9123 4567` and `+6591234567` are one phone. */
const addressKey = (to: string): string => (to.includes('@') ? to.toLowerCase() : to.replace(/[^\d+*x]/g, ''))

const matches = (message: Message, filter: MessageFilter): boolean =>
  (filter.to === undefined || addressKey(message.to) === addressKey(filter.to)) &&
  (filter.kind === undefined || message.kind === filter.kind) &&
  (filter.after === undefined || message.number > filter.after)

/** The code that stands in a text, when the sender did not say it: four to eight digits on their own. */
const codeIn = (text: string): string | undefined => /(?<![\d.+])\d{4,8}(?![\d.])/.exec(text)?.[0]

export function createInbox(lab: {
  store: Store
  journal: Journal
  clock: Clock
  protect: (secret: string) => void
}): LabInbox {
  const stored = lab.store.collection<Message>('lab.messages')
  const waiting = new Set<() => void>()
  let number = 0
  stored.watch((_before, after) => {
    if (after === undefined) return
    number = Math.max(number, after.number)
    for (const look of [...waiting]) look()
  })
  const dropOldest = () => {
    for (const message of stored.values()) {
      if (stored.size <= messagesKept) return
      stored.delete(message.id)
    }
  }
  const newest = (filter: MessageFilter): Message | undefined => {
    let found: Message | undefined
    for (const message of stored.values()) {
      if (matches(message, filter) && message.number > (found?.number ?? 0)) found = message
    }
    return found
  }

  return {
    deliver: (message) => {
      const code = message.code ?? codeIn(message.text)
      if (code !== undefined) lab.protect(code)
      const delivered: Message = {
        ...message,
        ...(code === undefined ? {} : { code }),
        number: number + 1,
        id: String(number + 1),
        at: lab.clock.now(),
      }
      lab.journal.record({
        place: 'user',
        type: 'message.delivered',
        summary: `${message.kind} to ${message.to}${message.subject === undefined ? '' : `: ${message.subject}`}`,
        target: message.to,
        ...(message.correlationId === undefined ? {} : { correlationId: message.correlationId }),
        data: { kind: message.kind, from: message.from, message: delivered.id },
      })
      // A message is delivered, not awaited; a store that fails stops the next transaction that someone awaits.
      lab.store
        .transaction(() => {
          stored.put(delivered)
          dropOldest()
        })
        .catch(() => undefined)
    },
    messages: (filter = {}) =>
      [...stored.values()]
        .filter((message) => matches(message, filter))
        .sort((one, two) => one.number - two.number),
    answer: async (id, answer) => {
      const message = stored.get(id)
      if (message?.kind !== 'push' || message.answer !== undefined) return false
      await lab.store.transaction(() => stored.put({ ...message, answer }))
      return true
    },
    wait: (filter, waitMs) =>
      new Promise((resolve) => {
        const finish = (message: Message | undefined) => {
          clearTimeout(timer)
          waiting.delete(look)
          resolve(message)
        }
        const look = () => {
          const message = newest(filter)
          if (message !== undefined) finish(message)
        }
        const timer = setTimeout(() => finish(undefined), waitMs)
        waiting.add(look)
        look()
      }),
  }
}
