/** Microsoft Graph on the lab's own origin, as the administrator who is signed in to the portal. */
import { z } from 'zod'
import { graphAppId } from '#core/entra/first-party-apps.ts'
import type { Door } from '../sign-in/bearer-ask.ts'

export const graphAsAdmin: Door = { browser: 'admin', resource: graphAppId }
export const graphAsUser: Door = { browser: 'user', resource: graphAppId }

export const collectionOf = <Row extends z.ZodType>(row: Row) =>
  z.object({
    value: z.array(row),
    '@odata.nextLink': z.string().optional(),
    '@odata.count': z.number().optional(),
  })

/** Links in answers name the product's host; here they are followed on the lab's origin. */
export function pathOf(link: string): string {
  const { pathname, search } = new URL(link, location.origin)
  return pathname + search
}

/** `'` is doubled in OData literals. */
export const odataText = (text: string): string => `'${text.replaceAll("'", "''")}'`
