/** One thing that a person did, as a draft holds it. */
export type Words = Readonly<Record<string, unknown>>

export interface Act {
  /** The event that it begins with. */
  readonly seq: number
  readonly do: Words
  readonly as?: string
  /** What only the act itself tells. */
  readonly checks?: readonly Words[]
  /** What it tells besides what followed. */
  readonly adds?: readonly Words[]
  /** Of the call that it was. */
  readonly correlationId?: string
}
