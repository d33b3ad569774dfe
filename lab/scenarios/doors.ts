/**
 * The front doors of one lab as a scenario's people use them: token service, Graph, portal API, password reset API,
 * Connect's verbs, LDAP, phones and mailboxes. Nothing here reaches behind them.
 */
import { z } from 'zod'
import type { LabInfo } from '#core/contracts/lab-info.ts'
import { createWebClient, type WebAnswer, type WebClient, type WebRequest } from './web-client.ts'

/** A verb met an answer that is neither success nor a refusal of the product. */
export class DoorError extends Error {
  constructor(where: string, answer: WebAnswer) {
    super(`${where} answered ${answer.status}: ${answer.text.slice(0, 300)}`)
    this.name = 'DoorError'
  }
}

export interface TokenAnswer {
  readonly accessToken?: string
  readonly refreshToken?: string
  /** AADSTS number of a refusal. */
  readonly code?: number
  readonly description?: string
}

export interface Doors {
  readonly info: LabInfo
  readonly web: WebClient
  /** The password that the world gave an account; other words stand for themselves. */
  password(user: string, written: string): string
  /** A UPN from a role of the lab's accounts, or the UPN itself. */
  who(roleOrUpn: string): string
  /** Resource owner password sign-in, as a script would. */
  signIn(user: string, password: string): Promise<TokenAnswer>
  /** Calls the cloud (`/v1.0/…`, `/api/PasswordReset/…`) as a signed-in user of the world. */
  as(user: string, path: string, request?: WebRequest): Promise<WebAnswer>
  /** Calls the cloud with nobody signed in. */
  cloud(path: string, request?: WebRequest): Promise<WebAnswer>
  /** Calls `/lab/v1/labs/{lab}/…`. */
  control(path: string, request?: WebRequest): Promise<WebAnswer>
  close(): Promise<void>
}

/** `adminToken`: what the control API asks of everybody, when it does. */
export function openDoors(info: LabInfo, controlBase: string, adminToken?: string): Doors {
  const web = createWebClient(info.caCertificate)
  const cloudOrigin = new URL(info.authority).origin
  const tokens = new Map<string, string>()
  const passwords = new Map(
    // Where two forests have an account of the same short name, it means the first one's.
    info.accounts.toReversed().flatMap((account) => names(account).map((name) => [name, account.password])),
  )

  const signIn = async (user: string, password: string): Promise<TokenAnswer> => {
    const client = info.apps.find((app) => app.name === 'public')
    const answer = await web.send(`${info.authority}/oauth2/v2.0/token`, {
      form: {
        grant_type: 'password',
        client_id: client?.clientId ?? '',
        scope: 'https://graph.microsoft.com/.default openid offline_access',
        username: user,
        password,
      },
    })
    return readTokenAnswer(answer)
  }

  const tokenOf = async (user: string, fresh: boolean): Promise<string> => {
    const known = tokens.get(user)
    if (known !== undefined && !fresh) return known
    const { accessToken, description } = await signIn(user, passwords.get(user.toLowerCase()) ?? '')
    if (accessToken === undefined) throw new Error(`${user} cannot sign in: ${description}`)
    tokens.set(user, accessToken)
    return accessToken
  }

  const as: Doors['as'] = async (user, path, request = {}) => {
    const call = async (token: string) =>
      web.send(cloudOrigin + path, {
        ...request,
        headers: { ...request.headers, authorization: `Bearer ${token}` },
      })
    const answer = await call(await tokenOf(user, false))
    // A clock that was moved, or a reset password, voids the token: sign in once more.
    return answer.status === 401 ? call(await tokenOf(user, true)) : answer
  }

  return {
    info,
    web,
    signIn,
    as,
    password: (user, written) =>
      written === 'original' ? (passwords.get(withoutDomain(user)) ?? written) : written,
    who: (roleOrUpn) => info.accounts.find((account) => account.role === roleOrUpn)?.upn ?? roleOrUpn,
    cloud: (path, request) => web.send(cloudOrigin + path, request),
    control: (path, request) => {
      const headers = adminToken === undefined ? {} : { authorization: `Bearer ${adminToken}` }
      return web.send(`${controlBase}/lab/v1/labs/${info.lab}/${path}`, { ...request, headers })
    },
    close: () => web.close(),
  }
}

/** `FABRIKAM\\nina` is known as nina. */
const withoutDomain = (user: string): string => user.slice(user.indexOf('\\') + 1).toLowerCase()

/** The words by which a scenario may call an account. */
function names(account: LabInfo['accounts'][number]): string[] {
  const upn = account.upn?.toLowerCase()
  const short = upn?.split('@')[0]
  return [upn, short, account.dn?.toLowerCase()].filter((name) => name !== undefined)
}

function readTokenAnswer(answer: WebAnswer): TokenAnswer {
  const body = (answer.json ?? {}) as Record<string, unknown>
  if (typeof body.access_token === 'string')
    return {
      accessToken: body.access_token,
      ...(typeof body.refresh_token === 'string' ? { refreshToken: body.refresh_token } : {}),
    }
  const [code] = Array.isArray(body.error_codes) ? body.error_codes : []
  if (typeof code !== 'number') throw new DoorError('The token service', answer)
  return { code, description: String(body.error_description) }
}

/** Passes success and the product's own refusals on, which carry a code; anything else is a fault of the lab. */
export function expectAnswer(where: string, answer: WebAnswer): WebAnswer {
  const broken =
    answer.status === 404 || (answer.status >= 500 && !productRefusal.safeParse(answer.json).success)
  if (broken) throw new DoorError(where, answer)
  return answer
}

const productRefusal = z.object({ error: z.object({ code: z.string(), says: z.string() }) })

export function expectSuccess(where: string, answer: WebAnswer): WebAnswer {
  if (answer.status >= 300) throw new DoorError(where, answer)
  return answer
}
