/** The last exchanges of a lab, in memory: `core/contracts/exchanges.ts`. */
import type { Exchange } from '#core/contracts/exchanges.ts'
import type { Exchanges, Instant } from '#core/ports.ts'

const kept = 400
/** A page of a hundred users says no more than its beginning. */
const shownOfText = 8_192

export interface LabExchanges extends Exchanges {
  /** Oldest first. */
  under(correlationId: string): readonly Exchange[]
}

const shorten = (text: string): string =>
  text.length <= shownOfText
    ? text
    : `${text.slice(0, shownOfText)}\n… ${text.length - shownOfText} characters more`

export function createExchanges(now: () => Instant): LabExchanges {
  const exchanges: Exchange[] = []
  let id = 0
  return {
    record: (exchange) => {
      id += 1
      const [request, answer] = [shorten(exchange.request), shorten(exchange.answer)]
      exchanges.push({ ...exchange, request, answer, id, at: now() })
      if (exchanges.length > kept) exchanges.shift()
    },
    under: (correlationId) => exchanges.filter((exchange) => exchange.correlationId === correlationId),
  }
}
