/**
 * What the cloud is asked most, Graph's calls and tokens, is answered before a router looks through its routes. A claim
 * says at a glance whether a request is its own; what nobody claims goes the way through Express.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Answers the request that was claimed. */
export type Claimed = (response: ServerResponse) => unknown
/** Undefined for what is somebody else's. */
export type Claim = (request: IncomingMessage) => Claimed | undefined

/** The first claim that fits. A failure of what was claimed is told, and answered with 500 where nothing was answered. */
export const createFrontDoor =
  (claims: readonly Claim[]): Claim =>
  (request) => {
    for (const claim of claims) {
      const claimed = claim(request)
      if (claimed !== undefined) return (response) => answer(claimed, response)
    }
    return undefined
  }

/** What was answered at once does not wait for a turn of the event loop. */
function answer(claimed: Claimed, response: ServerResponse): void {
  try {
    const answering = claimed(response)
    if (answering instanceof Promise) answering.catch((error: unknown) => fail(error, response))
  } catch (error) {
    fail(error, response)
  }
}

function fail(error: unknown, response: ServerResponse): void {
  const shown = error instanceof Error ? error.stack : String(error)
  process.stderr.write(`The cloud failed: ${shown}\n`)
  if (!response.headersSent) response.writeHead(500)
  response.end()
}
