/**
 * What a part of the world is given: the lab it lives in. Types only; `lab/` implements them.
 * Nothing here is global: two labs in one process share no clock, no journal, no store.
 */
import type { NewExchange } from './contracts/exchanges.ts'
import type { FaultOperation } from './contracts/fault-operations.ts'
import type { JournalEvent, NewEvent } from './contracts/journal.ts'
import type { Later } from './later.ts'

/** Milliseconds since 1970-01-01T00:00Z, lab time. FILETIME, ISO 8601 and NumericDate exist only at the edges. */
export type Instant = number

export type Cancel = () => void

/** A due job answers one line for the clock's report ("delta cycle: 3 changes"), shown where time was advanced. */
export interface Job {
  readonly name: string
  run(at: Instant): Promise<string> | string
}

export interface Clock {
  now(): Instant
  /** Runs every `everyMs` of lab time, first after one interval (or at `firstAt`). */
  every(everyMs: number, job: Job, firstAt?: Instant): Cancel
  /** Runs once, at `at` or as soon as possible when that has passed. */
  at(at: Instant, job: Job): Cancel
}

export interface Journal {
  /** The one way to say that something happened. Never give it a password, a secret or a code. */
  record(event: NewEvent): JournalEvent
  /** Newest last. */
  events(filter?: EventFilter): readonly JournalEvent[]
  /** Hears each event as it is recorded. */
  follow(listener: (event: JournalEvent) => void): Cancel
}

export interface EventFilter {
  readonly after?: number
  readonly correlationId?: string
  readonly type?: string
  readonly flow?: string
  /** A UPN, DN or object id the event is about. */
  readonly target?: string
  readonly limit?: number
}

export interface Random {
  /** Repeatable from the lab's seed: for object ids. */
  guid(): string
  /** Repeatable, 0 <= n < below. */
  integer(below: number): number
  /** Repeatable bytes: for salts, SIDs, cookies. */
  bytes(length: number): Uint8Array
  /** Never repeatable: for tokens, codes, keys, one-time passwords. */
  secret(length: number): Uint8Array
}

export interface StoredRecord {
  readonly id: string
}

/** Records are immutable and replaced. Change them only inside `Store.transaction`. */
export interface Collection<Row extends StoredRecord> {
  readonly name: string
  readonly size: number
  get(id: string): Row | undefined
  has(id: string): boolean
  values(): IterableIterator<Row>
  put(record: Row): void
  delete(id: string): void
  /**
   * Hears every record that is there now (before = undefined), then each change, undo and restore included.
   * Indexes hang here, so that loading, writing, rolling back and restoring are one mechanism.
   */
  watch(listener: (before: Row | undefined, after: Row | undefined) => void): Cancel
}

export interface Store {
  /** The same collection for the same name; made when first asked for. Names are `part.things`. */
  collection<Row extends StoredRecord>(name: string): Collection<Row>
  /**
   * Runs `change` at once. All its puts and deletes become one journal line, or none when it throws.
   * Resolves with its answer when that line, and the events recorded so far, are on disk.
   */
  transaction<Answer>(change: () => Answer): Promise<Answer>
}

/** What a fault does to the operation it strikes. */
export type FaultEffect = { readonly code: string } | { readonly drop: true } | { readonly delayMs: number }

export interface Faults {
  /**
   * Asks whether an operation (`relay.deliver`, `ldap.modify`, `cloud.commit-password` ...) is to fail now.
   * Delays have passed when this answers; it answers undefined when the operation goes on, and at once when there are no faults.
   */
  strike(
    operation: FaultOperation,
    target?: string,
    phase?: 'before' | 'after',
  ): Later<FaultEffect | undefined>
}

export interface OutgoingMessage {
  readonly kind: 'sms' | 'call' | 'email' | 'push'
  readonly to: string
  readonly from: string
  readonly subject?: string
  readonly text: string
  /** The one-time code in the text, so that tools need not parse it. */
  readonly code?: string
  readonly correlationId?: string
  /** Path of the cloud where the phone sends what is tapped or pressed. */
  readonly answerAt?: string
  /** Of a sign-in's prompt: whoever denies it may report it as none of theirs. */
  readonly mayReport?: boolean
}

export interface Inbox {
  /** Delivers to the lab's phones and mailboxes. */
  deliver(message: OutgoingMessage): void
}

export interface Exchanges {
  /** Keeps what went over a wire, for the picture of its flow. The caller has masked every secret. */
  record(exchange: NewExchange): void
}

/** One isolated world: tenant + forest + Connect server + phones + clock + journal. */
export interface Lab {
  readonly id: string
  /** Made from the lab's id and seed; no record repeats it, so a world can be cloned. */
  readonly tenantId: string
  readonly clock: Clock
  readonly journal: Journal
  readonly random: Random
  readonly store: Store
  readonly faults: Faults
  readonly inbox: Inbox
  readonly exchanges: Exchanges
}

/** A running cloud, domain controller or Connect server of one lab. */
export interface Part {
  readonly name: 'cloud' | 'directory' | 'connect'
  /** Answers a real request of its own and says what is wrong, if anything. */
  health(): Promise<{ readonly ok: boolean; readonly detail: string }>
  close(): Promise<void>
}
