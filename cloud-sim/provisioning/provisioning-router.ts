/**
 * The synchronisation service (core/contracts/provisioning.ts): GET company, GET groups-to-write-back, GET objects?cookie=, POST export, POST
 * credentials, POST cycle for the connector account; POST connector-account, directory-extensions, source-anchor and user-sign-in for an administrator. Refusals: `ssprRefusal`.
 */
import { randomUUID } from 'node:crypto'
import express, { type Request, type RequestHandler, type Router } from 'express'
import type { z } from 'zod'
import {
  type companyAnswer,
  connectorAccountRequest,
  credentialsRequest,
  cycleRequest,
  directoryExtensionsRequest,
  exportRequest,
  type groupsToWriteBack,
  provisioningPath as path,
  sourceAnchorRequest,
} from '#core/contracts/provisioning.ts'
import { userSignInChange } from '#core/contracts/user-sign-in.ts'
import { registerExtensions } from '../directory/directory-extensions.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import { addressOf } from '../origin.ts'
import { bearerOf } from '../require-bearer.ts'
import { requireFirstPartyBearer, requireRole } from '../sspr/first-party-bearer.ts'
import { parseJson, readBody, refuseBadBody } from '../sspr/json-route.ts'
import type { PasswordResetHost } from '../sspr/password-reset-host.ts'
import { answerRefusal, correlationOf } from '../sspr/refusal-answer.ts'
import { asActor } from '../sspr/sspr-audit.ts'
import { renewConnectorAccount } from './connector-account.ts'
import { isPasswordSyncOff, storeCredentials } from './credentials.ts'
import type { Exporter } from './exported-change.ts'
import { groupsToWriteBackOf } from './groups-to-write-back.ts'
import { importPage } from './import-page.ts'
import { healConflicts } from './quarantine.ts'
import { takeExport } from './take-export.ts'
import { changeUserSignIn, userSignInMethod } from './user-sign-in.ts'

/** 500 changes, groups with all their members among them. */
const batchLimit = '64mb'

function exporterOf(request: Request): Exporter {
  const { tenant, user } = bearerOf(request)
  if (user === undefined) throw new Error('a role was checked, and there is no user')
  const correlationId = correlationOf(request, randomUUID)
  return { directory: tenant.directory, by: asActor(user, addressOf(request)), correlationId }
}

