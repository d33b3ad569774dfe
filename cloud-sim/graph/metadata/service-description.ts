/** What Graph says about itself, to anybody: the service document at its root, and `$metadata`. */
import type { IncomingMessage } from 'node:http'
import { originsOf } from '../../origin.ts'
import { type GraphAnswer, ok } from '../call/graph-call.ts'
import type { GraphUrl } from '../call/graph-request.ts'
import { entitySets, singletons } from './entity-model.ts'
import { csdl } from './write-csdl.ts'

/** Undefined for whatever else is asked. */
export function describes(request: IncomingMessage, { path, version }: GraphUrl): GraphAnswer | undefined {
  if (path.length > '/$metadata/'.length || (request.method !== 'GET' && request.method !== 'HEAD'))
    return undefined
  if (path === '/') return ok(serviceDocument(request, version))
  if (path.toLowerCase().replace(/\/$/, '') !== '/$metadata') return undefined
  return { status: 200, raw: { contentType: 'application/xml', bytes: csdl(version) } }
}

const serviceDocument = (request: IncomingMessage, version: string) => ({
  '@odata.context': `${originsOf(request).graph}/${version}/$metadata`,
  value: [
    ...Object.keys(entitySets).map((name) => ({ name, kind: 'EntitySet', url: name })),
    ...Object.keys(singletons).map((name) => ({ name, kind: 'Singleton', url: name })),
  ],
})
