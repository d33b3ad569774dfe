/** Faults of the lab at Graph's door: throttled with what the real service says about it, or unavailable. */
import { whenReady } from '#core/later.ts'
import type { FaultEffect } from '#core/ports.ts'
import { type Answering, type GraphAnswer, type GraphCall, refuse } from './graph-call.ts'

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
export const unlessStruck = (call: GraphCall, go: () => Answering): Answering =>
  whenReady(call.directory.lab.faults.strike(`graph.${call.method.toLowerCase()}`, call.path), (fault) =>
    fault === undefined ? go() : faultAnswer(call, fault),
  )
