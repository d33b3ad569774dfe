/** Requests that are out to an agent (of writeback, of pass-through authentication): answered once, or given up. */
import type { WebSocket } from 'ws'
import type { Clock, Instant } from '#core/ports.ts'

/** `unreachable`: the connection broke; `expired`: nobody answered in time. */
type Outcome<Response> = Response | 'unreachable' | 'expired'

interface Awaited<Response> {
  readonly socket: WebSocket
  readonly settle: (answer: Outcome<Response>) => void
}

export interface AwaitedAnswers<Response extends { readonly id: string }> {
  expect(id: string, socket: WebSocket, clock: Clock, expiresAt: Instant): Promise<Outcome<Response>>
  /** False when nobody waits for it (any more), or another agent was asked. */
  answer(response: Response, socket: WebSocket): boolean
  /** The connection broke: what it carried stays without an answer. */
  abandon(socket: WebSocket): void
}

/** Real time. With a frozen lab clock a message never expires, yet no HTTP client should hang on a silent agent for ever. */
const patience = 30_000

export function createAwaitedAnswers<Response extends { readonly id: string }>(): AwaitedAnswers<Response> {
  const waiting = new Map<string, Awaited<Response>>()
  return {
    expect: (id, socket, clock, expiresAt) =>
      new Promise((resolve) => {
        const settle = (answer: Outcome<Response>) => {
          if (!waiting.delete(id)) return
          cancel()
          clearTimeout(guard)
          resolve(answer)
        }
        const expire = () => {
          settle('expired')
          return 'no answer from the agent'
        }
        const cancel = clock.at(expiresAt, { name: 'relay message expiry', run: expire })
        const guard = setTimeout(expire, patience)
        guard.unref()
        waiting.set(id, { socket, settle })
      }),
    answer: (response, socket) => {
      const request = waiting.get(response.id)
      if (request === undefined || request.socket !== socket) return false
      request.settle(response)
      return true
    },
    abandon: (socket) => {
      for (const request of [...waiting.values()])
        if (request.socket === socket) request.settle('unreachable')
    },
  }
}
