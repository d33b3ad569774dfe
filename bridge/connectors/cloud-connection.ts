/**
 * The HTTPS side of the Connect server: tokens by user name and password, JSON requests with a bearer token. Answers are
 * parsed by the contract's schema; what the cloud refuses and what never reached it are told apart.
 */
import { type Dispatcher, request } from 'undici'
import { z } from 'zod'
import { aadsts } from '#core/codes/aadsts.ts'
import { connectClientId } from '#core/entra/first-party-apps.ts'
import type { Clock, Instant } from '#core/ports.ts'
import { assertionIn, trustRequest } from '../federation/trust-request.ts'
import { sayTlsRefusal } from '../machine-tls.ts'

export interface CloudEndpoint {
  /** `https://host:port`, without a path. */
  readonly origin: string
  /** PEM. */
  readonly ca: string
  /** Initial domain or tenant id. */
  readonly domain: string
}

/** How requests leave this server: straight, or through a proxy. */
export interface CloudRoute {
  dispatcherFor(path: string): Dispatcher
  /** To servers of the company itself. */
  inHouse(): Dispatcher
}

export interface CloudAccount {
  readonly username: string
  readonly password: string
}

interface IssuedToken {
  readonly token: string
  readonly expiresInMs: number
}

/** The cloud answered, and refused. */
export class CloudRefusal extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** The cloud cannot be reached, or its answer makes no sense. */
export class CloudUnreachable extends Error {}
/** It was reached, and what it answered is not of the agreed shape. */
export class CloudAnswerInvalid extends CloudUnreachable {}

const tokenAnswer = z.object({ access_token: z.string(), expires_in: z.number() })
const tokenRefusal = z.object({
  error: z.string(),
  error_description: z.string().optional(),
  error_codes: z.array(z.number()).optional(),
})
const refusalAnswer = z.object({
  error: z.object({ code: z.string(), message: z.string().optional(), says: z.string().optional() }),
})

const realmAnswer = z.object({
  account_type: z.string(),
  federation_active_auth_url: z.url().optional(),
})

const tokenScope = 'https://graph.microsoft.com/.default'
const wrongPassword = aadsts('InvalidUserNameOrPassword').code
/** A token is renewed this long before it ends. */
const renewBeforeMs = 60_000

export class CloudConnection {
  readonly endpoint: CloudEndpoint
  private readonly account: () => CloudAccount
  private readonly clock: Clock
  private readonly route: CloudRoute
  private token: { readonly value: string; readonly until: Instant; readonly of: CloudAccount } | undefined
  private signingIn: { readonly of: CloudAccount; readonly token: Promise<string> } | undefined

  /** `account` is the connector account; it is asked at each request. */
  constructor(endpoint: CloudEndpoint, account: () => CloudAccount, clock: Clock, route: CloudRoute) {
    this.endpoint = endpoint
    this.account = account
    this.clock = clock
    this.route = route
  }

  /** An access token for an account. Throws `CloudRefusal` with the AADSTS number as its code when the sign-in is refused. */
  signIn({ username, password }: CloudAccount): Promise<IssuedToken> {
    return this.redeem({ grant_type: 'password', username, password })
  }

