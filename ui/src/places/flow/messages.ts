/** What travelled for one matter, drawn between the parts that it travelled between. */
import type { Exchange } from '#core/contracts/exchanges.ts'
import type { JournalEvent, Place } from '#core/contracts/journal.ts'
import { t, translationOf } from '../../lab/language.ts'
import type { Trace } from './trace.ts'

export interface Message {
  readonly key: string
  readonly from: Place
  readonly to: Place
  readonly text: string
  readonly outcome: string
  readonly refused: boolean
  /** The exchange that shows it raw, while it is kept. */
  readonly exchange?: number
  /** Earlier ones on the same way. */
  readonly earlier: number
}

type Way = Pick<Message, 'from' | 'to'>

/** What the agent is asked to do, in the words of who asks. */
const operations: Readonly<Record<string, string>> = {
  reset: 'set password',
  change: 'change password',
  unlock: 'unlock account',
}
const guids = /[0-9a-f]{8}-[0-9a-f-]{27}/gi

/** LDAP comes from the Connect server where it took part, else from the person's own console or workstation. */
function wayOf({ protocol }: Exchange, trace: Trace): Way {
  if (protocol === 'https') return { from: 'user', to: 'cloud' }
  if (protocol === 'relay') return { from: 'cloud', to: 'connect' }
  const byConnect = trace.events.some(({ place }) => place === 'connect' || place === 'relay')
  return { from: byConnect ? 'connect' : 'user', to: 'directory' }
}

const textOf = (exchange: Exchange, sealed: string | undefined): string => {
  if (exchange.protocol === 'relay') return sealed ?? exchange.title
  if (exchange.protocol === 'ldap') return (exchange.title.split(/(?<!\\),/)[0] ?? '').replace(guids, '…')
  return exchange.title.replace(guids, '…')
}

/** `set password · 0.8 KB · sealed RSA-2048/AES-256-GCM`, as the relay recorded it. */
function sealedText(sent: JournalEvent | undefined): string | undefined {
  const { operation, bytes } = sent?.data ?? {}
  if (typeof operation !== 'string' || typeof bytes !== 'number') return undefined
  return t('{operation} · {size} KB · sealed RSA-2048/AES-256-GCM', {
    operation: translationOf(operations[operation] ?? operation),
    size: (bytes / 1024).toFixed(1),
  })
}

/** The last message on each way, from the person inwards. */
export function messagesOf(trace: Trace, exchanges: readonly Exchange[]): Message[] {
  const sent = trace.events.findLast(({ type }) => type === 'relay.sent')
  const byWay = new Map<string, Message>()
  for (const exchange of exchanges) {
    const way = wayOf(exchange, trace)
    const key = `${way.from}-${way.to}`
    const { id, outcome, refused } = exchange
    const earlier = byWay.has(key) ? (byWay.get(key)?.earlier ?? 0) + 1 : 0
    byWay.set(key, {
      key,
      ...way,
      text: textOf(exchange, sealedText(sent)),
      outcome,
      refused,
      exchange: id,
      earlier,
    })
  }
  const order = ['user-cloud', 'cloud-connect', 'connect-directory', 'user-directory']
  return [...(byWay.size > 0 ? byWay.values() : fromJournal(trace, sent))].sort(
    (one, other) => order.indexOf(one.key) - order.indexOf(other.key),
  )
}

/** Raw messages are kept for a while only; that one was sent, the journal remembers. */
function fromJournal(trace: Trace, sent: JournalEvent | undefined): Message[] {
  const text = sealedText(sent)
  if (text === undefined) return []
  const answered = trace.events.findLast(({ type }) => type === 'relay.answered')
  const outcome = answered?.code ?? String(answered?.data?.outcome ?? '')
  return [
    {
      key: 'cloud-connect',
      from: 'cloud',
      to: 'connect',
      text,
      outcome,
      refused: answered?.code !== undefined,
      earlier: 0,
    },
  ]
}
