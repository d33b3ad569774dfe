/** A tenant with the password reset service, portal API, provisioning and relay on a real port, and ways to act in it. */
import 'reflect-metadata'
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { SignJWT } from 'jose'
import { createAccessTokens } from '#cloud-sim/access-tokens.ts'
import { newUser } from '#cloud-sim/directory/new-records.ts'
import { createVerifier } from '#cloud-sim/directory/password-verifier.ts'
import { provisionTenant } from '#cloud-sim/directory/provision-tenant.ts'
import { createTenantDirectory, type TenantDirectory } from '#cloud-sim/directory/tenant-directory.ts'
import { createPortalApiRouter } from '#cloud-sim/portal-api/portal-api-router.ts'
import { createProvisioningRouter } from '#cloud-sim/provisioning/provisioning-router.ts'
import { createRelay } from '#cloud-sim/relay/relay.ts'
import { createSealer } from '#cloud-sim/sealer.ts'
import { createSigningKeys } from '#cloud-sim/signing-keys.ts'
import type { PasswordResetHost } from '#cloud-sim/sspr/password-reset-host.ts'
import { createPasswordResetRouter } from '#cloud-sim/sspr/password-reset-router.ts'
import { type CloudTenant, createTenants } from '#cloud-sim/tenants.ts'
import type { JournalEvent } from '#core/contracts/journal.ts'
import type { CloudUser, PasswordResetPolicy } from '#core/entra/model.ts'
import { type RoleName, roleId } from '#core/entra/roles.ts'
import { skuByPartNumber } from '#core/entra/skus.ts'
import { createLab, type LabWorld } from '#lab/lab.ts'
import { type ScriptedAgent, scriptedAgent } from './scripted-agent.ts'

const noon = Date.UTC(2026, 0, 12, 12)
const keys = createSigningKeys()

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
  readonly body: any
}

export interface ResetCloud {
  readonly lab: LabWorld
  readonly host: PasswordResetHost
  readonly directory: TenantDirectory
  readonly agent: ScriptedAgent
  readonly origin: string
  readonly admin: CloudUser
  /** Synced, licensed, with phone and e-mail registered. */
  readonly anna: CloudUser
  user(upn: string): CloudUser
  addUser(
    user: Partial<CloudUser> & { userPrincipalName: string },
    password?: string,
    roles?: readonly RoleName[],
  ): Promise<CloudUser>
  register(userId: string, methods?: { mobilePhone?: string | null; email?: string | null }): Promise<void>
  license(userId: string, ...skus: readonly string[]): Promise<void>
  setPolicy(change: Partial<PasswordResetPolicy>): Promise<void>
  token(user: CloudUser): Promise<string>
  call(
    method: string,
    path: string,
    options?: { json?: unknown; as?: CloudUser; bearer?: string; body?: string },
  ): Promise<Answer>
  /** Onboards the agent through the front door and connects it. */
  onboard(): Promise<void>
  checksOut(upn: string, password: string): Promise<boolean>
  audits(activity: string): readonly JournalEvent['data'][]
  events(type: string): readonly JournalEvent[]
  close(): Promise<void>
}

export const annasPassword = 'Lantern-Moss-42!'

