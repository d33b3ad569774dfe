/** A user's photo: the picture's facts, its bytes, and how it is set. */
import type { CloudUser } from '#core/entra/model.ts'
import { type Photo, photosOf } from '../../directory/photos.ts'
import { access } from '../call/access.ts'
import {
  type Answering,
  context,
  type GraphCall,
  type GraphRoute,
  noContent,
  ok,
  refuse,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { on } from '../odata/entity-set.ts'
import { userSet } from './user-set.ts'

const withPhoto = (act: (call: GraphCall, photo: Photo, user: CloudUser) => Answering) =>
  on(userSet)((call, user) => {
    const photo = photosOf(call.directory).get(user.id)
    return photo === undefined ? refuse('PhotoNotFound') : act(call, photo, user)
  })

const facts = withPhoto((call, photo, user) =>
  ok({
    '@odata.context': context(call, `users('${user.id}')/photo/$entity`),
    '@odata.mediaContentType': photo.contentType,
    id: 'default',
    height: 1,
    width: 1,
  }),
)

const bytes = withPhoto((_call, photo) => ({
  status: 200,
  raw: { contentType: photo.contentType, bytes: Buffer.from(photo.bytes, 'base64') },
}))

const write = on(userSet)(async (call, { id }) => {
  if (call.bytes === undefined || call.bytes.length === 0) return refuse('BodyMalformed')
  const photo = {
    id,
    bytes: call.bytes.toString('base64'),
    contentType: call.header('content-type') ?? 'image/jpeg',
  }
  await call.directory.transaction(() => photosOf(call.directory).put(photo))
  return noContent
})

const remove = withPhoto(async (call, { id }) => {
  await call.directory.transaction(() => photosOf(call.directory).delete(id))
  return noContent
})

const path = 'users/{user}/photo'

export const photoRoutes: readonly GraphRoute[] = [
  route('GET', path, access.readPhoto, facts),
  route('GET', `${path}/$value`, access.readPhoto, bytes),
  route('PUT', `${path}/$value`, access.writePhoto, write),
  route('PATCH', `${path}/$value`, access.writePhoto, write),
  route('DELETE', path, access.writePhoto, remove),
  route('DELETE', `${path}/$value`, access.writePhoto, remove),
]
