/**
 * Microsoft Graph's refusals. Key = our name for the case; `code` is what stands in `error.code`. Codes and statuses as
 * documented or seen in reports of real answers (graph.md §5); `source: 'sim'` where no source was found.
 */
import { say } from './catalogue.ts'
import { accessCases } from './graph/access.ts'
import type { GraphEntry } from './graph/entry.ts'
import { licenceCases } from './graph/licences.ts'
import { objectCases } from './graph/objects.ts'
import { queryCases } from './graph/queries.ts'
import { requestCases } from './graph/requests.ts'

export type { GraphEntry } from './graph/entry.ts'

export const graphTable = {
  ...accessCases,
  ...requestCases,
  ...queryCases,
  ...objectCases,
  ...licenceCases,
} as const satisfies Record<string, GraphEntry>

export type GraphCase = keyof typeof graphTable

export const graphEntry = (name: GraphCase): GraphEntry => graphTable[name]
export const graphSays = (name: GraphCase, values: Readonly<Record<string, string>> = {}): string =>
  say(graphTable[name].says, values)
