/** Passes a request on to a part as it came, Host and Origin included: each part judges for itself who may call it. */
import { request as ask, type IncomingMessage } from 'node:http'
import type { Request, Response } from 'express'

/** Answers false when the part has nothing there, so that a screen may stand at that address. */
export async function passOn(origin: string, request: Request, response: Response): Promise<boolean> {
  const answer = await forward(origin, request)
  if (answer.statusCode === 404 && request.method === 'GET' && request.accepts('html') !== false) {
    const isPage = !(answer.headers['content-type'] ?? '').includes('json')
    if (isPage) {
      answer.resume()
      return false
    }
  }
  response.writeHead(answer.statusCode ?? 502, answer.headers)
  answer.pipe(response)
  // A browser that leaves an event stream ends it at the part too.
  response.on('close', () => answer.destroy())
  return true
}

const forward = (origin: string, request: Request): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { method, headers } = request
    const passed = ask(new URL(request.originalUrl, origin), { method, headers, setHost: false }, resolve)
    passed.on('error', reject)
    request.pipe(passed)
  })
