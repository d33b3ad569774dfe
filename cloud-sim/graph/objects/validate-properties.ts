/** validateProperties: whether a group could be called so, before it is made. 204 when it could. */
import { z } from 'zod'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import { type GraphAnswer, type GraphCall, type GraphRoute, noContent, refuse } from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { groupSet } from '../groups/group-set.ts'
import { on } from '../odata/entity-set.ts'

const body = z.object({
  entityType: z.literal('Group').optional(),
  displayName: z.string().max(256).nullish(),
  mailNickname: z.string().max(64).nullish(),
  onBehalfOfUserId: z.guid().nullish(),
})

/** Names may be the same; what a mailbox is called may not. `own`: the group that is to change. */
function validate(call: GraphCall, own: string | undefined): GraphAnswer {
  const read = readBody(call, body, 'DirectoryObject')
  if (!read.ok) return read.answer
  const wanted = read.body.mailNickname?.toLowerCase()
  for (const group of call.directory.groupsInOrder('id').walk(undefined)) {
    if (!group.mailEnabled || group.id === own || group.mailNickname.toLowerCase() !== wanted) continue
    const { error } = refuse('ValueTaken', { property: 'mailNickname' })
    const details = [{ code: 'PropertyConflict', message: error?.message ?? '', target: 'mailNickname' }]
    return refuse('PropertyConflict', { property: 'mailNickname' }, { details })
  }
  return noContent
}

export const validatePropertiesRoutes: readonly GraphRoute[] = [
  route('POST', 'directoryObjects/validateProperties', access.createGroups, (call) =>
    validate(call, undefined),
  ),
  route(
    'POST',
    'groups/{group}/validateProperties',
    access.writeGroups,
    on(groupSet)((call, { id }) => validate(call, id)),
  ),
]
