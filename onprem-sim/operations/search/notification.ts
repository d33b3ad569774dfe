/** Change notification (MS-ADTS 3.1.1.3.4.1.9): the search never ends, and every change in scope is an entry. */
import { matchesAll } from '#core/active-directory/filter.ts'
import type { DirectoryObject } from '../../store/records.ts'
import type { LdapResult } from '../../wire/responses.ts'
import { type LdapRefusal, refused } from '../operation.ts'
import { isVisible } from '../resolve.ts'
import type { Scope } from './scan.ts'
import { type SearchJob, sendEntry } from './search-job.ts'

export function follow(job: SearchJob, scope: Scope): LdapRefusal | Promise<LdapResult> {
  if (!matchesAll(job.request.filter)) return refused('NotificationFilter')
  const { directory } = job.context
  const context = { ...job.context, controls: { ...job.context.controls, showDeleted: true } }
  const inScope = (object: DirectoryObject): boolean => {
    const [base] = scope.bases
    if (base === undefined) return false
    if (scope.depth === 'base') return object.id === base.id
    return scope.depth === 'children' ? object.parent === base.id : directory.tree.isBelow(object, base.id)
  }
  return new Promise((resolve) => {
    const stop = directory.onChange((_, after) => {
      if (after !== undefined && !job.sink.cancelled && inScope(after) && isVisible(context, after))
        sendEntry({ ...job, context }, after)
    })
    job.sink.onCancel(() => {
      stop()
      resolve({ code: 0 })
    })
  })
}