/** Scenario baseline B of the specification: writeback on all the way, reset for all with one method. */
export async function openResetCloud(options: { readonly onboarded?: boolean } = {}): Promise<ResetCloud> {
  const lab = await createLab({ at: noon })
  const directory = createTenantDirectory(lab)
  await provisionTenant(directory, {
    initialDomain: 'contoso.onmicrosoft.com',
    displayName: 'Contoso',
    verifiedDomains: ['contoso.com'],
    firstAdministrator: {
      userPrincipalName: 'admin@contoso.com',
      displayName: 'Ada Lovejoy',
      password: 'Tundra-Signal-88!',
    },
  })
  const tenants = createTenants()
  const tenant: CloudTenant = {
    name: 'cloud',
    lab,
    tenantId: lab.tenantId,
    directory,
    apps: [],
    health: async () => ({ ok: true, detail: '' }),
    close: async () => undefined,
  }
  tenants.add(tenant)
  const relay = createRelay((id) => tenants.byId(id)?.directory)
  const host: PasswordResetHost = {
    tenants,
    keys,
    sealer: createSealer(keys),
    tokens: createAccessTokens(keys, tenants),
    uiBase: undefined,
    origins: new Set(),
    relay,
  }
  const app = express()
  app.use(createPortalApiRouter(host), createPasswordResetRouter(host), createProvisioningRouter(host))
  const server = createServer(app)
  server.on('upgrade', (request, socket, head) => {
    if (!relay.upgrade(request, socket, head)) socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const agent = scriptedAgent()

  const user = (upn: string): CloudUser => {
    const found = directory.findUser(upn)
    if (found === undefined) throw new Error(`no user ${upn}`)
    return found
  }
  const cloud: Omit<ResetCloud, 'anna' | 'admin'> = {
    lab,
    host,
    directory,
    agent,
    origin,
    user,
    addUser: async (given, password = annasPassword, roles = []) => {
      const name = given.userPrincipalName.split('@')[0] ?? ''
      const made = newUser({
        id: lab.random.guid(),
        displayName: name,
        mailNickname: name,
        createdDateTime: noon,
        password: await createVerifier(password),
        lastPasswordChangeDateTime: noon - 86_400_000,
        ...given,
      })
      await directory.transaction(() => {
        directory.putUser(made)
        for (const role of roles) directory.links.add('role', roleId(role), made.id)
      })
      return made
    },
    register: async (userId, methods = {}) => {
      const own = { mobilePhone: '+65 91234567', email: 'home@example.org', ...methods }
      await directory.transaction(() =>
        directory.putMethods({ ...directory.methodsOf(userId), ...own, confirmedAt: noon }),
      )
    },
    license: async (userId, ...skus) => {
      const assignedLicenses = skus.map((name) => ({
        skuId: skuByPartNumber(name)?.skuId ?? '',
        disabledPlans: [],
      }))
      await directory.transaction(() => {
        for (const { skuId } of assignedLicenses)
          directory.putSubscription({
            id: skuId,
            capabilityStatus: 'Enabled',
            enabled: 25,
            warning: 0,
            suspended: 0,
            lockedOut: 0,
            expiresAt: null,
          })
        const known = directory.userById(userId)
        if (known !== undefined) directory.putUser({ ...known, assignedLicenses })
      })
    },
    setPolicy: async (change) => {
      await directory.transaction(() =>
        directory.putPasswordResetPolicy({ ...directory.passwordResetPolicy(), ...change }),
      )
    },
    token: async ({ id }) => {
      const { kid, privateKey } = await keys.current()
      const now = Math.floor(lab.clock.now() / 1000)
      const claims = {
        tid: lab.tenantId,
        oid: id,
        appid: '1ab00000-0000-4000-8000-00000000c0de',
        scp: 'user_impersonation',
        aud: 'https://graph.microsoft.com',
        iat: now,
        exp: now + 3600,
      }
      return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey)
    },
    call: async (method, path, { json, as, bearer, body } = {}) => {
      const token = bearer ?? (as === undefined ? undefined : await cloud.token(as))
      const payload = body ?? (json === undefined ? undefined : JSON.stringify(json))
      const answer = await fetch(origin + path, {
        method,
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(payload === undefined ? {} : { body: payload }),
      })
      const text = await answer.text()
      return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
    },
    onboard: async () => {
      const json = {
        publicKey: agent.publicKey,
        serverName: 'CONNECT01',
        agentVersion: '2.4.129.0',
        sentAt: lab.clock.now(),
      }
      const { status, body } = await cloud.call('POST', '/passwordreset/agent/v1/onboarding', {
        as: user('admin@contoso.com'),
        json,
      })
      if (status !== 200) throw new Error(`onboarding answered ${status} ${JSON.stringify(body)}`)
      await agent.connect(origin.replace('http', 'ws') + body.relayPath, body.relaySecret, lab.clock.now())
    },
    checksOut: async (upn, password) => (await directory.checkPassword(user(upn), password)) === 'right',
    audits: (activity) =>
      lab.journal
        .events({ type: 'audit.recorded' })
        .filter((event) => event.data?.activityDisplayName === activity)
        .map((event) => event.data),
    events: (type) => lab.journal.events({ type }),
    close: async () => {
      await agent.close()
      relay.close()
      directory.close()
      await new Promise((resolve) => server.close(resolve))
      await lab.close()
    },
  }
  const anna = await cloud.addUser({
    userPrincipalName: 'anna@contoso.com',
    displayName: 'Anna Berg',
    givenName: 'Anna',
    surname: 'Berg',
    onPremisesSyncEnabled: true,
    onPremisesImmutableId: 'QUJDREVGR0hJSktMTU5PUA==',
    usageLocation: 'SG',
  })
  await cloud.license(anna.id, 'AAD_PREMIUM_P2')
  await cloud.register(anna.id)
  await cloud.setPolicy({ enabled: 'All', writeBack: true, unlockWithoutReset: true, methodsRequired: 1 })
  if (options.onboarded !== false) await cloud.onboard()
  return { ...cloud, anna: user('anna@contoso.com'), admin: user('admin@contoso.com') }
}

const api = '/passwordreset/v1'

/** The public page's first step: reads the picture and says who one is. */
export async function startSession(cloud: ResetCloud, userId: string): Promise<Answer> {
  const captcha = await cloud.call('POST', `${api}/captcha`)
  const letters = [...String(captcha.body.image).matchAll(/<text[^>]*>([^<]*)<\/text>/g)]
    .map((found) => found[1])
    .join('')
  return cloud.call('POST', `${api}/sessions`, {
    json: { userId, captchaId: captcha.body.captchaId, captcha: letters.toLowerCase() },
  })
}

export const step = (cloud: ResetCloud, id: string, path: string, json: unknown = {}): Promise<Answer> =>
  cloud.call('POST', `${api}/sessions/${id}/${path}`, { json })

export const newestCode = (cloud: ResetCloud, kind: 'sms' | 'email' | 'push' | 'call'): string =>
  cloud.lab.inbox.messages({ kind }).at(-1)?.code ?? ''

/** Through intent and gates by SMS, then e-mail, to the last page. */
export async function passGates(
  cloud: ResetCloud,
  userId: string,
  intent: 'reset' | 'unlock' = 'reset',
): Promise<string> {
  const started = await startSession(cloud, userId)
  if (started.status !== 201)
    throw new Error(`start answered ${started.status} ${JSON.stringify(started.body)}`)
  const { id } = started.body
  if (started.body.page === 'intent') await step(cloud, id, 'intent', { intent })
  await step(cloud, id, 'challenges', { method: 'mobileSms', phoneNumber: '+65 91234567' })
  const first = await step(cloud, id, 'verifications', {
    method: 'mobileSms',
    code: newestCode(cloud, 'sms'),
  })
  if (first.body.page !== 'verify') return id
  await step(cloud, id, 'challenges', { method: 'email' })
  await step(cloud, id, 'verifications', { method: 'email', code: newestCode(cloud, 'email') })
  return id
}

export const correlation = (): string => randomUUID()
