/** Search (RFC 4511 4.5.1): from the request to the entries, in slices, as fast as the reader reads. */
import type { Later } from '#core/later.ts'
import type { SearchRequest } from '../../wire/requests.ts'
import { encodeEntry, type LdapResult } from '../../wire/responses.ts'
import { isRefusal, type LdapRefusal, type OperationContext, refused } from '../operation.ts'
import { resolveTarget } from '../resolve.ts'
import { attributeScopedObjects } from './attribute-scoped.ts'
import { hasWrongBitRule } from './compile-filter.ts'
import { dirSync } from './dir-sync.ts'
import { follow } from './notification.ts'
import { pageOf } from './paging.ts'
import { readRootDse } from './root-dse.ts'
import { candidates, type Scope } from './scan.ts'
import { headsBelow, type PagingState, type SearchJob, type SearchSink, sendAll } from './search-job.ts'
import { selectAttributes } from './select-attributes.ts'
import { sortAndWindow } from './sorting.ts'

export function search(
  context: OperationContext,
  request: SearchRequest,
  messageId: number,
  sink: SearchSink,
  paging: PagingState,
): Later<LdapResult | LdapRefusal> {
  if (request.scope < 0 || request.scope > 2) return refused('BadScope')
  if (request.base === '' && (context.controls.searchOptions ?? 0) !== 2 && !context.globalCatalog)
    return rootSearch(context, request, messageId, sink)
  if (request.base === '' && request.scope === 0) return rootSearch(context, request, messageId, sink)
  if (context.identity === undefined) return refused('NotBound')
  const scope = scopeOf(context, request)
  if (isRefusal(scope)) return scope
  const selection = selectAttributes(context, request.attributes, request.scope)
  if (isRefusal(selection)) return selection
  if (hasWrongBitRule(context, request.filter)) return refused('RuleOnWrongSyntax')
  const job: SearchJob = { context, request, messageId, sink, selection, paging }
  return answer(job, scope)
}

function answer(job: SearchJob, scope: Scope): Later<LdapResult | LdapRefusal> {
  const { controls } = job.context
  if (controls.notification) return follow(job, scope)
  if (controls.dirSync !== undefined) return dirSync(job, scope, controls.dirSync)
  const objects =
    controls.asq === undefined
      ? candidates(job.context, scope, job.request.filter)
      : attributeScopedObjects(job, scope, controls.asq)
  if (isRefusal(objects)) return objects
  if (controls.sort !== undefined || controls.vlv !== undefined) return sortAndWindow(job, scope, objects)
  if (controls.paged !== undefined) return pageOf(job, scope, objects, controls.paged)
  return sendAll(job, scope, objects)
}

function rootSearch(
  context: OperationContext,
  request: SearchRequest,
  messageId: number,
  sink: SearchSink,
): LdapResult | LdapRefusal {
  if (request.scope === 0) {
    const attributes = readRootDse(context, request)
    if (attributes === undefined) return { code: 0 }
    sink.send(
      encodeEntry(
        messageId,
        '',
        request.typesOnly ? attributes.map(({ name }) => ({ name, values: [] })) : attributes,
      ),
    )
    return { code: 0 }
  }
  if (request.scope === 1 && context.identity === undefined) return refused('NotBound')
  return refused('NoObject', { name: '', matchedDn: '' })
}

/** Phantom root and the global catalog search all naming contexts at once (MS-ADTS 3.1.1.3.4.1.12). */
function scopeOf(context: OperationContext, request: SearchRequest): Scope | LdapRefusal {
  const { directory } = context
  if (request.base === '')
    return { bases: [...directory.tree.heads.values()], depth: 'subtree', references: false }
  const base = resolveTarget(context, request.base)
  if (isRefusal(base)) return base
  const depth = request.scope === 0 ? 'base' : request.scope === 1 ? 'children' : 'subtree'
  if (depth === 'subtree' && (context.globalCatalog || context.controls.searchOptions === 2)) {
    return { bases: [base, ...headsBelow(context, base)], depth, references: false }
  }
  const quiet = context.controls.domainScope || (context.controls.searchOptions ?? 0) === 1
  return { bases: [base], depth, references: depth === 'subtree' && !quiet && base.ncDn !== undefined }
}
