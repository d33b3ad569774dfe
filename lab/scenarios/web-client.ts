/** A person's or tool's HTTP client that trusts the lab's CA and nothing else special: JSON and forms, cookies by hand. */
import type { Agent } from 'undici'

export interface WebAnswer {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly text: string
  /** Undefined when the body is no JSON. */
  readonly json: unknown
}

export interface WebRequest {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>>
}

export interface WebClient {
  send(url: string, request?: WebRequest): Promise<WebAnswer>
  close(): Promise<void>
}

export function createWebClient(caCertificate: string): WebClient {
  // Loaded with the first request: a start that calls nobody does without.
  let opened: Promise<{ fetch: typeof import('undici').fetch; dispatcher: Agent }> | undefined
  const open = async () => {
    const { Agent, fetch } = await import('undici')
    // Nobody waits for the wall clock, yet a day of thirty labs at once may take minutes to run.
    const patient = { headersTimeout: 0, bodyTimeout: 0 }
    return { fetch, dispatcher: new Agent({ connect: { ca: caCertificate }, ...patient }) }
  }
  return {
    async send(url, { method, headers = {}, json, form } = {}) {
      const body = json === undefined ? form && new URLSearchParams(form).toString() : JSON.stringify(json)
      const type = json === undefined ? 'application/x-www-form-urlencoded' : 'application/json'
      opened ??= open()
      const { fetch, dispatcher } = await opened
      const answer = await fetch(url, {
        dispatcher,
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: { ...(body === undefined ? {} : { 'content-type': type }), ...headers },
        redirect: 'manual',
        ...(body === undefined ? {} : { body }),
      })
      const text = await answer.text()
      return { status: answer.status, headers: new Map(answer.headers), text, json: parseJson(text) }
    },
    close: async () => (await opened)?.dispatcher.close(),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
