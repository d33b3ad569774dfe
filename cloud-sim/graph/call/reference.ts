/** `{"@odata.id": "https://…/directoryObjects/{id}"}`: what a reference in a body points to. */
import { z } from 'zod'
import { segmentsOf } from './graph-path.ts'

const body = z.object({ '@odata.id': z.string().max(1024) })

export function idOfLink(link: string): string | undefined {
  const path = URL.canParse(link) ? new URL(link).pathname : link
  return segmentsOf(path).at(-1)
}

export function referencedId(given: unknown): string | undefined {
  const parsed = body.safeParse(given)
  return parsed.success ? idOfLink(parsed.data['@odata.id']) : undefined
}
