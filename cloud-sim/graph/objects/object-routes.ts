/** /directoryObjects: one by its id, many by theirs. */
import { z } from 'zod'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import { context, type GraphAnswer, type GraphCall, type GraphRoute, ok } from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { answerEntity } from '../odata/entity.ts'
import { missing } from '../odata/entity-set.ts'
import { directoryObjectType, findObject, showObject } from './directory-object.ts'

const byIdsBody = z.object({ ids: z.array(z.guid()).max(1000), types: z.array(z.string()).optional() })

/** POST …/getByIds {ids, types?}: what is not there is left out. */
function getByIds(call: GraphCall): GraphAnswer {
  const read = readBody(call, byIdsBody, 'DirectoryObject')
  if (!read.ok) return read.answer
  const types = read.body.types?.map((type) => type.toLowerCase())
  const isWanted = (type: string) =>
    types === undefined || types.includes('directoryobject') || types.includes(type.toLowerCase())
  const value = read.body.ids.flatMap((id) => {
    const object = findObject(call.directory, id)
    return object === undefined || !isWanted(object.type) ? [] : [showObject(object, call)]
  })
  return ok({ '@odata.context': context(call, 'directoryObjects'), value })
}

function getObject(call: GraphCall): GraphAnswer {
  const id = call.params.object ?? ''
  const object = findObject(call.directory, id)
  return object === undefined
    ? missing({ byGuid: true }, id)
    : answerEntity(call, directoryObjectType, object)
}

export const objectRoutes: readonly GraphRoute[] = [
  route('POST', 'directoryObjects/getByIds', access.readMembership, getByIds),
  route('GET', 'directoryObjects/{object}', access.readMembership, getObject),
]
