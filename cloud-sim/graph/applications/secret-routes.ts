/** Client secrets of an application or its service principal: addPassword shows one once, removePassword takes it away. */
import { z } from 'zod'
import type { Application, PasswordCredential, ServicePrincipal } from '#core/entra/applications.ts'
import type { AuditTarget } from '#core/entra/audit-row.ts'
import { secretHash } from '../../directory/provision-tenant.ts'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import { changeDirectory } from '../call/change-directory.ts'
import { context, type GraphCall, type GraphRoute, invalid, noContent, ok } from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import type { EntitySet } from '../odata/entity-set.ts'
import { applicationSet, applicationTarget, principalSet, principalTarget } from './application-sets.ts'
import { shownCredential } from './application-types.ts'
import { owned } from './owned.ts'

const twoYears = 730 * 86_400_000

const addBody = z.object({
  passwordCredential: z
    .object({
      displayName: z.string().max(256).nullish(),
      startDateTime: z.iso.datetime({ offset: true }).nullish(),
      endDateTime: z.iso.datetime({ offset: true }).nullish(),
    })
    .nullish(),
})
const removeBody = z.object({ keyId: z.string() })

interface SecretHolder {
  readonly id: string
  readonly passwordCredentials?: readonly PasswordCredential[]
}

/** Where secrets are kept, and how a holder of them is written. */
interface Shelf<Row extends SecretHolder> {
  readonly set: EntitySet<Row>
  readonly type: string
  target(row: Row): AuditTarget
  put(call: GraphCall, row: Row): void
}

const store = <Row extends SecretHolder>(
  { target, put }: Shelf<Row>,
  call: GraphCall,
  row: Row,
  passwordCredentials: readonly PasswordCredential[],
) =>
  changeDirectory(call, { activity: 'updateSecrets', target: target(row) }, () =>
    put(call, { ...row, passwordCredentials }),
  )

/** The secret is in this answer and nowhere else. */
const addPassword = <Row extends SecretHolder>(shelf: Shelf<Row>) =>
  owned(shelf.set, async (call, row) => {
    const read = readBody(call, addBody, shelf.type)
    if (!read.ok) return read.answer
    const { random, clock } = call.directory.lab
    const secretText = Buffer.from(random.secret(30)).toString('base64url')
    const { displayName, startDateTime, endDateTime } = read.body.passwordCredential ?? {}
    const credential = {
      keyId: random.guid(),
      displayName: displayName ?? null,
      hint: secretText.slice(0, 3),
      startDateTime: startDateTime == null ? clock.now() : Date.parse(startDateTime),
      endDateTime: endDateTime == null ? clock.now() + twoYears : Date.parse(endDateTime),
      secretHash: secretHash(secretText),
    }
    await store(shelf, call, row, [...(row.passwordCredentials ?? []), credential])
    return ok({
      '@odata.context': context(call, 'microsoft.graph.passwordCredential'),
      ...shownCredential(credential),
      secretText,
    })
  })

const removePassword = <Row extends SecretHolder>(shelf: Shelf<Row>) =>
  owned(shelf.set, async (call, row) => {
    const read = readBody(call, removeBody, shelf.type)
    if (!read.ok) return read.answer
    const held = row.passwordCredentials ?? []
    const kept = held.filter(({ keyId }) => keyId !== read.body.keyId)
    if (kept.length === held.length) return invalid('No password credential found with keyId.')
    await store(shelf, call, row, kept)
    return noContent
  })

const applications: Shelf<Application> = {
  set: applicationSet,
  type: 'Application',
  target: applicationTarget,
  put: ({ directory }, row) => directory.applications.put(row),
}
const principals: Shelf<ServicePrincipal> = {
  set: principalSet,
  type: 'ServicePrincipal',
  target: principalTarget,
  put: ({ directory }, row) => directory.applications.putPrincipal(row),
}

const routesOf = <Row extends SecretHolder>(shelf: Shelf<Row>): GraphRoute[] => {
  const base = `${shelf.set.type.set}/{${shelf.set.key}}`
  return [
    route('POST', `${base}/addPassword`, access.changeApplications, addPassword(shelf)),
    route('POST', `${base}/removePassword`, access.changeApplications, removePassword(shelf)),
  ]
}

export const secretRoutes: readonly GraphRoute[] = [...routesOf(applications), ...routesOf(principals)]
