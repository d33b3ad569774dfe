/** From a request to its operation. Writes run in one transaction of the lab's store and are answered when it is on disk. */
import { parseObjectName } from '#core/active-directory/object-name.ts'
import { type Later, whenReady } from '#core/later.ts'
import { compare } from '../operations/compare.ts'
import { extended } from '../operations/extended.ts'
import type { LdapRefusal, OperationContext } from '../operations/operation.ts'
import { refused } from '../operations/operation.ts'
import { search } from '../operations/search/search.ts'
import type { PagingState, SearchSink } from '../operations/search/search-job.ts'
import { add } from '../operations/write/add.ts'
import { deleteObject } from '../operations/write/delete.ts'
import { modify } from '../operations/write/modify.ts'
import { modifyDn } from '../operations/write/modify-dn.ts'
import { recordRefusal } from './record-refusal.ts'
import type { Request } from './requests.ts'
import type { LdapResult } from './responses.ts'

export interface SearchPlumbing {
  readonly messageId: number
  readonly sink: SearchSink
  readonly paging: PagingState
}

type Outcome = LdapResult | LdapRefusal
type Operation = Exclude<Request, { op: 'unbind' | 'abandon' | 'bind' }>

export function runOperation(
  context: OperationContext,
  request: Operation,
  plumbing: SearchPlumbing,
): Later<Outcome> {
  return whenReady(perform(context, request, plumbing), (outcome) => {
    recordRefusal(context, request.op, outcome)
    return outcome
  })
}

function perform(
  context: OperationContext,
  request: Operation,
  { messageId, sink, paging }: SearchPlumbing,
): Later<Outcome> {
  if (request.op === 'search') return search(context, request, messageId, sink, paging)
  if (request.op === 'extended') return extended(context, request)
  if (context.identity === undefined) return anonymousRefusal(context, request)
  if (context.globalCatalog && request.op !== 'compare') return toDomain(context, request.dn)
  const write = <Answer>(work: () => Answer): Promise<Answer> => context.directory.lab.store.transaction(work)
  switch (request.op) {
    case 'add':
      return write(() => add(context, request))
    case 'modify':
      return write(() => modify(context, request))
    case 'delete':
      return write(() => deleteObject(context, request))
    case 'modifyDN':
      return write(() => modifyDn(context, request))
    case 'compare':
      return compare(context, request)
  }
}

/** The global catalog takes no writes, and names the port that does (MS-ADTS 3.1.1.5.1). */
function toDomain({ directory }: OperationContext, dn: string): Outcome {
  const host = directory.dnsName
  return refused('GlobalCatalogReadOnly', { host, referrals: [`ldap://${host}/${dn}`] })
}

/** A name that is none is told before anything else. */
function anonymousRefusal(_context: OperationContext, request: { readonly dn: string }): Outcome {
  return parseObjectName(request.dn) === undefined
    ? refused('BadName', { name: request.dn.slice(0, 200), data: '8350' })
    : refused('NotBound')
}
