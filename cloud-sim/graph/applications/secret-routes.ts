/** Client secrets of an application: addPassword shows one once, removePassword takes it away. */
import { z } from 'zod'
import type { Application, PasswordCredential } from '#core/entra/applications.ts'
import { secretHash } from '../../directory/provision-tenant.ts'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import { changeDirectory } from '../call/change-directory.ts'
import { context, type GraphCall, type GraphRoute, invalid, noContent, ok } from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { applicationSet, applicationTarget } from './application-sets.ts'
import { shownCredential } from './application-types.ts'
import { owned } from './owned.ts'

const twoYears = 730 * 86_400_000

const addBody = z.object({
  passwordCredential: z
    .object({ displayName: z.string().max(256).nullish(), endDateTime: z.iso.datetime().nullish() })
    .nullish(),
})
const removeBody = z.object({ keyId: z.string() })

const store = (call: GraphCall, application: Application, credentials: readonly PasswordCredential[]) =>
  changeDirectory(call, { activity: 'updateSecrets', target: applicationTarget(application) }, () =>
    call.directory.applications.put({ ...application, passwordCredentials: credentials }),
  )

/** The secret is in this answer and nowhere else. */
const addPassword = owned(applicationSet, async (call, application) => {
  const read = readBody(call, addBody, 'Application')
  if (!read.ok) return read.answer
  const { random, clock } = call.directory.lab
  const secretText = Buffer.from(random.secret(30)).toString('base64url')
  const { displayName, endDateTime } = read.body.passwordCredential ?? {}
  const credential = {
    keyId: random.guid(),
    displayName: displayName ?? null,
    hint: secretText.slice(0, 3),
    startDateTime: clock.now(),
    endDateTime: endDateTime == null ? clock.now() + twoYears : Date.parse(endDateTime),
    secretHash: secretHash(secretText),
  }
  await store(call, application, [...application.passwordCredentials, credential])
  return ok({
    '@odata.context': context(call, 'microsoft.graph.passwordCredential'),
    ...shownCredential(credential),
    secretText,
  })
})

const removePassword = owned(applicationSet, async (call, application) => {
  const read = readBody(call, removeBody, 'Application')
  if (!read.ok) return read.answer
  const kept = application.passwordCredentials.filter(({ keyId }) => keyId !== read.body.keyId)
  if (kept.length === application.passwordCredentials.length)
    return invalid('No password credential found with keyId.')
  await store(call, application, kept)
  return noContent
})

const base = 'applications/{application}'

export const secretRoutes: readonly GraphRoute[] = [
  route('POST', `${base}/addPassword`, access.changeApplications, addPassword),
  route('POST', `${base}/removePassword`, access.changeApplications, removePassword),
]
