/** Faults of the lab at Graph's door: throttled with what the real service says about it, or unavailable. */
import type { FaultOperation } from '#core/contracts/fault-operations.ts'
import { whenReady } from '#core/later.ts'
import type { FaultEffect } from '#core/ports.ts'
import { type Answering, type GraphAnswer, type GraphCall, refuse } from './graph-call.ts'

const operations: Readonly<Record<string, FaultOperation>> = {
  GET: 'graph.get',
  HEAD: 'graph.get',
  POST: 'graph.post',
  PATCH: 'graph.patch',
  PUT: 'graph.put',
  DELETE: 'graph.delete',
}

/** Seconds until a client may come again. */
const retryAfter = '1'

function faultAnswer({ bearer, directory, method }: GraphCall, fault: FaultEffect): GraphAnswer {
  if (!('code' in fault) || !/429|throttl/i.test(fault.code))
    return { ...refuse('Unavailable'), headers: { 'Retry-After': retryAfter } }
  const limit = method === 'GET' || method === 'HEAD' ? 'Read' : 'Write'
  return {
    ...refuse('Throttled'),
    headers: {
      'Retry-After': retryAfter,
      'x-ms-throttle-limit-percentage': '1.0',
      'x-ms-throttle-scope': `Tenant_Application/${limit}/${bearer.appId}/${directory.tenantId}`,
      'x-ms-throttle-information': limit === 'Read' ? 'ResourceUnitLimitExceeded' : 'WriteLimitExceeded',
    },
  }
}

/** A request of a batch is struck on its own, as it is throttled on its own. */
export function unlessStruck(call: GraphCall, go: () => Answering): Answering {
  const operation = operations[call.method]
  // A method that Graph has not is refused by the route table.
  if (operation === undefined) return go()
  return whenReady(call.directory.lab.faults.strike(operation, call.path), (fault) =>
    fault === undefined ? go() : faultAnswer(call, fault),
  )
}