  /** An access token for whoever the grant names. Throws as `signIn` does. */
  private async redeem(grant: Readonly<Record<string, string>>): Promise<IssuedToken> {
    const form = { client_id: connectClientId, scope: `${tokenScope} openid profile`, ...grant }
    const { status, json } = await this.send('POST', `/${this.endpoint.domain}/oauth2/v2.0/token`, {
      body: new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    if (status === 200) {
      const { access_token, expires_in } = parseAs(tokenAnswer, json)
      return { token: access_token, expiresInMs: expires_in * 1000 }
    }
    const refused = tokenRefusal.safeParse(json)
    if (!refused.success) throw new CloudUnreachable(`the token endpoint answered ${status}`)
    const number = refused.data.error_codes?.[0]
    throw new CloudRefusal(
      status,
      number === undefined ? refused.data.error : `AADSTS${number}`,
      refused.data.error_description ?? refused.data.error,
    )
  }

  /** As `signIn`, for a user of a federated domain: the company's federation service vouches, and the cloud takes its word. */
  async signInFederated(service: string, account: CloudAccount): Promise<IssuedToken> {
    const assertion = assertionIn(await this.askFederationService(service, account))
    if (assertion === undefined)
      throw new CloudRefusal(
        401,
        wrongPassword,
        'The federation service did not take the name and the password.',
      )
    const grant_type = 'urn:ietf:params:oauth:grant-type:saml1_1-bearer'
    return this.redeem({ grant_type, assertion: Buffer.from(assertion).toString('base64url') })
  }

  /** Where the domain of this name signs its users in, as programs ask it; undefined: at the cloud. */
  async federationServiceOf(username: string): Promise<string | undefined> {
    const path = `/${this.endpoint.domain}/userrealm/${encodeURIComponent(username)}?api-version=1.0`
    const { json } = await this.send('GET', path, { headers: {} })
    return parseAs(realmAnswer, json).federation_active_auth_url
  }

  private async askFederationService(url: string, account: CloudAccount): Promise<string> {
    try {
      const { statusCode, body } = await request(url, {
        method: 'POST',
        dispatcher: this.route.inHouse(),
        headers: { 'content-type': 'application/soap+xml; charset=utf-8' },
        body: trustRequest(account, url),
      })
      const text = await body.text()
      // A refused logon is a SOAP fault with status 500.
      if (statusCode === 200 || text.includes('FailedAuthentication')) return text
      throw new Error(`it answered with ${statusCode}`)
    } catch (error) {
      throw new CloudUnreachable(`The federation service cannot be asked: ${sayWhy(error)}`, { cause: error })
    }
  }

  /** A request as the connector account, or with the bearer token given. */
  async ask<Answer>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    answer: z.ZodType<Answer>,
    { body, bearer }: { readonly body?: unknown; readonly bearer?: string } = {},
  ): Promise<Answer> {
    const token = bearer ?? (await this.ownToken())
    const first = await this.sendJson(method, path, body, token)
    const { status, json } =
      first.status === 401 && bearer === undefined ? await this.askAgain(method, path, body, token) : first
    if (status >= 200 && status < 300) return parseAs(answer, json)
    const refused = refusalAnswer.safeParse(json)
    if (!refused.success)
      throw new CloudRefusal(status, `HTTP ${status}`, `${method} ${path} was answered with ${status}`)
    const { code, message, says } = refused.data.error
    throw new CloudRefusal(status, code, message ?? says ?? code)
  }

  /** The cloud may have forgotten the token (reset, restart): once with a new one. */
  private async askAgain(method: Dispatcher.HttpMethod, path: string, body: unknown, refused: string) {
    if (this.token?.value === refused) this.token = undefined
    return this.sendJson(method, path, body, await this.ownToken())
  }

  private async ownToken(): Promise<string> {
    const account = this.account()
    const held = this.token
    if (held !== undefined && held.until > this.clock.now() && isSame(held.of, account)) return held.value
    // Requests that are made at the same time share one sign-in.
    if (this.signingIn === undefined || !isSame(this.signingIn.of, account)) {
      const signingIn = { of: account, token: this.renewToken(account) }
      const ended = () => {
        if (this.signingIn === signingIn) this.signingIn = undefined
      }
      this.signingIn = signingIn
      signingIn.token.then(ended, ended)
    }
    return this.signingIn.token
  }

  private async renewToken(account: CloudAccount): Promise<string> {
    const { token, expiresInMs } = await this.signIn(account)
    this.token = { value: token, until: this.clock.now() + expiresInMs - renewBeforeMs, of: account }
    return token
  }

  private sendJson(method: Dispatcher.HttpMethod, path: string, body: unknown, bearer: string) {
    return this.send(method, path, {
      headers: {
        authorization: `Bearer ${bearer}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  private async send(
    method: Dispatcher.HttpMethod,
    path: string,
    options: { body?: string; headers: Record<string, string> },
  ) {
    try {
      const { statusCode, body } = await request(this.endpoint.origin + path, {
        method,
        dispatcher: this.route.dispatcherFor(path),
        ...options,
      })
      return { status: statusCode, json: parseJson(await body.text(), statusCode) }
    } catch (error) {
      if (error instanceof CloudUnreachable) throw error
      throw new CloudUnreachable(sayWhy(error), { cause: error })
    }
  }
}

/** A refusal may come as a page of whatever stands before the service; what is no refusal is JSON. */
function parseJson(text: string, status: number): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch (error) {
    if (status >= 300) return undefined
    throw new CloudAnswerInvalid(`the answer is not JSON: ${sayWhy(error)}`, { cause: error })
  }
}

const isSame = (one: CloudAccount, other: CloudAccount): boolean =>
  one.username === other.username && one.password === other.password

const sayWhy = (error: unknown): string =>
  sayTlsRefusal(error) ?? (error instanceof Error ? error.message || error.name : String(error))

function parseAs<Answer>(schema: z.ZodType<Answer>, json: unknown): Answer {
  const parsed = schema.safeParse(json)
  if (!parsed.success)
    throw new CloudAnswerInvalid(
      `the answer does not have the agreed shape: ${z.prettifyError(parsed.error)}`,
    )
  return parsed.data
}
