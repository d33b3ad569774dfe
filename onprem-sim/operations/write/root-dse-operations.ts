/** Writes to the rootDSE: operations in the form of attributes (MS-ADTS 3.1.1.3.3). */

import type { ModifyRequest } from '../../wire/requests.ts'
import type { LdapResult } from '../../wire/responses.ts'
import { holdsSid } from '../access.ts'
import { type LdapRefusal, type OperationContext, refused, success } from '../operation.ts'
import { runSdProp } from '../sd-prop.ts'

/** Nothing to do here: the schema is always up to date, there are no replicas, and tombstones go by their time. */
const accepted = new Set([
  'schemaupdatenow',
  'dogarbagecollection',
  'dolinkcleanup',
  'recalchierarchy',
  'checkphantoms',
  'updatecachedmemberships',
  'dogarbagecollectionphantomsnow',
  'invalidateridpool',
  'dumpdatabase',
  'schemaupgradeinprogress',
  'doonlinedefrag',
  'becomedomainmaster',
  'becomeinfrastructuremaster',
  'becomepdc',
  'becomeridmaster',
  'becomeschemamaster',
])
const propagation = new Set(['fixupinheritance', 'runprotectadmingroupstask'])

export function modifyRootDse(
  context: OperationContext,
  { changes }: ModifyRequest,
): LdapResult | LdapRefusal {
  for (const { attribute } of changes) {
    const name = attribute.toLowerCase()
    if (!accepted.has(name) && !propagation.has(name)) return refused('RootDseWriteRefused')
    if (!holdsSid(context, 'S-1-5-32-544')) return refused('AccessDenied')
    if (name === 'runprotectadmingroupstask') runSdProp(context.directory)
  }
  return success
}
