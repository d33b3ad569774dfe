/** A cloud with one tenant on a real socket, for tests that talk HTTP to it. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { type Cloud, type CloudTenant, createCloud } from '#cloud-sim/cloud.ts'
import type { StoredSigningKeys } from '#cloud-sim/signing-keys.ts'
import { createLab, type LabWorld } from '#lab/lab.ts'
import { openBrowser } from './browser.ts'

export const admin = { upn: 'admin@contoso.com', password: 'Tundra-Signal-88!' } as const
export const startsAt = Date.parse('2026-11-22T09:00:00Z')
const graphScope = 'https://graph.microsoft.com/.default openid profile offline_access'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into by the tests
  readonly json: any
}

export interface OpenCloud {
  readonly origin: string
  readonly lab: LabWorld
  readonly cloud: Cloud
  readonly tenant: CloudTenant
  readonly app: {
    readonly daemon: string
    readonly secret: string
    readonly public: string
    readonly spa: string
  }
  send(path: string, init?: RequestInit): Promise<Answer>
  token(form: Record<string, string>, segment?: string): Promise<Answer>
  /** ROPC. */
  signIn(upn: string, password: string, scope?: string): Promise<Answer>
  /** An access token of a user; the administrator unless said. */
  userToken(upn?: string, password?: string, scope?: string): Promise<string>
  /** The code that the administrator's sign-in brings to the daemon's redirect URI. */
  authorizationCode(more?: Record<string, string>): Promise<string>
  appToken(): Promise<string>
  graph(
    method: string,
    path: string,
    options?: { readonly as?: string; readonly body?: unknown; readonly headers?: Record<string, string> },
  ): Promise<Answer>
  addUser(
    name: string,
    more?: Record<string, unknown>,
  ): Promise<{ readonly id: string; readonly userPrincipalName: string; readonly password: string }>
  /** With a token of one's own, after the clock has moved. */
  addUserAs(
    token: string | undefined,
    name: string,
    more?: Record<string, unknown>,
  ): Promise<{ readonly id: string; readonly userPrincipalName: string; readonly password: string }>
  close(): Promise<void>
}

/** One RSA pair for all tests of a process. */
let sharedKeys: StoredSigningKeys | undefined
const keyStore = {
  load: async () => sharedKeys,
  save: async (keys: StoredSigningKeys) => {
    sharedKeys = keys
  },
}

const listen = (server: Server) =>
  new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  )

/** `directory`: where the lab is kept, to be opened again. */
export async function openCloud(
  id = 'contoso',
  shared?: OpenCloud,
  kept: { readonly directory?: string } = {},
): Promise<OpenCloud> {
  const cloud = shared?.cloud ?? (await createCloud({ signingKeys: keyStore }))
  const lab = await createLab({ id, at: startsAt, ...kept })
  const domain = id === 'contoso' ? 'contoso.com' : `${id}.com`
  const tenant = await cloud.addTenant(lab, {
    initialDomain: `${id}.onmicrosoft.com`,
    displayName: id,
    verifiedDomains: [domain],
    firstAdministrator: {
      userPrincipalName: `admin@${domain}`,
      displayName: 'Ada Lovejoy',
      password: admin.password,
    },
  })
  const server = shared === undefined ? createServer(express().use(cloud.router)) : undefined
  server?.on('upgrade', (request, socket, head) => {
    if (!cloud.handleUpgrade(request, socket, head)) socket.destroy()
  })
  const origin = shared?.origin ?? `http://localhost:${await listen(server as Server)}`
  const find = (name: string) => tenant.apps.find((app) => app.name === name)
  const app = {
    daemon: find('daemon')?.clientId ?? '',
    secret: find('daemon')?.clientSecret ?? '',
    public: find('public')?.clientId ?? '',
    spa: find('spa')?.clientId ?? '',
  }
  const send: OpenCloud['send'] = async (path, init = {}) => {
    const answer = await fetch(path.startsWith('http') ? path : origin + path, {
      redirect: 'manual',
      ...init,
    })
    const text = await answer.text()
    let json: unknown
    try {
      json = JSON.parse(text)
    } catch {
      json = undefined
    }
    return { status: answer.status, headers: answer.headers, text, json }
  }
  const token: OpenCloud['token'] = (form, segment = lab.tenantId) =>
    send(`/${segment}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) })
  const signIn: OpenCloud['signIn'] = (username, password, scope = graphScope) =>
    token({ grant_type: 'password', client_id: app.public, username, password, scope })
  const userToken = async (upn = `admin@${domain}`, password: string = admin.password, scope?: string) =>
    (await signIn(upn, password, scope)).json.access_token as string
  const authorizationCode: OpenCloud['authorizationCode'] = async (more = {}) => {
    const query = new URLSearchParams({
      client_id: app.daemon,
      response_type: 'code',
      redirect_uri: 'http://localhost:3000/callback',
      scope: 'openid offline_access User.Read',
      ...more,
    })
    const browser = openBrowser({ origin })
    await browser.go(`${origin}/${lab.tenantId}/oauth2/v2.0/authorize?${query}`)
    await browser.press({ loginfmt: `admin@${domain}` })
    await browser.press({ passwd: admin.password })
    const { location } = await browser.press({}, 'idBtn_Back')
    return new URL(location ?? '').searchParams.get('code') ?? ''
  }
  const appToken = async () =>
    (
      await token({
        grant_type: 'client_credentials',
        client_id: app.daemon,
        client_secret: app.secret,
        scope: 'https://graph.microsoft.com/.default',
      })
    ).json.access_token as string
  let known: string | undefined
  const graph: OpenCloud['graph'] = async (method, path, { as, body, headers = {} } = {}) => {
    known ??= await userToken()
    return send(path.startsWith('http') || path.startsWith('/beta') ? path : `/v1.0${path}`, {
      method,
      headers: {
        authorization: `Bearer ${as ?? known}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  }
  const addUserAs: OpenCloud['addUserAs'] = async (as, name, more = {}) => {
    const password = 'Pebble-Comet-64!'
    const userPrincipalName = `${name}@${domain}`
    const passwordProfile = { password, forceChangePasswordNextSignIn: false }
    const body = {
      accountEnabled: true,
      displayName: name,
      mailNickname: name,
      userPrincipalName,
      passwordProfile,
      ...more,
    }
    const made = await graph('POST', '/users', { ...(as === undefined ? {} : { as }), body })
    if (made.status !== 201) throw new Error(made.text)
    return { id: made.json.id, userPrincipalName, password }
  }
  return {
    origin,
    lab,
    cloud,
    tenant,
    app,
    send,
    token,
    signIn,
    userToken,
    authorizationCode,
    appToken,
    graph,
    addUser: (name, more) => addUserAs(undefined, name, more),
    addUserAs,
    close: async () => {
      cloud.removeTenant(lab.tenantId)
      if (server !== undefined) {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
        cloud.close()
      }
      await lab.close()
    },
  }
}

export const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
