/**
 * Certificates of an application: addKey and removeKey, with a proof that the caller holds the key of one that is there
 * already. The first one comes by PATCH, from whoever may change the application.
 */
import { X509Certificate } from 'node:crypto'
import { importX509, jwtVerify } from 'jose'
import { z } from 'zod'
import type { Application, KeyCredential } from '#core/entra/applications.ts'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import { changeDirectory } from '../call/change-directory.ts'
import {
  context,
  type GraphCall,
  type GraphRoute,
  invalid,
  noContent,
  ok,
  refuse,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { applicationSet, applicationTarget } from './application-sets.ts'
import { shownKey } from './application-types.ts'
import { certificateOf } from './certificate.ts'
import { owned } from './owned.ts'

/** Whom a proof is addressed to (documented). */
const proofAudience = '00000002-0000-0000-c000-000000000000'

/** RS256, issued by the application's object id, signed by one of its certificates that is good now. */
async function proves(call: GraphCall, { id, keyCredentials }: Application, proof: string): Promise<boolean> {
  const now = new Date(call.directory.lab.clock.now())
  for (const { key } of keyCredentials) {
    try {
      const certificate = new X509Certificate(Buffer.from(key, 'base64'))
      await jwtVerify(proof, await importX509(certificate.toString(), 'RS256'), {
        algorithms: ['RS256'],
        audience: proofAudience,
        issuer: id,
        currentDate: now,
        clockTolerance: 300,
        requiredClaims: ['nbf', 'exp'],
      })
      return true
    } catch {
      // Another certificate may have signed it.
    }
  }
  return false
}

const store = (call: GraphCall, application: Application, keyCredentials: readonly KeyCredential[]) =>
  changeDirectory(call, { activity: 'updateSecrets', target: applicationTarget(application) }, () =>
    call.directory.applications.put({ ...application, keyCredentials }),
  )

const addBody = z.object({
  keyCredential: z.object({
    key: z.string(),
    displayName: z.string().max(120).nullish(),
    type: z.enum(['AsymmetricX509Cert', 'X509CertAndPassword']).default('AsymmetricX509Cert'),
    usage: z.enum(['Verify', 'Sign']).default('Verify'),
  }),
  passwordCredential: z.unknown(),
  proof: z.string(),
})

const addKey = owned(applicationSet, async (call, application) => {
  const read = readBody(call, addBody, 'Application')
  if (!read.ok) return read.answer
  const { keyCredential, proof } = read.body
  const certificate = certificateOf(keyCredential.key)
  if (certificate === undefined) return invalid('Key credential end date or key value is invalid.')
  if (!(await proves(call, application, proof))) return refuse('ProofInvalid')
  const { displayName, type, usage, key } = keyCredential
  const row: KeyCredential = {
    keyId: call.directory.lab.random.guid(),
    displayName: displayName ?? certificate.subject,
    startDateTime: certificate.validFrom,
    endDateTime: certificate.validTo,
    key,
    type,
    usage,
  }
  await store(call, application, [...application.keyCredentials, row])
  return ok({ '@odata.context': context(call, 'microsoft.graph.keyCredential'), ...shownKey(row) })
})

const removeKey = owned(applicationSet, async (call, application) => {
  const read = readBody(call, z.object({ keyId: z.string(), proof: z.string() }), 'Application')
  if (!read.ok) return read.answer
  if (!(await proves(call, application, read.body.proof))) return refuse('ProofInvalid')
  const kept = application.keyCredentials.filter(({ keyId }) => keyId !== read.body.keyId)
  if (kept.length === application.keyCredentials.length) return invalid('No key credential found with keyId.')
  await store(call, application, kept)
  return noContent
})

export const keyRoutes: readonly GraphRoute[] = [
  route('POST', 'applications/{application}/addKey', access.changeApplications, addKey),
  route('POST', 'applications/{application}/removeKey', access.changeApplications, removeKey),
]
