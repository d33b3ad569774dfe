/**
 * The portal's own API (main.iam.ad.ext.azure.com), bearer of an administrator:
 *
 * GET/PUT /api/PasswordReset/PasswordResetPolicies            → passwordResetPolicies; a PUT names what changes
 * GET/PUT /api/PasswordReset/OnPremisesPasswordResetPolicies  → onPremisesPasswordResetPolicies; PUT one field a call
 * GET/PUT /api/PasswordReset/BannedPasswords                  → {bannedPasswords}
 * GET/POST /api/Subscriptions {skuPartNumber, units}          → what the tenant has bought; the lab's shop
 * GET/PATCH /api/LabSwitches                                  → labSwitches; a PATCH names what changes
 *
 * Saving answers 204. Wrong fields: 400 with `error.fields`; wrong role: 403. Reading asks for a reader's role,
 * saving for Global or Authentication Policy Administrator, buying for Global or Billing Administrator.
 */
import { randomUUID } from 'node:crypto'
import express, { type Request, type RequestHandler, type Router } from 'express'
import { z } from 'zod'
import { labSwitchesChange } from '#core/contracts/lab-switches.ts'
import type { RoleName } from '#core/entra/roles.ts'
import { ssprLimits } from '#core/sspr/limits.ts'
import { policyUpdate } from '#core/sspr/reset-policy.ts'
import { addressOf } from '../origin.ts'
import { bearerOf } from '../require-bearer.ts'
import { requireFirstPartyBearer, requireRole } from '../sspr/first-party-bearer.ts'
import { parseJson, readBody, refuseBadBody, refuseFields } from '../sspr/json-route.ts'
import type { PasswordResetHost } from '../sspr/password-reset-host.ts'
import { correlationOf } from '../sspr/refusal-answer.ts'
import { asActor } from '../sspr/sspr-audit.ts'
import { switchesOf, turnSwitches } from './lab-switches.ts'
import {
  readOnPremises,
  readPolicies,
  saveBannedPasswords,
  saveOnPremises,
  savePolicies,
} from './portal-policies.ts'
import { buy, purchase, subscriptionsOf } from './subscriptions.ts'

const readers: readonly RoleName[] = [
  'Global Administrator',
  'Global Reader',
  'Authentication Policy Administrator',
  'Security Administrator',
  'Security Reader',
  'User Administrator',
  'Helpdesk Administrator',
  'Password Administrator',
  'Hybrid Identity Administrator',
  'Reports Reader',
]
const writers: readonly RoleName[] = ['Global Administrator', 'Authentication Policy Administrator']

/** One writable field per call, as the real portal's API takes them; read-only fields are refused by name. */
const onPremisesUpdate = z
  .strictObject({
    passwordWritebackEnabled: z.boolean().optional(),
    accountUnlockEnabled: z.boolean().optional(),
  })
  .refine(
    (change) => Object.values(change).filter((value) => value !== undefined).length === 1,
    'Name one field per call.',
  )

const [shortest, longest] = ssprLimits.bannedPassword.termLength
const bannedUpdate = z.strictObject({
  bannedPasswords: z
    .array(z.string().trim().min(shortest).max(longest))
    .max(ssprLimits.bannedPassword.customMax),
})

function callOf(request: Request) {
  const { tenant, user } = bearerOf(request)
  if (user === undefined) throw new Error('a role was checked, and there is no user')
  const correlationId = correlationOf(request, randomUUID)
  return { directory: tenant.directory, by: asActor(user, addressOf(request)), correlationId }
}

export function createPortalApiRouter(host: PasswordResetHost): Router {
  const router = express.Router()
  const bearer = requireFirstPartyBearer(host)
  const read: RequestHandler[] = [bearer, requireRole(...readers)]
  const write: RequestHandler[] = [parseJson(), bearer, requireRole(...writers)]
  const byGlobalAdministrator: RequestHandler[] = [parseJson(), bearer, requireRole('Global Administrator')]
  const policies = '/api/PasswordReset/PasswordResetPolicies'
  const onPremises = '/api/PasswordReset/OnPremisesPasswordResetPolicies'
  const banned = '/api/PasswordReset/BannedPasswords'

  router.get(policies, ...read, (request, response) => {
    response.json(readPolicies(callOf(request).directory))
  })
  router.put(policies, ...write, async (request, response) => {
    const change = readBody(request, response, policyUpdate)
    if (change === undefined) return
    const { directory, by, correlationId } = callOf(request)
    const errors = await savePolicies(directory, change, by, correlationId)
    if (errors.length > 0) refuseFields(response, errors, 'save-policy')
    else response.status(204).end()
  })
  router.get(onPremises, ...read, (request, response) => {
    response.json(readOnPremises(host, callOf(request).directory))
  })
  router.put(onPremises, ...write, async (request, response) => {
    const change = readBody(request, response, onPremisesUpdate)
    if (change === undefined) return
    const { directory, by, correlationId } = callOf(request)
    await saveOnPremises(directory, change, by, correlationId)
    response.status(204).end()
  })
  router.get(banned, ...read, (request, response) => {
    response.json({ bannedPasswords: callOf(request).directory.passwordResetPolicy().bannedPasswords })
  })
  router.put(banned, ...write, async (request, response) => {
    const change = readBody(request, response, bannedUpdate)
    if (change === undefined) return
    const { directory, by, correlationId } = callOf(request)
    await saveBannedPasswords(directory, change.bannedPasswords, by, correlationId)
    response.status(204).end()
  })
  router.get('/api/LabSwitches', ...read, (request, response) => {
    response.json(switchesOf(callOf(request).directory))
  })
  router.patch('/api/LabSwitches', ...byGlobalAdministrator, async (request, response) => {
    const body = readBody(request, response, labSwitchesChange)
    if (body !== undefined) response.json(await turnSwitches(callOf(request).directory, body))
  })
  router.get('/api/Subscriptions', ...read, (request, response) => {
    response.json({ value: subscriptionsOf(callOf(request).directory) })
  })
  router.post('/api/Subscriptions', ...byGlobalAdministrator, async (request, response) => {
    const order = readBody(request, response, purchase)
    if (order === undefined) return
    const { directory, by, correlationId } = callOf(request)
    response.status(201).json(await buy(directory, order, by, correlationId))
  })
  router.use('/api', refuseBadBody)
  return router
}
