/** The console's way to Microsoft Graph: as the administrator who connected, in the lab's admin browser session. */
import { z } from 'zod'
import { graphAsAdmin, pathOf } from '../graph/graph-door.ts'
import type { Ask } from '../lab/http.ts'
import { askAs } from '../sign-in/bearer-ask.ts'
import { ConsoleError } from './command.ts'

export interface GraphSession {
  /** Signs somebody in when nobody is; answers who. */
  connect(): Promise<string>
  /** Undefined: nobody has connected. */
  account(): string | undefined
  disconnect(): Promise<void>
}

const page = z.looseObject({
  value: z.array(z.unknown()).optional(),
  '@odata.nextLink': z.string().optional(),
})

/** One call; a refusal becomes the console's error with Graph's own code. */
export async function askGraph(path: string, request: Ask = {}): Promise<unknown> {
  const answer = await askAs(graphAsAdmin, path, request)
  if (answer.ok) return answer.value.body
  const { code, says } = answer.failure
  throw new ConsoleError(code === undefined ? says : `${says} [${code}]`)
}

/** All pages of a collection, or the one object. */
export async function readGraph(path: string, limit = Number.POSITIVE_INFINITY): Promise<readonly unknown[]> {
  const rows: unknown[] = []
  for (let next: string | undefined = path; next !== undefined && rows.length < limit; ) {
    const body = await askGraph(next)
    const read = page.safeParse(body)
    if (!read.success || read.data.value === undefined) return [body]
    rows.push(...read.data.value)
    const link = read.data['@odata.nextLink']
    next = link === undefined ? undefined : pathOf(link)
  }
  return rows.slice(0, limit)
}
