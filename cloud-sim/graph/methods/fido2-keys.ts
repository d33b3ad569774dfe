/** Security keys that users have registered, and challenges that wait for an answer. */
import type { CloudUser } from '#core/entra/model.ts'
import type { Collection, Instant } from '#core/ports.ts'
import type { TenantDirectory } from '../../directory/tenant-directory.ts'
import { iso } from '../odata/entity-type.ts'

/** `cloud.fido2-keys`, id = the credential's id. */
export interface Fido2Key {
  readonly id: string
  readonly userId: string
  readonly displayName: string
  readonly aaGuid: string
  readonly createdDateTime: Instant
}

/** `cloud.fido2-challenges`, id = the challenge. */
export interface Fido2Challenge {
  readonly id: string
  readonly userId: string
  readonly until: Instant
}

export const fido2Keys = ({ lab }: TenantDirectory): Collection<Fido2Key> =>
  lab.store.collection('cloud.fido2-keys')
export const fido2Challenges = ({ lab }: TenantDirectory): Collection<Fido2Challenge> =>
  lab.store.collection('cloud.fido2-challenges')

export const keysOf = (directory: TenantDirectory, { id }: Pick<CloudUser, 'id'>): Fido2Key[] =>
  [...fido2Keys(directory).values()].filter(({ userId }) => userId === id)

export const shownKey = ({ id, displayName, aaGuid, createdDateTime }: Fido2Key) => ({
  id,
  displayName,
  createdDateTime: iso(createdDateTime),
  aaGuid,
  model: null,
  attestationCertificates: [],
  attestationLevel: 'notAttested',
})