export function createProvisioningRouter(host: PasswordResetHost): Router {
  const router = express.Router()
  const bearer = requireFirstPartyBearer(host)
  const bySyncAccount: RequestHandler[] = [bearer, requireRole('Directory Synchronization Accounts')]
  const byAdministrator: RequestHandler[] = [
    bearer,
    requireRole('Global Administrator', 'Hybrid Identity Administrator'),
  ]

  router.get(`${path}/company`, ...bySyncAccount, (request, response) => {
    response.json(companyOf(exporterOf(request).directory))
  })
  router.get(`${path}/groups-to-write-back`, ...bySyncAccount, (request, response) => {
    const groups = groupsToWriteBackOf(exporterOf(request).directory)
    response.json({ groups } satisfies z.infer<typeof groupsToWriteBack>)
  })
  router.get(`${path}/objects`, ...bySyncAccount, (request, response) => {
    const { cookie } = request.query
    response.json(importPage(exporterOf(request).directory, typeof cookie === 'string' ? cookie : ''))
  })
  router.post(`${path}/export`, ...bySyncAccount, parseJson(batchLimit), async (request, response) => {
    const body = readBody(request, response, exportRequest)
    if (body === undefined) return
    response.json({ results: await takeExport(exporterOf(request), body.changes) })
  })
  router.post(`${path}/credentials`, ...bySyncAccount, parseJson(), async (request, response) => {
    const body = readBody(request, response, credentialsRequest)
    if (body === undefined) return
    const exporter = exporterOf(request)
    if (isPasswordSyncOff(exporter.directory)) {
      const { correlationId } = exporter
      return answerRefusal(response, {
        code: 'PasswordSyncNotActivated',
        step: 'require-password-sync',
        correlationId,
      })
    }
    response.json({ results: await storeCredentials(exporter, body.credentials) })
  })
  router.post(`${path}/cycle`, ...bySyncAccount, parseJson(), async (request, response) => {
    const body = readBody(request, response, cycleRequest)
    if (body === undefined) return
    await endCycle(exporterOf(request).directory, body.kind)
    response.status(204).end()
  })
  router.post(`${path}/connector-account`, ...byAdministrator, parseJson(), async (request, response) => {
    const body = readBody(request, response, connectorAccountRequest)
    if (body === undefined) return
    const { directory, by, correlationId } = exporterOf(request)
    response.json(await renewConnectorAccount(directory, body.serverName, by, correlationId))
  })
  router.post(`${path}/directory-extensions`, ...byAdministrator, parseJson(), async (request, response) => {
    const body = readBody(request, response, directoryExtensionsRequest)
    if (body === undefined) return
    response.json({ appId: await takeExtensions(exporterOf(request).directory, body.attributes) })
  })
  router.post(`${path}/source-anchor`, ...byAdministrator, parseJson(), async (request, response) => {
    const body = readBody(request, response, sourceAnchorRequest)
    if (body === undefined) return
    await keepSourceAnchor(exporterOf(request).directory, body.attribute)
    response.status(204).end()
  })
  router.post(`${path}/user-sign-in`, ...byAdministrator, parseJson(), async (request, response) => {
    const body = readBody(request, response, userSignInChange)
    if (body === undefined) return
    const { directory } = exporterOf(request)
    if (await changeUserSignIn(directory, body)) {
      response.json({ method: userSignInMethod(directory) })
      return
    }
    answerRefusal(response, {
      code: 'InvalidRequest',
      step: 'find-domain',
      correlationId: randomUUID(),
      because: 'Only a verified domain of the tenant, and not its initial one, can be federated.',
    })
  })
  router.use(path, (_request, response) => {
    answerRefusal(response, { code: 'RouteNotFound', step: 'find-route', correlationId: randomUUID() })
  })
  router.use(path, refuseBadBody)
  return router
}

async function takeExtensions(directory: TenantDirectory, attributes: readonly string[]): Promise<string> {
  const { directorySync } = directory.tenant()
  const features = { ...directorySync.features, directoryExtensionsEnabled: attributes.length > 0 }
  let appId = ''
  await directory.transaction(() => {
    appId = registerExtensions(directory, attributes)
    directory.putTenant({ ...directory.tenant(), directorySync: { ...directorySync, features } })
  })
  return appId
}

const keepSourceAnchor = (directory: TenantDirectory, sourceAnchorAttribute: string) =>
  directory.transaction(() => {
    const tenant = directory.tenant()
    directory.putTenant({ ...tenant, directorySync: { ...tenant.directorySync, sourceAnchorAttribute } })
  })

function companyOf(directory: TenantDirectory): z.infer<typeof companyAnswer> {
  const { domains, directorySync, connectRelease = null } = directory.tenant()
  return {
    tenantId: directory.tenantId,
    initialDomain: domains.find((domain) => domain.isInitial)?.name ?? '',
    domains: domains.map(({ name, isVerified, authenticationType }) => ({
      name,
      verified: isVerified,
      type: authenticationType,
    })),
    features: { ...directorySync.features },
    sourceAnchorAttribute: directorySync.sourceAnchorAttribute ?? null,
    writebackServer: directory.writebackAgent()?.serverName ?? null,
    connectRelease,
    deletionThreshold: directorySync.deletionPrevention === 'disabled' ? 0 : directorySync.deletionThreshold,
  }
}

/** Quarantined values are looked at again at the end of each cycle too, not only every hour. */
async function endCycle(directory: TenantDirectory, kind: 'sync' | 'password'): Promise<void> {
  const now = directory.lab.clock.now()
  const moved =
    kind === 'sync' ? { onPremisesLastSyncDateTime: now } : { onPremisesLastPasswordSyncDateTime: now }
  await directory.transaction(() => directory.putTenant({ ...directory.tenant(), ...moved }))
  if (kind === 'sync') await healConflicts(directory)
}
