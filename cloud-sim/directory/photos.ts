/** Photos of users: set through Graph, or by synchronisation from thumbnailPhoto. */
import type { Collection, StoredRecord } from '#core/ports.ts'
import type { TenantDirectory } from './tenant-directory.ts'

/** `cloud.photos`, id = the user's object id. */
export interface Photo extends StoredRecord {
  /** base64 */
  readonly bytes: string
  readonly contentType: string
}

export const photosOf = ({ lab }: Pick<TenantDirectory, 'lab'>): Collection<Photo> =>
  lab.store.collection('cloud.photos')

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47]).toString('base64').slice(0, 5)

/** Active Directory says nothing of the format: it is told by the first bytes. Null takes the photo away. Inside a transaction. */
export function keepPhoto(directory: Pick<TenantDirectory, 'lab'>, id: string, bytes: string | null): void {
  const photos = photosOf(directory)
  if (bytes === null) photos.delete(id)
  else photos.put({ id, bytes, contentType: bytes.startsWith(pngSignature) ? 'image/png' : 'image/jpeg' })
}
