/**
 * One server of the comparison, in a process of its own: `node --import tsx tests/bench/cloud-server.ts KIND USERS`.
 * Says `{port, …}` to its parent when it listens, and its CPU time when asked.
 */
import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import express from 'express'

const [kind = 'ours', users = '1000', bytes = ''] = process.argv.slice(2)
// Guards of test runs (frozen records, a watched journal) are no part of what is measured.
process.env.NODE_ENV = 'production'

const listen = (server: Server) =>
  new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  )
const start = async (handler: RequestListener, facts: object = {}) =>
  process.send?.({ port: await listen(createServer(handler)), ...facts })

/** A response as captured from ours: status, headers and body, so that the ceiling returns the same bytes. */
const captured = (): { headers: string[]; body: string } =>
  JSON.parse(Buffer.from(bytes, 'base64').toString('utf8'))

async function ours(): Promise<void> {
  const { createCloud } = await import('#cloud-sim/cloud.ts')
  const { newUser } = await import('#cloud-sim/directory/new-records.ts')
  const { createLab } = await import('#lab/lab.ts')
  const { fastServer } = await import('#lab/http.ts')
  const cloud = await createCloud()
  const lab = await createLab({ id: 'contoso', at: Date.parse('2026-11-22T09:00:00Z'), guard: false })
  const tenant = await cloud.addTenant(lab, {
    initialDomain: 'contoso.onmicrosoft.com',
    displayName: 'Contoso',
    verifiedDomains: ['contoso.com'],
    firstAdministrator: {
      userPrincipalName: 'admin@contoso.com',
      displayName: 'Ada',
      password: 'Tundra-Signal-88!',
    },
  })
  const { directory } = tenant
  await directory.transaction(() => {
    for (let i = 0; i < Number(users); i++) {
      const name = `user${String(i).padStart(6, '0')}`
      directory.putUser(
        newUser({
          id: lab.random.guid(),
          userPrincipalName: `${name}@contoso.com`,
          displayName: `User ${name}`,
          mailNickname: name,
          createdDateTime: lab.clock.now(),
          mail: `${name}@contoso.com`,
          department: 'Sales',
          jobTitle: 'Member',
        }),
      )
    }
  })
  const app = express().disable('x-powered-by').use(cloud.router)
  const port = await listen(
    fastServer(app, undefined, (request, response) => {
      const claimed = cloud.claim(request)
      if (claimed === undefined) app(request, response)
      else claimed(response)
    }),
  )
  const daemon = tenant.apps.find(({ name }) => name === 'daemon')
  process.send?.({
    port,
    tenantId: lab.tenantId,
    clientId: daemon?.clientId,
    secret: daemon?.clientSecret,
    userId: directory.findUser('user000500@contoso.com')?.id,
  })
}

const raw = () => {
  const { headers, body } = captured()
  return start((_request, response) => {
    response.writeHead(200, headers)
    response.end(body)
  })
}

/** Express as people write it: a route with a parameter, json(), and the token checked with jose each time it is new. */
const plainExpress = () => {
  const { body } = captured()
  const user: unknown = JSON.parse(body)
  const app = express()
  app.get('/v1.0/users/:id', (_request, response) => {
    response.json(user)
  })
  return start(app)
}

/** The ceiling of RS256: read the form, sign in the thread pool, answer. */
const rawToken = () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const signAsync = promisify(sign)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return start((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString())
      const text = `${part({ alg: 'RS256', kid: 'k' })}.${part({ aud: form.get('scope'), iss: 'i', sub: form.get('client_id'), iat: 1, exp: 2, roles: Array.from({ length: 40 }, (_, i) => `Permission.${i}.All`) })}`
      const signature = await signAsync('sha256', Buffer.from(text), privateKey)
      const answer = JSON.stringify({
        token_type: 'Bearer',
        expires_in: 3599,
        access_token: `${text}.${Buffer.from(signature).toString('base64url')}`,
      })
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(answer),
      })
      response.end(answer)
    })
  })
}

async function oidcProvider(): Promise<void> {
  const { default: Provider } = await import('oidc-provider')
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const resource = 'https://api.example.com'
  const provider = new Provider('http://localhost', {
    clients: [
      {
        client_id: 'bench',
        client_secret: 'secret',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' } as never] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: 'read',
          audience: resource,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 3600,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  } as never)
  await start(provider.callback())
}

async function mockServer(): Promise<void> {
  const { OAuth2Server } = await import('oauth2-mock-server')
  const server = new OAuth2Server()
  await server.issuer.keys.generate('RS256')
  await server.start(0, '127.0.0.1')
  process.send?.({ port: (server.address() as AddressInfo).port })
}

const kinds: Readonly<Record<string, () => unknown>> = {
  ours,
  raw,
  'plain-express': plainExpress,
  'raw-token': rawToken,
  'oidc-provider': oidcProvider,
  'oauth2-mock-server': mockServer,
}

process.on('message', () => process.send?.({ cpu: process.cpuUsage() }))
process.on('disconnect', () => process.exit(0))
await kinds[kind]?.()
