/** /directoryObjects, getByIds, and photos. */
import { z } from 'zod'
import type { CloudUser } from '#core/entra/model.ts'
import { access } from '../call/access.ts'
import {
  context,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  noContent,
  notFound,
  ok,
  refuse,
  userIn,
} from '../call/graph-call.ts'
import { findObject, showObject } from './directory-object.ts'

const byIdsBody = z.object({ ids: z.array(z.string()).max(1000), types: z.array(z.string()).optional() })

function getByIds(call: GraphCall): GraphAnswer {
  const body = byIdsBody.safeParse(call.body)
  if (!body.success) return refuse('PropertyInvalid', { property: 'ids', type: 'DirectoryObject' })
  const types = body.data.types?.map((type) => type.toLowerCase())
  const isWanted = (type: string) =>
    types === undefined || types.includes('directoryobject') || types.includes(type.toLowerCase())
  const value = body.data.ids.flatMap((id) => {
    const object = findObject(call.directory, id)
    return object === undefined || !isWanted(object.type) ? [] : [showObject(object, call)]
  })
  return ok({ '@odata.context': context(call, 'directoryObjects'), value })
}

function getObject(call: GraphCall): GraphAnswer {
  const object = findObject(call.directory, call.params.object ?? '')
  return object === undefined
    ? notFound(call.params.object ?? '')
    : ok({ '@odata.context': context(call, 'directoryObjects/$entity'), ...showObject(object, call) })
}

interface Photo {
  readonly id: string
  /** base64 */
  readonly bytes: string
  readonly contentType: string
}

const photos = ({ directory }: GraphCall) => directory.lab.store.collection<Photo>('cloud.photos')

const withUser =
  (act: (call: GraphCall, user: CloudUser) => GraphAnswer | Promise<GraphAnswer>) => (call: GraphCall) => {
    const user = userIn(call)
    return user === undefined ? notFound(call.params.user ?? '') : act(call, user)
  }

const photoInfo = withUser((call, user) => {
  const photo = photos(call).get(user.id)
  if (photo === undefined) return refuse('PhotoNotFound')
  return ok({
    '@odata.context': context(call, `users('${user.id}')/photo/$entity`),
    '@odata.mediaContentType': photo.contentType,
    id: 'default',
    height: 1,
    width: 1,
  })
})

const photoBytes = withUser((call, user) => {
  const photo = photos(call).get(user.id)
  return photo === undefined
    ? refuse('PhotoNotFound')
    : { status: 200, raw: { contentType: photo.contentType, bytes: Buffer.from(photo.bytes, 'base64') } }
})

const writePhoto = withUser(async (call, user) => {
  if (call.bytes === undefined || call.bytes.length === 0) return refuse('BodyMalformed')
  const contentType = call.header('content-type') ?? 'image/jpeg'
  const bytes = call.bytes.toString('base64')
  await call.directory.transaction(() => photos(call).put({ id: user.id, bytes, contentType }))
  return noContent
})

const removePhoto = withUser(async (call, user) => {
  await call.directory.transaction(() => photos(call).delete(user.id))
  return noContent
})

export const objectRoutes: readonly GraphRoute[] = [
  { method: 'POST', path: 'directoryObjects/getByIds', access: access.readMembership, handle: getByIds },
  { method: 'GET', path: 'directoryObjects/{object}', access: access.readMembership, handle: getObject },
  { method: 'GET', path: 'users/{user}/photo', access: access.readPhoto, handle: photoInfo },
  { method: 'GET', path: 'users/{user}/photo/$value', access: access.readPhoto, handle: photoBytes },
  { method: 'PUT', path: 'users/{user}/photo/$value', access: access.writePhoto, handle: writePhoto },
  { method: 'PATCH', path: 'users/{user}/photo/$value', access: access.writePhoto, handle: writePhoto },
  { method: 'DELETE', path: 'users/{user}/photo', access: access.writePhoto, handle: removePhoto },
]
