/** Security keys: registered by administrators for others with a challenge, listed and taken away (graph.md §3). */
import { z } from 'zod'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import {
  context,
  created,
  type GraphAnswer,
  type GraphRoute,
  noContent,
  notFound,
  ok,
  refuse,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { on } from '../odata/entity-set.ts'
import { iso } from '../odata/entity-type.ts'
import { userSet } from '../users/user-set.ts'
import { readAttestation, relyingPartyId } from './fido2-attestation.ts'
import { fido2Challenges, fido2Keys, keysOf, shownKey } from './fido2-keys.ts'
import { changeMethods } from './write-methods.ts'

const existing = on(userSet)
const minutesMs = 60_000

/** `creationOptions(challengeTimeoutInMinutes=10)`; five to 43200 minutes. */
const minutesIn = (text: string | undefined): number => {
  const found = /^challengeTimeoutInMinutes=(\d{1,5})$/i.exec(text ?? '')?.[1]
  return found === undefined ? 5 : Math.min(Math.max(Number(found), 5), 43_200)
}

const creationOptions = existing(async (call, user) => {
  const { directory } = call
  const now = directory.lab.clock.now()
  const minutes = minutesIn(call.params.arguments)
  const until = now + minutes * minutesMs
  const challenge = Buffer.from(directory.lab.random.secret(32)).toString('base64url')
  const challenges = fido2Challenges(directory)
  await directory.transaction(() => {
    for (const old of [...challenges.values()]) if (old.until < now) challenges.delete(old.id)
    challenges.put({ id: challenge, userId: user.id, until })
  })
  return ok({
    '@odata.context': context(call, 'microsoft.graph.webauthnCredentialCreationOptions'),
    challengeTimeoutDateTime: iso(until),
    publicKey: {
      challenge,
      timeout: 0,
      attestation: 'direct',
      rp: { id: relyingPartyId, name: 'Microsoft' },
      user: {
        id: Buffer.from(user.id).toString('base64url'),
        displayName: user.displayName,
        name: user.userPrincipalName,
      },
      pubKeyCredParams: [-7, -257].map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: keysOf(directory, user).map(({ id }) => ({
        id,
        type: 'public-key',
        transports: [],
      })),
      authenticatorSelection: {
        authenticatorAttachment: 'cross-platform',
        requireResidentKey: true,
        userVerification: 'required',
      },
      extensions: {
        hmacCreateSecret: true,
        enforceCredentialProtectionPolicy: true,
        credentialProtectionPolicy: 'userVerificationOptional',
      },
    },
  })
})

const base64url = z.string().regex(/^[A-Za-z0-9_-]+=*$/)
const keyBody = z.object({
  displayName: z.string().min(1).max(30),
  publicKeyCredential: z.object({
    id: base64url,
    response: z.object({ clientDataJSON: base64url, attestationObject: base64url }),
  }),
})

/** Each challenge is answered once, in time, by the key it was made for. */
const create = existing(async (call, user): Promise<GraphAnswer> => {
  const read = readBody(call, keyBody, 'Fido2AuthenticationMethod')
  if (!read.ok) return read.answer
  const { displayName, publicKeyCredential } = read.body
  const { directory } = call
  const now = directory.lab.clock.now()
  const made = readAttestation(publicKeyCredential.response)
  const challenge = made === undefined ? undefined : fido2Challenges(directory).get(made.challenge)
  if (made === undefined || made.credentialId !== publicKeyCredential.id.replace(/=+$/, ''))
    return refuse('PropertyInvalid', { property: 'publicKeyCredential', type: 'Fido2AuthenticationMethod' })
  if (challenge === undefined || challenge.userId !== user.id || challenge.until < now)
    return refuse('ChallengeInvalid')
  if (fido2Keys(directory).has(made.credentialId))
    return refuse('ValueTaken', { property: 'publicKeyCredential' })
  const key = {
    id: made.credentialId,
    userId: user.id,
    displayName,
    aaGuid: made.aaGuid,
    createdDateTime: now,
  }
  const refused = await changeMethods(call, user, 'Admin registered security info', () => {
    fido2Challenges(directory).delete(challenge.id)
    fido2Keys(directory).put(key)
  })
  if (refused !== undefined) return refused
  const room = `users('${user.id}')/authentication/fido2Methods`
  return created(
    { '@odata.context': context(call, `${room}/$entity`), ...shownKey(key) },
    `${call.origin}/${call.version}/users/${user.id}/authentication/fido2Methods/${key.id}`,
  )
})

const remove = existing(async (call, user) => {
  const id = call.params.method ?? ''
  if (fido2Keys(call.directory).get(id)?.userId !== user.id) return notFound(id)
  const refused = await changeMethods(call, user, 'Admin deleted security info', () =>
    fido2Keys(call.directory).delete(id),
  )
  return refused ?? noContent
})

const path = 'users/{user}/authentication/fido2Methods'

export const fido2Routes: readonly GraphRoute[] = [
  route('GET', `${path}/creationOptions`, access.writeMethods, creationOptions),
  route('GET', `${path}/creationOptions/{arguments}`, access.writeMethods, creationOptions),
  route('POST', path, access.writeMethods, create),
  route('DELETE', `${path}/{method}`, access.writeMethods, remove),
]
